// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {IPayouts} from "src/interfaces/IPayouts.sol";
import {IStaking} from "src/interfaces/IStaking.sol";
import {IStreamPools} from "src/interfaces/IStreamPools.sol";
import {IStreamingProtocol} from "src/interfaces/IStreamingProtocol.sol";
import {IStreams} from "src/interfaces/IStreams.sol";
import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {ChannelKey} from "src/types/Channel.sol";
import {Funding, FundingSource} from "src/types/Funding.sol";
import {GrantKey} from "src/types/Grant.sol";
import {Payee} from "src/types/Payee.sol";
import {PoolKey} from "src/types/Pool.sol";
import {Rate} from "src/types/Rate.sol";
import {StreamId, StreamKey} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {Step, stepOf} from "src/types/VestingSchedule.sol";
import {Wallet} from "test/helpers/Wallet.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {HistorySigner} from "test/model/HistorySigner.sol";
import {Words} from "test/model/Words.sol";

/// @dev In the order of world.ts.
enum Operation {
    SetBlocked,
    SetRefuses,
    Prepay,
    WithdrawPrepaid,
    PayOut,
    PayOutTo,
    InitiateStream,
    OpenStream,
    TopUpStream,
    SetRate,
    Pause,
    Resume,
    Cancel,
    Withdraw,
    RefundStream,
    WithdrawTo,
    WithdrawMany,
    ProcessPayment,
    MintPosition,
    SellPosition,
    Batch,
    JoinPool,
    LeavePool,
    CollectPool,
    OpenChannel,
    TopUpChannel,
    Settle,
    SettleTicks,
    StartClose,
    Finalize,
    Close,
    CloseWithConsent,
    Refund,
    Grant,
    Release,
    ReleaseTo,
    Revoke,
    Stake,
    Unstake,
    GetReward,
    EmergencyWithdraw,
    AddRewards
}

/// @param selectors Of a batch: what each of its calls should fail with; 0: not.
struct Call {
    address target;
    uint256 value;
    bytes data;
    bytes4[] selectors;
}

