// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {Payee, payeeOf} from "src/types/Payee.sol";
import {Pool, PoolKey, Seat} from "src/types/Pool.sol";
import {Rate} from "src/types/Rate.sol";
import {LogBook} from "test/helpers/LogBook.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {StreamPoolsHandler} from "test/invariant/handlers/StreamPoolsHandler.sol";

contract StreamPools_Invariants is StreamScene {
    StreamPoolsHandler private _handler;
    PoolKey[] private _keys;
    bytes32[] private _ids;

    function setUp() public override {
        super.setUp();
        BlocklistToken token = new BlocklistToken();
        _keys.push(poolKey());
        _keys.push(PoolKey(contentId, payeeOf(registeredSplit()), address(stream)));
        _keys.push(PoolKey(contentId, payeeOf(CREATOR), address(token)));
        _handler = new StreamPoolsHandler(pools, _keys);
        for (uint256 i; i < _keys.length; ++i) {
            _ids.push(pools.poolIdOf(_keys[i]));
        }
        for (uint256 i; i < _handler.VIEWERS(); ++i) {
            address viewer = _handler.viewers(i);
            fund(viewer, 5_000_000e18, address(pools));
            token.mint(viewer, 5_000_000e18);
            vm.prank(viewer);
            token.approve(address(pools), type(uint256).max);
        }
        targetContract(address(_handler));
    }

    function invariant_All() external {
        _PAY2_Solvency();
        _PAY1_Twin();
        _PAY1_Exact();
        _PAY1_Rate();
        _PAY2_Logs();
        _PAY2_Conservation();
        _PAY1_Seats();
        _PAY2_WhatPayeesGot();
        _PAY2_NoAllowance();
        _PAY2_Thief();
        _PAY2_AllIsPaidInTheEnd();
    }

    function _PAY2_Solvency() private view {
        for (uint256 t; t < 2; ++t) {
            address token = t == 0 ? address(stream) : _keys[2].token;
            uint256 sum;
            for (uint256 i; i < _keys.length; ++i) {
                if (_keys[i].token == token) sum += _accruedScaled(i) + _handler.TWIN().toCome(i);
            }
            assertEq(
                sum + (_owed(token) + _prepaid(token) << 16),
                ERC20(token).balanceOf(address(pools)) << 16,
                "PAY-2: sum(accrued) + sum(to come) + sum(owed) + sum(prepaid) == balance, to the 2^-16 wei"
            );
        }
    }

    function _PAY1_Twin() private view {
        for (uint256 i; i < _keys.length; ++i) {
            assertEq(
                _handler.collected(i) + pools.collectableOf(_ids[i]),
                _handler.TWIN().earned(i),
                "PAY-1: collected + collectable == floor(sum over all seats(paid - refunded - to come))"
            );
        }
    }

    function _PAY1_Exact() private view {
        for (uint256 i; i < _keys.length; ++i) {
            assertEq(
                (_handler.collected(i) << 16) + _accruedScaled(i),
                _handler.TWIN().earnedScaled(i),
                "PAY-1: collected + accrued == earned, to the 2^-16 wei"
            );
        }
    }

    function _PAY1_Rate() private view {
        for (uint256 i; i < _keys.length; ++i) {
            Pool memory pool = pools.poolOf(_ids[i]);
            assertEq(
                pool.rate,
                _handler.TWIN().rateAt(i, pool.since),
                "PAY-1: rate == sum(rates of seats that run at `since`)"
            );
        }
    }

    function _PAY2_Logs() private view {
        LogBook book = _handler.BOOK();
        for (uint256 i; i < _keys.length; ++i) {
            uint256 held = _accruedScaled(i) + _handler.TWIN().toCome(i);
            assertEq(
                book.held(_ids[i]),
                held >> 16,
                "PAY-2: paid - refunded - collected, by logs == accrued + to come"
            );
            for (uint256 v; v < _handler.VIEWERS(); ++v) {
                (address viewer, address token) = (_handler.viewers(v), _keys[i].token);
                assertEq(
                    book.prepaid(viewer, token),
                    pools.prepaid(viewer, token),
                    "PAY-2: prepaid == in - spent - withdrawn, by logs"
                );
                assertEq(
                    book.owed(Payee.unwrap(payeeOf(viewer)), token),
                    pools.owed(payeeOf(viewer), token),
                    "PAY-2: owed == failed - paid out, by logs"
                );
            }
            assertEq(
                book.owed(Payee.unwrap(_keys[i].payee), _keys[i].token),
                pools.owed(_keys[i].payee, _keys[i].token),
                "PAY-2: owed == failed - paid out, by logs"
            );
        }
    }

    function _PAY2_Conservation() private view {
        for (uint256 i; i < _keys.length; ++i) {
            assertLe(_handler.collected(i), _handler.paid(i), "PAY-2: collected <= sum(paid) - sum(refunded)");
        }
    }

    function _PAY1_Seats() private view {
        for (uint256 i; i < _keys.length; ++i) {
            for (uint256 v; v < _handler.VIEWERS(); ++v) {
                Seat memory seat = _handler.seatOf(i, v);
                bool runs = seat.endsAt > block.timestamp;
                assertEq(seat.endsAt % 1 days, 0, "PAY-1: a seat ends when a day does");
                assertLe(seat.endsAt, block.timestamp + 366 days, "PAY-1: a seat ends within a year");
                assertEq(seat.rate.isZero(), seat.endsAt == 0, "PAY-1: rate == 0 <=> no seat");
                assertEq(
                    runs,
                    _handler.TWIN().isSeated(i, _handler.viewers(v)),
                    "PAY-1: seated <=> joined, not left, not ended"
                );
            }
        }
    }

    function _PAY2_WhatPayeesGot() private view {
        uint256 fromSplit = stream.balanceOf(address(rollup)) + pools.owed(_keys[1].payee, address(stream));
        assertEq(fromSplit, _handler.collected(1), "PAY-2: credited + owed == collected for the split");
        assertLt(
            pools.owed(_keys[1].payee, address(stream)),
            pools.LEAST_CREDIT(),
            "PAY-2: owed to a split < the least credit"
        );
        assertEq(stream.balanceOf(CREATOR), _handler.collected(0), "PAY-2: paid == collected");
        ERC20 token = ERC20(_keys[2].token);
        assertEq(
            token.balanceOf(CREATOR) + pools.owed(payeeOf(CREATOR), address(token)),
            _handler.collected(2),
            "PAY-2: paid + owed == collected"
        );
    }

    function _PAY2_NoAllowance() private view {
        assertEq(stream.allowance(address(pools), address(rollup)), 0, "PAY-2: no allowance");
        for (uint256 i; i < _keys.length; ++i) {
            ERC20 token = ERC20(_keys[i].token);
            assertEq(token.allowance(address(pools), _handler.THIEF()), 0, "PAY-2: no allowance");
            assertEq(token.allowance(address(pools), CREATOR), 0, "PAY-2: no allowance");
        }
    }

    function _PAY2_Thief() private view {
        for (uint256 i; i < _keys.length; ++i) {
            assertEq(
                ERC20(_keys[i].token).balanceOf(_handler.THIEF()),
                0,
                "PAY-2: who is owed nothing gets nothing"
            );
        }
    }

    /// @dev When the last seat has ended, a collect leaves nothing behind but debts and accounts.
    function _PAY2_AllIsPaidInTheEnd() private {
        uint256 state = vm.snapshotState();
        vm.warp(block.timestamp + 400 days);
        for (uint256 i; i < _keys.length; ++i) {
            uint256 collected = _handler.collected(i) + pools.collectPool(_keys[i]);
            assertEq(collected, _handler.paid(i), "PAY-2: in the end collected == sum(paid) - sum(refunded)");
            assertEq(pools.poolOf(_ids[i]).accrued, 0, "PAY-2: in the end no dust is left");
        }
        assertEq(
            stream.balanceOf(address(pools)),
            _owed(address(stream)) + _prepaid(address(stream)),
            "PAY-2: in the end balance == owed + prepaid"
        );
        assertTrue(vm.revertToState(state));
    }

    /// @dev What has accrued until now, seat by seat: the contract adds it up by day.
    function _accruedScaled(uint256 i) private view returns (uint256 scaled) {
        Pool memory pool = pools.poolOf(_ids[i]);
        scaled = pool.accrued;
        for (uint256 v; v < _handler.VIEWERS(); ++v) {
            Seat memory seat = _handler.seatOf(i, v);
            uint256 until = seat.endsAt < block.timestamp ? seat.endsAt : block.timestamp;
            if (until > pool.since) scaled += uint256(Rate.unwrap(seat.rate)) * (until - pool.since);
        }
    }

    function _owed(address token) private view returns (uint256 sum) {
        sum = pools.owed(payeeOf(CREATOR), token) + pools.owed(_keys[1].payee, token);
        for (uint256 v; v < _handler.VIEWERS(); ++v) {
            sum += pools.owed(payeeOf(_handler.viewers(v)), token);
        }
    }

    function _prepaid(address token) private view returns (uint256 sum) {
        for (uint256 v; v < _handler.VIEWERS(); ++v) {
            sum += pools.prepaid(_handler.viewers(v), token);
        }
    }
}
