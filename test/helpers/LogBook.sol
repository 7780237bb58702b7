// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Vm} from "forge-std/Vm.sol";

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {IPayouts} from "src/interfaces/IPayouts.sol";
import {IStreamPools} from "src/interfaces/IStreamPools.sol";
import {IStreams} from "src/interfaces/IStreams.sol";

/// @notice What a reader of one contract's logs knows, who asks the contract nothing: every balance, from events alone.
contract LogBook {
    address private immutable SOURCE;

    mapping(address owner => mapping(address token => uint256)) public prepaid;
    mapping(bytes32 payee => mapping(address token => uint256)) public owed;

    /// @notice Of streams.
    mapping(bytes32 keyHash => uint256) public funds;
    mapping(bytes32 keyHash => uint88) public rates;
    mapping(bytes32 keyHash => bool) public paused;

    /// @notice Of channels.
    mapping(bytes32 channelId => uint256) public deposits;
    mapping(bytes32 channelId => uint256) public settled;
    mapping(bytes32 channelId => bool) public closed;
    bytes32[] public refundedChannels;
    uint64[] public usedNonces;

    /// @notice Of pools: all that was paid in, less what was refunded and collected.
    mapping(bytes32 poolId => uint256) public held;

    constructor(address source) {
        SOURCE = source;
    }

    function refundCount() external view returns (uint256) {
        return usedNonces.length;
    }

    function read(Vm.Log[] calldata logs) external {
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != SOURCE) continue;
            _readDeposit(logs[i]);
            _readPayout(logs[i]);
            _readStream(logs[i]);
            _readChannel(logs[i]);
            _readPool(logs[i]);
        }
    }

    function _readDeposit(Vm.Log calldata log) private {
        bytes32 kind = log.topics[0];
        if (kind == IDeposits.Prepaid.selector) {
            prepaid[_address(log.topics[1])][_address(log.topics[2])] += abi.decode(log.data, (uint256));
        } else if (kind == IDeposits.PrepaidSpent.selector) {
            prepaid[_address(log.topics[1])][_address(log.topics[2])] -= abi.decode(log.data, (uint256));
        } else if (kind == IDeposits.PrepaidWithdrawn.selector) {
            (, uint256 amount) = abi.decode(log.data, (address, uint256));
            prepaid[_address(log.topics[1])][_address(log.topics[2])] -= amount;
        }
    }

    function _readPayout(Vm.Log calldata log) private {
        bytes32 kind = log.topics[0];
        if (kind == IPayouts.Owed.selector) {
            owed[log.topics[1]][_address(log.topics[2])] += abi.decode(log.data, (uint256));
        } else if (kind == IPayouts.PaidOut.selector) {
            (uint256 amount, uint256 stillOwed) = abi.decode(log.data, (uint256, uint256));
            uint256 left = owed[log.topics[1]][_address(log.topics[2])] - amount;
            assert(left == stillOwed);
            owed[log.topics[1]][_address(log.topics[2])] = left;
        }
    }

    function _readStream(Vm.Log calldata log) private {
        bytes32 kind = log.topics[0];
        if (kind == IStreams.StreamOpened.selector) {
            (bytes32 keyHash, bytes32 id, address token, uint88 rate, uint256 amount) =
                abi.decode(log.data, (bytes32, bytes32, address, uint88, uint256));
            assert(keyHash == keccak256(abi.encode(id, log.topics[2], token)));
            assert(uint256(log.topics[3]) == uint256(id) >> 96);
            // one that was depleted has left all that it had
            assert(funds[keyHash] == 0);
            (funds[keyHash], rates[keyHash], paused[keyHash]) = (amount, rate, false);
        } else if (kind == IStreams.StreamToppedUp.selector) {
            funds[log.topics[1]] += abi.decode(log.data, (uint256));
        } else if (kind == IStreams.StreamRateSet.selector) {
            (uint88 rate, uint256 paid) = abi.decode(log.data, (uint88, uint256));
            funds[log.topics[1]] -= paid;
            rates[log.topics[1]] = rate;
        } else if (kind == IStreams.StreamPaused.selector) {
            paused[log.topics[1]] = true;
        } else if (kind == IStreams.StreamResumed.selector) {
            paused[log.topics[1]] = false;
        } else if (kind == IStreams.Withdrawn.selector || kind == IStreams.StreamRefunded.selector) {
            funds[log.topics[1]] -= abi.decode(log.data, (uint256));
        } else if (kind == IStreams.StreamCancelled.selector) {
            (uint256 paid, uint256 refunded) = abi.decode(log.data, (uint256, uint256));
            assert(funds[log.topics[1]] == paid + refunded);
            (funds[log.topics[1]], rates[log.topics[1]], paused[log.topics[1]]) = (0, 0, false);
        }
    }

    function _readChannel(Vm.Log calldata log) private {
        bytes32 kind = log.topics[0];
        if (kind == IPaymentChannels.Opened.selector) {
            (,,,, deposits[log.topics[1]]) = abi.decode(log.data, (address, uint64, address, uint24, uint256));
        } else if (kind == IPaymentChannels.ToppedUp.selector) {
            deposits[log.topics[1]] += abi.decode(log.data, (uint256));
        } else if (kind == IPaymentChannels.Refunded.selector) {
            (uint256 amount, uint64 nonce) = abi.decode(log.data, (uint256, uint64));
            deposits[log.topics[1]] -= amount;
            refundedChannels.push(log.topics[1]);
            usedNonces.push(nonce);
        } else if (kind == IPaymentChannels.Settled.selector) {
            bytes memory sums = abi.decode(log.data, (bytes));
            for (uint256 at; at < sums.length; at += 44) {
                bytes32 channelId;
                uint256 sum;
                assembly {
                    channelId := mload(add(add(sums, 0x20), at))
                    sum := shr(160, mload(add(add(sums, 0x40), at)))
                }
                settled[channelId] = sum;
            }
        } else if (kind == IPaymentChannels.Closed.selector) {
            (uint256 sum, uint256 refunded) = abi.decode(log.data, (uint256, uint256));
            assert(deposits[log.topics[1]] == sum + refunded);
            (settled[log.topics[1]], closed[log.topics[1]]) = (sum, true);
        }
    }

    function _readPool(Vm.Log calldata log) private {
        bytes32 kind = log.topics[0];
        if (kind == IStreamPools.PoolJoined.selector) {
            (bytes32 poolId, address token,,, uint256 paid) =
                abi.decode(log.data, (bytes32, address, uint88, uint40, uint256));
            assert(poolId == keccak256(abi.encode(log.topics[1], log.topics[2], token)));
            held[poolId] += paid;
        } else if (kind == IStreamPools.PoolLeft.selector || kind == IStreamPools.PoolCollected.selector) {
            held[log.topics[1]] -= abi.decode(log.data, (uint256));
        }
    }

    function _address(bytes32 word) private pure returns (address) {
        return address(uint160(uint256(word)));
    }
}
