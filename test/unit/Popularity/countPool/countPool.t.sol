// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Funding, FundingSource} from "src/types/Funding.sol";
import {payeeOf} from "src/types/Payee.sol";
import {PoolKey} from "src/types/Pool.sol";
import {rateOf} from "src/types/Rate.sol";
import {PopularityScene} from "test/helpers/PopularityScene.sol";

contract Popularity_CountPool_Test is PopularityScene {
    function test_GivenNobodyHasASeat() external {
        assertEq(_count(), 0);
        assertEq(heat(), 0);
    }

    function test_GivenSomebodyHasASeat() external {
        fund(PAYER, 0, address(pools));
        PoolKey memory key = PoolKey(contentId, payeeOf(PAYEE), address(stream));
        vm.prank(PAYER);
        pools.joinPool(key, rateOf(1e15), block.timestamp / 1 days, Funding(FundingSource.Allowance, ""));
        skip(10);
        uint256 paid = _count();
        assertGe(paid, 10e15);
        assertEq(heat(), paid);
        assertEq(stream.balanceOf(PAYEE), paid);
    }

    function _count() private returns (uint256) {
        vm.prank(COUNTER);
        return popularity.countPool(contentId);
    }
}