/// @notice Makes an operation of a history a call. Numbers stand for what {HistoryScene} has at that place.
abstract contract HistoryCalls is HistorySigner {
    // forge-lint: disable-start(unsafe-typecast) the model keeps numbers in their ranges

    function readCall(Words memory words, Operation operation, uint256 caller)
        internal
        view
        returns (Call memory call)
    {
        if (operation <= Operation.PayOutTo) return _accountCall(words, operation);
        if (operation == Operation.Batch) return _batch(words, caller);
        if (operation < Operation.Batch) {
            call.target = address(operation == Operation.SellPosition ? address(positions) : address(streams));
            call.data = _streamCall(words, operation, caller);
        } else if (operation <= Operation.CollectPool) {
            call.target = address(pools);
            call.data = _poolCall(words, operation);
        } else if (operation <= Operation.Refund) {
            return _channelCall(words, operation);
        } else if (operation <= Operation.Revoke) {
            call.target = address(vesting);
            call.data = _vestingCall(words, operation);
        } else {
            call.target = address(staking);
            call.data = _stakingCall(words, operation);
        }
    }

    /* ACCOUNTS */

    function _accountCall(Words memory words, Operation operation) private view returns (Call memory call) {
        if (operation == Operation.SetBlocked) {
            call.target = tokens[1];
            call.data = abi.encodeCall(BlocklistToken.setBlocked, (holders[words.next()], words.nextBool()));
            return call;
        }
        if (operation == Operation.SetRefuses) {
            call.target = holders[WALLET];
            call.data = abi.encodeCall(Wallet.setRefuses, (words.nextBool()));
            return call;
        }
        call.target = depositories[words.next()];
        if (operation == Operation.Prepay) {
            address owner = holders[words.next()];
            call.data = abi.encodeCall(IDeposits.prepay, (owner, tokens[words.next()], words.next()));
            call.value = words.next();
        } else if (operation == Operation.WithdrawPrepaid) {
            address token = tokens[words.next()];
            call.data =
                abi.encodeCall(IDeposits.withdrawPrepaid, (token, holders[words.next()], words.next()));
        } else if (operation == Operation.PayOut) {
            call.data = abi.encodeCall(IPayouts.payOut, (payees[words.next()], tokens[words.next()]));
        } else {
            call.data = abi.encodeCall(IPayouts.payOutTo, (tokens[words.next()], holders[words.next()]));
        }
    }

    /* STREAMS */

    function readStreamKey(Words memory words) internal view returns (StreamKey memory key) {
        key.id = _readStreamId(words);
        key.payee = payees[words.next()];
        key.token = tokens[words.next()];
    }

    function _readStreamId(Words memory words) private view returns (StreamId) {
        address viewer = holders[words.next()];
        address opener = holders[words.next()];
        bytes32 contentId = contentIds[words.next()];
        return streams.streamIdOf(viewer, opener, contentId, uint64(words.next()));
    }

    function _streamCall(Words memory words, Operation operation, uint256 caller)
        private
        view
        returns (bytes memory)
    {
        if (operation == Operation.InitiateStream) {
            bytes32 contentId = contentIds[words.next()];
            return abi.encodeCall(IStreamingProtocol.initiateStream, (contentId, words.next(), words.next()));
        }
        if (operation == Operation.OpenStream) return _openStream(words);
        if (operation == Operation.WithdrawMany) return _withdrawMany(words);
        if (operation == Operation.ProcessPayment) {
            address creator = address(uint160(uint256(Payee.unwrap(payees[words.next()]))));
            uint256 amount = words.next();
            bytes32 id = StreamId.unwrap(_readStreamId(words));
            return abi.encodeCall(IStreamingProtocol.processPayment, (creator, amount, id));
        }
        StreamKey memory key = readStreamKey(words);
        if (operation == Operation.TopUpStream) {
            uint96 amount = uint96(words.next());
            return words.nextBool()
                ? abi.encodeCall(IStreams.topUpWith, (key, amount, _funding(true)))
                : abi.encodeCall(IStreams.topUp, (key, amount));
        }
        if (operation == Operation.SetRate) {
            return abi.encodeCall(IStreams.setRate, (key, Rate.wrap(uint88(words.next()))));
        }
        if (operation == Operation.Pause) return abi.encodeCall(IStreams.pause, (key));
        if (operation == Operation.Resume) return abi.encodeCall(IStreams.resume, (key));
        if (operation == Operation.Cancel) return abi.encodeCall(IStreams.cancel, (key));
        if (operation == Operation.Withdraw) return abi.encodeCall(IStreams.withdraw, (key));
        if (operation == Operation.RefundStream) {
            return abi.encodeCall(IStreams.refund, (key, uint96(words.next())));
        }
        if (operation == Operation.WithdrawTo) {
            return abi.encodeCall(IStreams.withdrawTo, (key, holders[words.next()]));
        }
        if (operation == Operation.MintPosition) return abi.encodeCall(IStreams.mintPosition, (key));
        uint256 positionId = streams.positionIdOf(key);
        return abi.encodeCall(positions.transferFrom, (holders[caller], holders[words.next()], positionId));
    }

    function _openStream(Words memory words) private view returns (bytes memory) {
        StreamTerms memory terms;
        terms.contentId = contentIds[words.next()];
        terms.viewer = holders[words.next()];
        terms.salt = uint64(words.next());
        terms.token = tokens[words.next()];
        terms.rate = Rate.wrap(uint88(words.next()));
        terms.deposit = uint96(words.next());
        return abi.encodeCall(IStreams.open, (terms, _funding(words.nextBool())));
    }

    function _withdrawMany(Words memory words) private view returns (bytes memory) {
        (Payee payee, address token) = (payees[words.next()], tokens[words.next()]);
        StreamId[] memory ids = new StreamId[](words.next());
        for (uint256 i; i < ids.length; ++i) {
            ids[i] = _readStreamId(words);
        }
        return abi.encodeCall(IStreams.withdrawMany, (payee, token, ids));
    }

    function _batch(Words memory words, uint256 caller) private view returns (Call memory call) {
        bytes[] memory calls = new bytes[](words.next());
        for (uint256 i; i < calls.length; ++i) {
            calls[i] = _streamCall(words, Operation(words.next()), caller);
        }
        call.target = address(streams);
        call.data = abi.encodeCall(IStreams.batch, (calls));
        call.selectors = new bytes4[](calls.length);
        for (uint256 i; i < calls.length; ++i) {
            call.selectors[i] = bytes4(uint32(words.next()));
        }
    }

    /* POOLS */

    function readPoolKey(Words memory words) internal view returns (PoolKey memory key) {
        key.contentId = contentIds[words.next()];
        key.payee = payees[words.next()];
        key.token = tokens[words.next()];
    }

    function _poolCall(Words memory words, Operation operation) private view returns (bytes memory) {
        PoolKey memory key = readPoolKey(words);
        if (operation == Operation.LeavePool) return abi.encodeCall(IStreamPools.leavePool, (key));
        if (operation == Operation.CollectPool) return abi.encodeCall(IStreamPools.collectPool, (key));
        (Rate rate, uint256 lastDay) = (Rate.wrap(uint88(words.next())), words.next());
        return abi.encodeCall(IStreamPools.joinPool, (key, rate, lastDay, _funding(words.nextBool())));
    }

    /* CHANNELS */

    function readChannelKey(Words memory words) internal view returns (ChannelKey memory key) {
        key.payer = holders[words.next()];
        key.payee = payees[words.next()];
        key.token = tokens[words.next()];
        key.salt = uint64(words.next());
        key.sessionKey = sessionKeys[words.next()];
    }

    function _channelCall(Words memory words, Operation operation) private view returns (Call memory call) {
        call.target = address(channels);
        if (operation == Operation.Settle || operation == Operation.SettleTicks) {
            call.data = _settle(words, operation == Operation.SettleTicks);
            return call;
        }
        ChannelKey memory key = readChannelKey(words);
        if (operation == Operation.OpenChannel) {
            (uint24 windowSec, uint96 deposit) = (uint24(words.next()), uint96(words.next()));
            call.data = words.nextBool()
                ? abi.encodeCall(
                    IPaymentChannels.openWith,
                    (key.payee, key.token, key.salt, key.sessionKey, windowSec, deposit, _funding(true))
                )
                : abi.encodeCall(
                    IPaymentChannels.open,
                    (key.payee, key.token, key.salt, key.sessionKey, windowSec, deposit)
                );
            call.value = words.next();
        } else if (operation == Operation.TopUpChannel) {
            uint96 amount = uint96(words.next());
            call.data = words.nextBool()
                ? abi.encodeCall(IPaymentChannels.topUpWith, (key, amount, _funding(true)))
                : abi.encodeCall(IPaymentChannels.topUp, (key, amount));
            call.value = words.next();
        } else if (operation == Operation.StartClose) {
            call.data = abi.encodeCall(IPaymentChannels.startClose, (key));
        } else if (operation == Operation.Finalize) {
            call.data = abi.encodeCall(IPaymentChannels.finalize, (key));
        } else if (operation == Operation.Close) {
            uint96 cumulative = uint96(words.next());
            (bytes32 r, bytes32 vs) = signVoucher(key, cumulative, words.next());
            call.data = abi.encodeCall(IPaymentChannels.close, (key, cumulative, r, vs));
        } else if (operation == Operation.CloseWithConsent) {
            uint96 settled = uint96(words.next());
            bytes32 digest = channels.closeConsentDigest(channels.channelIdOf(key), settled, type(uint40).max);
            call.data = abi.encodeCall(
                IPaymentChannels.closeWithConsent,
                (key, settled, type(uint40).max, signByActor(words.next(), digest))
            );
        } else {
            (uint96 amount, uint64 nonce) = (uint96(words.next()), uint64(words.next()));
            bytes32 digest =
                channels.refundConsentDigest(channels.channelIdOf(key), amount, nonce, type(uint40).max);
            call.data = abi.encodeCall(
                IPaymentChannels.refund,
                (key, amount, nonce, type(uint40).max, signByActor(words.next(), digest))
            );
        }
    }

    function _settle(Words memory words, bool hasTicks) private view returns (bytes memory) {
        (Payee payee, address token) = (payees[words.next()], tokens[words.next()]);
        bool isMalformed = words.nextBool();
        bytes memory rows;
        for (uint256 left = words.next(); left != 0; --left) {
            ChannelKey memory key = readChannelKey(words);
            (uint96 cumulative, uint256 signer) = (uint96(words.next()), words.next());
            rows = bytes.concat(
                rows, hasTicks ? tickRow(words, key, cumulative, signer) : row(key, cumulative, signer)
            );
        }
        if (isMalformed) rows = bytes.concat(rows, "!");
        return hasTicks
            ? abi.encodeCall(IPaymentChannels.settleTicks, (payee, token, rows))
            : abi.encodeCall(IPaymentChannels.settle, (payee, token, rows));
    }

    /* VESTING AND STAKING */

    function readGrant(Words memory words)
        internal
        view
        returns (GrantKey memory key, Step[] memory schedule)
    {
        uint256 beneficiary = words.next();
        key.beneficiary = beneficiary < ACTORS ? holders[beneficiary] : address(0);
        key.token = tokens[words.next()];
        key.granter = holders[words.next()];
        key.salt = words.next();
        schedule = new Step[](words.next());
        for (uint256 i; i < schedule.length; ++i) {
            schedule[i] = stepOf(uint40(words.next()), uint40(words.next()), uint96(words.next()));
        }
        key.schedule = vesting.scheduleHashOf(schedule);
    }

    function _vestingCall(Words memory words, Operation operation) private view returns (bytes memory) {
        (GrantKey memory key, Step[] memory schedule) = readGrant(words);
        bool isOfficial = schedule.length == 0;
        if (operation == Operation.Release) {
            return isOfficial
                ? abi.encodeCall(ITokenVesting.release, (key))
                : abi.encodeCall(ITokenVesting.releaseCustom, (key, schedule));
        }
        if (operation == Operation.ReleaseTo) {
            return abi.encodeCall(ITokenVesting.releaseTo, (key, schedule, holders[words.next()]));
        }
        if (operation == Operation.Revoke) return abi.encodeCall(ITokenVesting.revoke, (key, schedule));
        (uint96 total, bool isRevocable) = (uint96(words.next()), words.nextBool());
        uint64 salt = uint64(key.salt);
        return isOfficial
            ? abi.encodeCall(ITokenVesting.grant, (key.beneficiary, key.token, salt, total, isRevocable))
            : abi.encodeCall(
                ITokenVesting.grantCustom, (key.beneficiary, key.token, salt, total, isRevocable, schedule)
            );
    }

    function _stakingCall(Words memory words, Operation operation) private view returns (bytes memory) {
        if (operation == Operation.Stake) {
            return abi.encodeCall(IStaking.stakeFor, (holders[words.next()], uint96(words.next())));
        }
        if (operation == Operation.Unstake) {
            return abi.encodeCall(IStaking.withdraw, (uint96(words.next())));
        }
        if (operation == Operation.GetReward) {
            return abi.encodeCall(IStaking.getRewardTo, (holders[words.next()]));
        }
        if (operation == Operation.AddRewards) {
            return abi.encodeCall(IStaking.addRewards, (uint96(words.next())));
        }
        return abi.encodeCall(IStaking.emergencyWithdraw, ());
    }

    function _funding(bool isPrepaid) private pure returns (Funding memory) {
        return Funding(isPrepaid ? FundingSource.Prepaid : FundingSource.Allowance, "");
    }

    // forge-lint: disable-end(unsafe-typecast)
}
