// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";
import {ERC721} from "solady/tokens/ERC721.sol";

import {Payee, payeeOf} from "src/types/Payee.sol";
import {Rate} from "src/types/Rate.sol";
import {SplitId} from "src/types/SplitId.sol";
import {Stream, StreamKey, StreamStatus} from "src/types/Stream.sol";
import {LogBook} from "test/helpers/LogBook.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";
import {StreamsHandler} from "test/invariant/handlers/StreamsHandler.sol";

contract StreamingProtocol_Invariants is StreamScene {
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

    function invariant_PAY2_Solvency() external view {
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

    function invariant_PAY1_Twin() external {
        for (uint256 n; n < _count; ++n) {
            uint256 accrued = streams.accruedOf(_handler.keyOf(n));
            assertEq(
                _handler.withdrawnOf(n) + accrued,
                _handler.TWIN().earned(n),
                "PAY-1: withdrawn + accrued == floor(sum(rate * seconds flowed, to the end of the funds))"
            );
        }
    }

    function invariant_PAY1_Status() external {
        for (uint256 n; n < _count; ++n) {
            assertEq(
                uint8(streams.statusOf(_handler.keyOf(n))),
                uint8(_handler.TWIN().status(n)),
                "PAY-1: depleted <=> all earned; paused <=> paused by the viewer"
            );
        }
    }

    function invariant_PAY1_DepletionTime() external {
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

    function invariant_PAY1_AccruedAndRefundable() external view {
        for (uint256 n; n < _count; ++n) {
            StreamKey memory key = _handler.keyOf(n);
            assertEq(
                streams.accruedOf(key) + streams.refundableOf(key),
                streams.streamOf(key).funds,
                "PAY-2: accrued + refundable == funds"
            );
        }
    }

    function invariant_PAY2_WhatPayeesGot() external view {
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

    function invariant_PAY2_WhatViewersGot() external view {
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

    function invariant_PAY2_Prepaid() external view {
        for (uint256 t; t < 4; ++t) {
            assertEq(
                _prepaid(_tokens[t]) + _handler.prepaidSpent(_tokens[t]),
                _handler.prepaidIn(_tokens[t]),
                "PAY-2: sum(prepaid) == in - out - put into streams"
            );
        }
    }

    function invariant_PAY2_Logs() external view {
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

    function invariant_PAY2_Split() external view {
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

    function invariant_PAY2_NoAllowance() external view {
        for (uint256 t; t < 3; ++t) {
            ERC20 token = ERC20(_tokens[t]);
            assertEq(token.allowance(address(streams), address(rollup)), 0, "PAY-2: no allowance");
            assertEq(token.allowance(address(streams), _handler.THIEF()), 0, "PAY-2: no allowance");
            for (uint256 i; i < 4; ++i) {
                assertEq(token.allowance(address(streams), _handler.holders(i)), 0, "PAY-2: no allowance");
            }
        }
    }

    function invariant_PAY2_Thief() external view {
        for (uint256 t; t < 4; ++t) {
            assertEq(_balance(_tokens[t], _handler.THIEF()), 0, "PAY-2: who is owed nothing gets nothing");
            assertEq(
                streams.owed(payeeOf(_handler.THIEF()), _tokens[t]),
                0,
                "PAY-2: who is owed nothing gets nothing"
            );
        }
    }

    function invariant_PAY2_Positions() external view {
        for (uint256 n; n < _count; ++n) {
            StreamKey memory key = _handler.keyOf(n);
            uint256 positionId = streams.positionIdOf(key);
            try positions.ownerOf(positionId) returns (address owner) {
                assertTrue(owner != address(0));
                assertTrue(
                    streams.streamOf(key).isPosition, "PAY-2: the position exists <=> its stream says so"
                );
                assertEq(
                    streams.positionFacts(positionId).due, streams.accruedOf(key), "PAY-2: picture == accrued"
                );
            } catch (bytes memory reason) {
                assertEq(reason, abi.encodeWithSelector(ERC721.TokenDoesNotExist.selector));
                assertFalse(
                    streams.streamOf(key).isPosition, "PAY-2: the position exists <=> its stream says so"
                );
            }
        }
    }

    function invariant_PAY2_Words() external view {
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
    function invariant_PAY3_EveryStreamCanEnd() external {
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
