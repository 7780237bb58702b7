// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStreamPools} from "src/interfaces/IStreamPools.sol";
import {PoolKey, Seat} from "src/types/Pool.sol";
import {Rate, rateOf} from "src/types/Rate.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

contract StreamPools_LeavePool_Test is StreamScene {
    function test_RevertWhen_TheCallerHasNoSeat() external {
        join(VIEWER, rate(), 3);
        _expectNotSeated(STRANGER);
        leave(STRANGER);
    }

    function test_RevertWhen_TheCallerHasLeft() external {
        join(VIEWER, rate(), 3);
        leave(VIEWER);
        _expectNotSeated(VIEWER);
        leave(VIEWER);
    }

    function test_RevertGiven_TheSeatHasEnded() external {
        join(VIEWER, rate(), 0);
        vm.warp((today() + 1) * 1 days);
        _expectNotSeated(VIEWER);
        leave(VIEWER);
    }

    function test_WhenTheCallerHasASeat() external {
        uint256 paid = join(VIEWER, rate(), 3);
        skip(100);
        uint256 due = 100 * uint256(WEI_PER_SECOND);
        uint256 before = stream.balanceOf(VIEWER);
        vm.expectEmit(address(pools));
        emit IStreamPools.PoolLeft(pools.poolIdOf(poolKey()), VIEWER, paid - due);
        assertEq(leave(VIEWER), paid - due);
        assertEq(stream.balanceOf(VIEWER) - before, paid - due);
        skip(10 days);
        assertEq(pools.collectPool(poolKey()), due);
        assertEq(stream.balanceOf(address(pools)), 0);
        Seat memory none;
        assertEq(abi.encode(pools.seatOf(pools.poolIdOf(poolKey()), VIEWER)), abi.encode(none));
    }

    function test_WhenItIsTheSecondOfJoining() external {
        uint256 paid = join(VIEWER, rate(), 3);
        assertEq(leave(VIEWER), paid);
        paid = join(VIEWER, Rate.wrap(1), 3);
        assertEq(leave(VIEWER), paid - 1);
        assertEq(pools.collectPool(poolKey()), 1);
        assertEq(stream.balanceOf(address(pools)), 0);
    }

    function test_WhenOthersStay() external {
        join(VIEWER, rate(), 3);
        join(STRANGER, rateOf(7), 3);
        skip(2 days);
        leave(VIEWER);
        skip(10);
        uint256 all = 2 days * uint256(WEI_PER_SECOND) + (2 days + 10) * 7;
        assertEq(pools.collectPool(poolKey()), all);
        uint256 left = pools.seatOf(pools.poolIdOf(poolKey()), STRANGER).endsAt - block.timestamp;
        skip(30 days);
        assertEq(pools.collectPool(poolKey()), left * 7);
        assertEq(stream.balanceOf(address(pools)), 0);
    }

    function test_WhenItIsExactlyMidnightBetweenItsDays() external {
        join(VIEWER, rate(), 3);
        vm.warp((today() + 2) * 1 days);
        assertEq(leave(VIEWER), 2 days * uint256(WEI_PER_SECOND));
    }

    function test_GivenTheTokenRefusesTheViewer() external {
        BlocklistToken token = new BlocklistToken();
        approve(token, address(pools));
        PoolKey memory key = poolKey();
        key.token = address(token);
        uint256 lastDay = today() + 1;
        vm.prank(VIEWER);
        uint256 paid = pools.joinPool(key, rate(), lastDay, byAllowance());
        token.setBlocked(VIEWER, true);
        vm.prank(VIEWER);
        assertEq(pools.leavePool(key), paid);
        assertOwed(pools, VIEWER, address(token), paid);
    }

    function test_GivenMoreHasAccruedThanTheWordCanHold() external {
        TestToken token = new TestToken();
        PoolKey memory key = poolKey();
        key.token = address(token);
        vm.warp((today() + 1) * 1 days);
        uint256 paid = _joinFast(token, "one") + _joinFast(token, "two");
        skip(365 days);
        address leaver = makeAddr("two");
        vm.prank(leaver);
        paid -= pools.leavePool(key);
        assertGt(pools.owed(key.payee, key.token), type(uint96).max);
        assertEq(pools.poolOf(pools.poolIdOf(key)).accrued, 0);
        skip(1 days);
        pools.collectPool(key);
        pools.payOut(key.payee, key.token);
        assertEq(token.balanceOf(CREATOR), paid);
        assertEq(token.balanceOf(address(pools)), 0);
    }

    function test_GivenAsMuchHasAccruedAsTheWordCanHold() external {
        join(VIEWER, rate(), 3);
        bytes32 poolId = pools.poolIdOf(poolKey());
        vm.record();
        pools.poolOf(poolId);
        (bytes32[] memory read,) = vm.accesses(address(pools));
        bytes32 most = bytes32(uint256(type(uint112).max) << 104);
        vm.store(address(pools), read[0], vm.load(address(pools), read[0]) | most);
        leave(VIEWER);
        assertEq(pools.poolOf(poolId).accrued, type(uint112).max);
        assertEq(pools.owed(poolKey().payee, address(stream)), 0);
    }

    /// @dev Takes the longest seat at nearly the highest price.
    function _joinFast(TestToken token, string memory name) private returns (uint256) {
        token.mint(makeAddr(name), type(uint96).max);
        PoolKey memory key = poolKey();
        key.token = address(token);
        uint256 lastDay = today() + 365;
        vm.startPrank(makeAddr(name));
        token.approve(address(pools), type(uint96).max);
        uint256 paid =
            pools.joinPool(key, rateOf(uint72(type(uint96).max / uint256(366 days))), lastDay, byAllowance());
        vm.stopPrank();
        return paid;
    }

    function _expectNotSeated(address viewer) private {
        bytes32 poolId = pools.poolIdOf(poolKey());
        vm.expectRevert(abi.encodeWithSelector(IStreamPools.StreamPools_NotSeated.selector, poolId, viewer));
    }
}
