// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";
import {ERC721} from "solady/tokens/ERC721.sol";

import {IPositionToken} from "src/interfaces/IPositionToken.sol";
import {Payee, payeeOf} from "src/types/Payee.sol";
import {PositionFacts} from "src/types/Position.sol";
import {Rate} from "src/types/Rate.sol";
import {SplitId} from "src/types/SplitId.sol";
import {Stream, StreamKey, StreamStatus} from "src/types/Stream.sol";
import {LogBook} from "test/helpers/LogBook.sol";
import {Refusing} from "test/helpers/Refusing.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";
import {StreamsHandler} from "test/invariant/handlers/StreamsHandler.sol";

contract StreamingProtocol_Invariants is StreamScene, Refusing {
    StreamsHandler private _handler;
    SplitId private _split;
    address[4] private _tokens;
    address[3] private _payers;
    uint256 private _count;

    function setUp() public override {
        super.setUp();
        _split = registeredSplit();
        _tokens =
            [address(stream), address(new BlocklistToken()), address(new FeeOnTransferToken()), address(0)];
        bytes32[3] memory works = [
            publish("one", payeeOf(makeAddr("payee one"))),
            publish("two", payeeOf(makeAddr("payee two"))),
            publish("shared", payeeOf(_split))
        ];
        _handler = new StreamsHandler(streams, positions, _split, _tokens, works);
        _count = _handler.count();
        for (uint256 i; i < 3; ++i) {
            _payers[i] = _handler.payers(i);
            fund(_payers[i], 1_000_000e18, address(streams));
            for (uint256 t = 1; t < 3; ++t) {
                TestToken(_tokens[t]).mint(_payers[i], 1_000_000e18);
                vm.prank(_payers[i]);
                ERC20(_tokens[t]).approve(address(streams), type(uint256).max);
            }
        }
        targetContract(address(_handler));
    }

    function invariant_All() external {
        _PAY2_Solvency();
        _PAY1_Twin();
        _PAY1_Status();
        _PAY1_DepletionTime();
        _PAY1_AccruedAndRefundable();
        _PAY2_WhatPayeesGot();
        _PAY2_WhatViewersGot();
        _PAY2_Prepaid();
        _PAY2_Logs();
        _PAY2_Split();
        _PAY2_NoAllowance();
        _PAY2_Thief();
        _PAY2_Positions();
        _POS1_AnIdNamesOnePosition();
        _POS2_Facts();
        _POS3_OnlyTheOwnerOfARestrictedOneHasItPaid();
        _PAY2_Words();
        _PAY3_EveryStreamCanEnd();
    }

    function _PAY2_Solvency() private view {
        for (uint256 t; t < 4; ++t) {
            uint256 funds;
            for (uint256 n; n < _count; ++n) {
                StreamKey memory key = _handler.keyOf(n);
                if (key.token == _tokens[t]) funds += streams.streamOf(key).funds;
            }
            assertEq(
                funds + _owedToPayees(_tokens[t]) + _owedToPayers(_tokens[t]) + _prepaid(_tokens[t]),
                _balance(_tokens[t], address(streams)),
                "PAY-2: sum(funds) + sum(owed) + sum(prepaid) == balance"
            );
        }
    }

    function _PAY1_Twin() private {
        for (uint256 n; n < _count; ++n) {
            uint256 accrued = streams.accruedOf(_handler.keyOf(n));
            assertEq(
                _handler.withdrawnOf(n) + accrued,
                _handler.TWIN().earned(n),
                "PAY-1: withdrawn + accrued == floor(sum(rate * seconds flowed, to the end of the funds))"
            );
        }
    }

    function _PAY1_Status() private {
        for (uint256 n; n < _count; ++n) {
            assertEq(
                uint8(streams.statusOf(_handler.keyOf(n))),
                uint8(_handler.TWIN().status(n)),
                "PAY-1: depleted <=> all earned; paused <=> paused by the viewer"
            );
        }
    }

    function _PAY1_DepletionTime() private {
        for (uint256 n; n < _count; ++n) {
            StreamKey memory key = _handler.keyOf(n);
            StreamStatus status = streams.statusOf(key);
            uint256 depletesAt = streams.depletionTimeOf(key);
            if (status == StreamStatus.None) {
                assertEq(depletesAt, 0, "PAY-1: no stream, no end");
            } else if (status == StreamStatus.Depleted) {
                assertLe(depletesAt, block.timestamp, "PAY-1: depleted <=> end <= now");
            } else {
                assertEq(
                    depletesAt,
                    _handler.TWIN().depletesAt(n),
                    "PAY-1: end == the first second with nothing left"
                );
            }
        }
    }

    function _PAY1_AccruedAndRefundable() private view {
        for (uint256 n; n < _count; ++n) {
            StreamKey memory key = _handler.keyOf(n);
            assertEq(
                streams.accruedOf(key) + streams.refundableOf(key),
                streams.streamOf(key).funds,
                "PAY-2: accrued + refundable == funds"
            );
        }
    }

    function _PAY2_WhatPayeesGot() private view {
        for (uint256 t; t < 4; ++t) {
            uint256 paid;
            for (uint256 n; n < _count; ++n) {
                if (_handler.keyOf(n).token == _tokens[t]) paid += _handler.withdrawnOf(n);
            }
            uint256 got = _balance(_tokens[t], _handler.PURSE()) + _balance(_tokens[t], address(rollup));
            for (uint256 i; i < 4; ++i) {
                got += _balance(_tokens[t], _handler.holders(i));
            }
            assertEq(
                got + _owedToPayees(_tokens[t]),
                paid,
                "PAY-2: what left the streams == what payees got + owed"
            );
        }
    }

    function _PAY2_WhatViewersGot() private view {
        for (uint256 t; t < 3; ++t) {
            uint256 held = _owedToPayers(_tokens[t]) + _prepaid(_tokens[t]);
            for (uint256 i; i < 3; ++i) {
                held += _balance(_tokens[t], _payers[i]);
            }
            uint256 inStreams;
            for (uint256 n; n < _count; ++n) {
                if (_handler.keyOf(n).token == _tokens[t]) {
                    inStreams += _handler.put(n) - _handler.refunded(n);
                }
            }
            assertLe(
                held + inStreams,
                3_000_000e18,
                "PAY-2: sum(put) - sum(refunded) == what viewers miss, less fees"
            );
            if (t != 2) {
                assertEq(
                    held + inStreams, 3_000_000e18, "PAY-2: sum(put) - sum(refunded) == what viewers miss"
                );
            }
        }
    }

    function _PAY2_Prepaid() private view {
        for (uint256 t; t < 4; ++t) {
            assertEq(
                _prepaid(_tokens[t]) + _handler.prepaidSpent(_tokens[t]),
                _handler.prepaidIn(_tokens[t]),
                "PAY-2: sum(prepaid) == in - out - put into streams"
            );
        }
    }

    function _PAY2_Logs() private view {
        LogBook book = _handler.BOOK();
        for (uint256 n; n < _count; ++n) {
            StreamKey memory key = _handler.keyOf(n);
            (Stream memory s, bytes32 keyHash) = (streams.streamOf(key), hashOf(key));
            assertEq(
                book.funds(keyHash), s.funds, "PAY-2: funds == opened + topped up - paid - refunded, by logs"
            );
            assertEq(book.rates(keyHash), Rate.unwrap(s.rate), "PAY-1: rate == the last, by logs");
            assertEq(book.paused(keyHash), s.paused, "PAY-1: paused == the last, by logs");
        }
        for (uint256 t; t < 4; ++t) {
            for (uint256 i; i < 3; ++i) {
                _assertBooked(book, _payers[i], _tokens[t]);
            }
            for (uint256 i; i < 4; ++i) {
                _assertBooked(book, _handler.holders(i), _tokens[t]);
            }
        }
        bytes32 split = Payee.unwrap(payeeOf(_split));
        assertEq(
            book.owed(split, _tokens[0]), streams.owed(payeeOf(_split), _tokens[0]), "PAY-2: owed, by logs"
        );
    }

    function _PAY2_Split() private view {
        uint256 paid;
        for (uint256 n; n < _count; ++n) {
            if (_handler.keyOf(n).payee.isSplit()) paid += _handler.withdrawnOf(n);
        }
        uint256 owed = streams.owed(payeeOf(_split), address(stream));
        assertEq(
            stream.balanceOf(address(rollup)) + owed, paid, "PAY-2: credited + owed == paid to the split"
        );
        assertLt(owed, streams.LEAST_CREDIT(), "PAY-2: owed to a split < the least credit");
    }

    function _PAY2_NoAllowance() private view {
        for (uint256 t; t < 3; ++t) {
            ERC20 token = ERC20(_tokens[t]);
            assertEq(token.allowance(address(streams), address(rollup)), 0, "PAY-2: no allowance");
            assertEq(token.allowance(address(streams), _handler.THIEF()), 0, "PAY-2: no allowance");
            for (uint256 i; i < 4; ++i) {
                assertEq(token.allowance(address(streams), _handler.holders(i)), 0, "PAY-2: no allowance");
            }
        }
    }

    function _PAY2_Thief() private view {
        for (uint256 t; t < 4; ++t) {
            (address token, address thief) = (_tokens[t], _handler.THIEF());
            assertEq(_balance(token, thief), 0, "PAY-2: who is owed nothing gets nothing");
            assertEq(streams.owed(payeeOf(thief), token), 0, "PAY-2: who is owed nothing gets nothing");
        }
    }

    function _PAY2_Positions() private view {
        for (uint256 n; n < _count; ++n) {
            StreamKey memory key = _handler.keyOf(n);
            uint256 positionId = streams.positionIdOf(key);
            try positions.ownerOf(positionId) returns (address owner) {
                assertNotEq(owner, address(0), "PAY-2: a position has an owner");
                assertTrue(
                    streams.streamOf(key).isPosition, "PAY-2: the position exists <=> its stream says so"
                );
                assertEq(
                    streams.positionFacts(positionId).due, streams.accruedOf(key), "PAY-2: picture == accrued"
                );
            } catch (bytes memory reason) {
                bytes memory none = abi.encodeWithSelector(ERC721.TokenDoesNotExist.selector);
                assertEq(reason, none, "PAY-2: no position, no owner");
                assertFalse(
                    streams.streamOf(key).isPosition, "PAY-2: the position exists <=> its stream says so"
                );
            }
        }
    }

    /// @dev A buyer's stream is never another's again: reopening would make it one.
    function _POS1_AnIdNamesOnePosition() private view {
        uint256[] memory ids = _handler.positionIds();
        uint256 alive;
        for (uint256 i; i < ids.length; ++i) {
            try positions.ownerOf(ids[i]) {
                ++alive;
            } catch {}
        }
        uint256 sold;
        for (uint256 n; n < _count; ++n) {
            if (!_handler.isSold(n)) continue;
            ++sold;
            assertEq(
                streams.positionIdOf(_handler.keyOf(n)),
                _handler.bornWith(n),
                "POS-1: a position keeps its id and its stream"
            );
        }
        assertEq(alive, sold, "POS-1: positions alive == streams that are positions");
    }

    function _POS2_Facts() private view {
        for (uint256 n; n < _count; ++n) {
            if (!_handler.isSold(n)) continue;
            StreamKey memory key = _handler.keyOf(n);
            PositionFacts memory facts = streams.positionFacts(streams.positionIdOf(key));
            assertEq(facts.token, key.token, "POS-2: token == the stream's");
            assertEq(
                facts.paid,
                _handler.withdrawnOf(n) - _handler.paidBefore(n),
                "POS-2: paid == withdrawn since it is a position"
            );
            assertEq(facts.total, facts.paid + streams.streamOf(key).funds, "POS-2: total == paid + funds");
            if (facts.endsAt == type(uint40).max) continue;
            assertEq(
                facts.endsAt,
                streams.streamOf(key).paused ? 0 : streams.depletionTimeOf(key),
                "POS-2: end == depletion, or open while paused"
            );
        }
    }

    function _POS3_OnlyTheOwnerOfARestrictedOneHasItPaid() private {
        for (uint256 n; n < _count; ++n) {
            StreamKey memory key = _handler.keyOf(n);
            (uint256 positionId, address owner) = (streams.positionIdOf(key), _handler.holderOf(n));
            if (!_handler.isSold(n) || !positions.isRestricted(positionId)) continue;
            assertRefused(
                address(streams),
                abi.encodeCall(streams.withdraw, (key)),
                abi.encodeWithSelector(
                    IPositionToken.PositionToken_Restricted.selector, address(this), owner
                ),
                "POS-3: its owner alone has a restricted position paid"
            );
            assertEq(positions.payeeFor(positionId, owner), owner, "POS-3: the owner may");
        }
    }

    function _PAY2_Words() private view {
        for (uint256 n; n < _count; ++n) {
            Stream memory s = streams.streamOf(_handler.keyOf(n));
            if (s.rate.isZero()) {
                Stream memory none;
                assertEq(abi.encode(s), abi.encode(none), "PAY-2: rate == 0 <=> the word is empty");
            } else if (!s.paused) {
                assertLe(s.since, block.timestamp, "PAY-1: since <= now");
            }
            assertLe(s.remainder, uint256(s.funds) << 16, "PAY-1: remainder <= funds");
        }
    }

    /// @dev Tokens that refuse stop nothing: everybody leaves, and what is left belongs to somebody.
    function _PAY3_EveryStreamCanEnd() private {
        uint256 state = vm.snapshotState();
        for (uint256 n; n < _count; ++n) {
            StreamKey memory key = _handler.keyOf(n);
            if (streams.statusOf(key) == StreamStatus.None) continue;
            vm.prank(key.id.viewer());
            streams.cancel(key);
        }
        for (uint256 t; t < 4; ++t) {
            assertEq(
                _owedToPayees(_tokens[t]) + _owedToPayers(_tokens[t]) + _prepaid(_tokens[t]),
                _balance(_tokens[t], address(streams)),
                "PAY-3: every stream can end, and then owed + prepaid == balance"
            );
        }
        assertTrue(vm.revertToState(state));
    }

    function _assertBooked(LogBook book, address account, address token) private view {
        assertEq(
            book.prepaid(account, token),
            streams.prepaid(account, token),
            "PAY-2: prepaid == in - spent - withdrawn, by logs"
        );
        assertEq(
            book.owed(Payee.unwrap(payeeOf(account)), token),
            streams.owed(payeeOf(account), token),
            "PAY-2: owed == failed - paid out, by logs"
        );
    }

    function _owedToPayees(address token) private view returns (uint256 sum) {
        sum = streams.owed(payeeOf(_split), token);
        for (uint256 i; i < 4; ++i) {
            sum += streams.owed(payeeOf(_handler.holders(i)), token);
        }
    }

    function _owedToPayers(address token) private view returns (uint256 sum) {
        for (uint256 i; i < 3; ++i) {
            sum += streams.owed(payeeOf(_payers[i]), token);
        }
    }

    function _prepaid(address token) private view returns (uint256 sum) {
        for (uint256 i; i < 3; ++i) {
            sum += streams.prepaid(_payers[i], token);
        }
    }

    function _balance(address token, address account) private view returns (uint256) {
        return token == address(0) ? account.balance : ERC20(token).balanceOf(account);
    }
}
