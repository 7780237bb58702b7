// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {IPayouts} from "src/interfaces/IPayouts.sol";
import {IStreamPools} from "src/interfaces/IStreamPools.sol";
import {Funding} from "src/types/Funding.sol";
import {payeeOf} from "src/types/Payee.sol";
import {Pool, PoolKey, Seat} from "src/types/Pool.sol";
import {Rate, rateOf} from "src/types/Rate.sol";
import {SplitId} from "src/types/SplitId.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";
import {GenerousToken} from "test/helpers/tokens/GenerousToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

contract StreamPools_JoinPool_Test is StreamScene {
    function test_RevertWhen_TheRateIsZero() external {
        vm.expectRevert(IStreamPools.StreamPools_RateZero.selector);
        _join(rateOf(0), today());
    }

    function test_RevertWhen_TheLastDayHasPassed() external {
        uint256 t = today();
        vm.expectRevert(
            abi.encodeWithSelector(IStreamPools.StreamPools_DayOutOfRange.selector, t - 1, t, t + 365)
        );
        _join(rate(), t - 1);
    }

    function test_RevertWhen_TheLastDayIsTooFar() external {
        uint256 t = today();
        vm.expectRevert(
            abi.encodeWithSelector(IStreamPools.StreamPools_DayOutOfRange.selector, t + 366, t, t + 365)
        );
        _join(rate(), t + 366);
    }

    function test_RevertWhen_ThePayeeIsNobody() external {
        PoolKey memory key = poolKey();
        key.payee = payeeOf(address(0));
        vm.expectRevert(abi.encodeWithSelector(IPayouts.Payouts_PayeeInvalid.selector, key.payee, stream));
        _join(key, rate(), today());
    }

    function test_RevertWhen_ThePayeeIsASplitThatNobodyRegistered() external {
        PoolKey memory key = poolKey();
        key.payee = payeeOf(SplitId.wrap(7));
        vm.expectRevert(abi.encodeWithSelector(IPayouts.Payouts_PayeeInvalid.selector, key.payee, stream));
        _join(key, rate(), today());
    }

    function test_RevertWhen_ThePayeeIsASplitAndTheTokenIsNotSTREAM() external {
        PoolKey memory key = poolKey();
        key.payee = payeeOf(registeredSplit());
        key.token = address(new TestToken());
        vm.expectRevert(abi.encodeWithSelector(IPayouts.Payouts_PayeeInvalid.selector, key.payee, key.token));
        _join(key, rate(), today());
    }

    function test_RevertWhen_TheTokenKeepsAFee() external {
        FeeOnTransferToken token = new FeeOnTransferToken();
        approve(token, address(pools));
        PoolKey memory key = poolKey();
        key.token = address(token);
        uint256 costs = _untilMidnight() * WEI_PER_SECOND;
        vm.expectRevert(
            abi.encodeWithSelector(
                IStreamPools.StreamPools_TransferInexact.selector, costs, costs - costs / 100
            )
        );
        _join(key, rate(), today());
    }

    function test_RevertWhen_TheTokenDeliversMoreThanItWasAskedTo() external {
        GenerousToken token = new GenerousToken();
        token.mint(VIEWER, 1_000_000e18);
        PoolKey memory key = poolKey();
        key.token = address(token);
        uint256 costs = _untilMidnight() * WEI_PER_SECOND;
        vm.expectRevert(
            abi.encodeWithSelector(IStreamPools.StreamPools_TransferInexact.selector, costs, 2 * costs)
        );
        _join(key, rate(), today());
    }

    function test_RevertWhen_ItCostsMoreThan296Wei() external {
        vm.expectRevert(SafeCastLib.Overflow.selector);
        _join(Rate.wrap(type(uint88).max), today() + 365);
    }

    function test_RevertWhen_ETHWasNotPrepaid() external {
        PoolKey memory key = poolKey();
        key.token = address(0);
        uint256 costs = _untilMidnight() * WEI_PER_SECOND;
        vm.expectRevert(abi.encodeWithSelector(IDeposits.Deposits_ValueInexact.selector, 0, costs));
        _join(key, rate(), today());
    }

    function test_RevertGiven_TheCallersSeatStillRuns() external {
        join(VIEWER, rate(), 0);
        vm.warp((today() + 1) * 1 days - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IStreamPools.StreamPools_AlreadySeated.selector, pools.poolIdOf(poolKey()), VIEWER
            )
        );
        _join(rate(), today());
    }

    function test_WhenTheCallerHasNoSeat() external {
        fund(VIEWER, 0, address(pools));
        uint256 before = stream.balanceOf(VIEWER);
        uint40 endsAt = uint40((today() + 3) * 1 days);
        uint256 costs = (endsAt - block.timestamp) * WEI_PER_SECOND;
        vm.expectEmit(address(pools));
        emit IStreamPools.PoolJoined(
            contentId,
            payeeOf(CREATOR),
            VIEWER,
            pools.poolIdOf(poolKey()),
            address(stream),
            rate(),
            endsAt,
            costs
        );
        assertEq(_join(rate(), today() + 2), costs);
        assertEq(before - stream.balanceOf(VIEWER), costs);
        assertEq(stream.balanceOf(address(pools)), costs);
        Seat memory seat = pools.seatOf(pools.poolIdOf(poolKey()), VIEWER);
        assertEq(seat.endsAt, endsAt);
        assertEq(Rate.unwrap(seat.rate), Rate.unwrap(rate()));
        Pool memory pool = pools.poolOf(pools.poolIdOf(poolKey()));
        assertEq(pool.rate, Rate.unwrap(rate()));
        assertEq(pool.accrued, 0);
        assertEq(pool.since, block.timestamp);
    }

    function test_WhenItIsExactlyMidnight() external {
        vm.warp((today() + 1) * 1 days);
        assertEq(join(VIEWER, rate(), 0), 1 days * uint256(WEI_PER_SECOND));
        skip(1 days - 1);
        assertEq(_collectable(), (1 days - 1) * uint256(WEI_PER_SECOND));
        skip(1);
        assertEq(_collectable(), 1 days * uint256(WEI_PER_SECOND));
        skip(1);
        assertEq(_collectable(), 1 days * uint256(WEI_PER_SECOND));
    }

    function test_WhenItIsTheLastSecondOfTheLastDay() external {
        vm.warp((today() + 1) * 1 days - 1);
        assertEq(join(VIEWER, rate(), 0), WEI_PER_SECOND);
        skip(1);
        assertEq(pools.collectPool(poolKey()), WEI_PER_SECOND);
        skip(1 days);
        assertEq(pools.collectPool(poolKey()), 0);
    }

    function test_WhenItIsTheLongestSeat() external {
        uint256 paid = join(VIEWER, rate(), 365);
        skip(365 days + _untilMidnight());
        assertEq(pools.collectPool(poolKey()), paid);
        assertEq(pools.poolOf(pools.poolIdOf(poolKey())).rate, 0);
    }

    function test_WhenThePriceIsAFractionOfAWei() external {
        vm.warp((today() + 1) * 1 days - 10);
        assertEq(join(VIEWER, Rate.wrap(6553), 0), 1);
        assertEq(pools.poolOf(pools.poolIdOf(poolKey())).accrued, 6);
        skip(10);
        assertEq(pools.collectPool(poolKey()), 1);
        assertEq(stream.balanceOf(address(pools)), 0);
    }

    function test_GivenTheCallersLastSeatHasEnded() external {
        uint256 first = join(VIEWER, rate(), 0);
        vm.warp((today() + 1) * 1 days);
        uint256 second = join(VIEWER, rateOf(5), 1);
        assertEq(second, 2 days * 5);
        assertEq(pools.poolOf(pools.poolIdOf(poolKey())).rate, Rate.unwrap(rateOf(5)));
        skip(400 days);
        assertEq(pools.collectPool(poolKey()), first + second);
    }

    function test_GivenTheCallerLeftInTheSameBlock() external {
        join(VIEWER, rate(), 3);
        leave(VIEWER);
        uint256 paid = join(VIEWER, rate(), 5);
        skip(30 days);
        assertEq(pools.collectPool(poolKey()), paid);
        assertEq(stream.balanceOf(address(pools)), 0);
    }

    function test_WhenItIsPaidFromAPrepaidAccount() external {
        fund(VIEWER, 0, address(pools));
        vm.prank(VIEWER);
        pools.prepay(VIEWER, address(stream), 1000e18);
        PoolKey memory key = poolKey();
        uint256 lastDay = today();
        vm.prank(VIEWER);
        uint256 paid = pools.joinPool(key, rate(), lastDay, fromPrepaid());
        assertEq(pools.prepaid(VIEWER, address(stream)), 1000e18 - paid);
    }

    function test_WhenItIsPaidInETHFromAPrepaidAccount() external {
        deal(VIEWER, 1000e18);
        vm.prank(VIEWER);
        pools.prepay{value: 1000e18}(VIEWER, address(0), 1000e18);
        PoolKey memory key = poolKey();
        key.token = address(0);
        uint256 lastDay = today();
        vm.prank(VIEWER);
        uint256 paid = pools.joinPool(key, rate(), lastDay, fromPrepaid());
        skip(100);
        pools.collectPool(key);
        assertEq(CREATOR.balance, 100 * uint256(WEI_PER_SECOND));
        vm.prank(VIEWER);
        pools.leavePool(key);
        assertEq(VIEWER.balance, paid - 100 * uint256(WEI_PER_SECOND));
    }

    function test_WhenItIsPaidByPermit() external {
        vm.prank(VIEWER);
        stream.approve(address(pools), 0);
        uint256 costs = _untilMidnight() * WEI_PER_SECOND;
        Funding memory funding = byPermit(address(pools), costs);
        PoolKey memory key = poolKey();
        uint256 lastDay = today();
        vm.prank(VIEWER);
        assertEq(pools.joinPool(key, rate(), lastDay, funding), costs);
        assertEq(stream.allowance(VIEWER, address(pools)), 0);
    }

    function _join(Rate rate_, uint256 lastDay) private returns (uint256) {
        return _join(poolKey(), rate_, lastDay);
    }

    function _join(PoolKey memory key, Rate rate_, uint256 lastDay) private returns (uint256) {
        vm.prank(VIEWER);
        return pools.joinPool(key, rate_, lastDay, byAllowance());
    }

    function _collectable() private view returns (uint256) {
        return pools.collectableOf(pools.poolIdOf(poolKey()));
    }

    function _untilMidnight() private view returns (uint256) {
        return (today() + 1) * 1 days - block.timestamp;
    }
}
