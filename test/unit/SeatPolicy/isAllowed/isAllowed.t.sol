// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {AccessRequest} from "src/types/AccessRequest.sol";
import {payeeOf} from "src/types/Payee.sol";
import {Policy} from "src/types/Policy.sol";
import {PoolKey} from "src/types/Pool.sol";
import {Rate} from "src/types/Rate.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

contract SeatPolicy_IsAllowed_Test is AccessScene {
    function test_WhenTheViewerHasASeat() external {
        join(VIEWER, rate(), 0);
        assertTrue(allows(_policy(rate()), ""));
        assertFalse(allows(_policy(Rate.wrap(Rate.unwrap(rate()) + 1)), ""), "at too low a rate");
        vm.warp((today() + 1) * 1 days - 1);
        assertTrue(allows(_policy(rate()), ""), "until the day's last second");
        skip(1);
        assertFalse(allows(_policy(rate()), ""), "and no longer");
    }

    function test_WhenTheViewerHasNone() external {
        assertFalse(allows(_policy(rate()), ""));
        join(STRANGER, rate(), 3);
        assertFalse(allows(_policy(rate()), ""), "but another has");
    }

    function test_GivenTheViewerLeft() external {
        join(VIEWER, rate(), 3);
        leave(VIEWER);
        assertFalse(allows(_policy(rate()), ""));
    }

    function test_WhenTheSeatIsInAnotherPool() external {
        join(VIEWER, rate(), 3);
        PoolKey memory key = poolKey();
        key.payee = payeeOf(STRANGER);
        uint256 lastDay = today();
        vm.prank(BUYER);
        stream.approve(address(pools), type(uint256).max);
        fund(BUYER, 1000e18, address(pools));
        vm.prank(BUYER);
        pools.joinPool(key, rate(), lastDay, byAllowance());
        AccessRequest memory asked = request();
        asked.viewer = BUYER;
        Policy memory policy = _policy(rate());
        assertFalse(policies.seat.isAllowed(asked, policy.terms, ""), "another payee's");
        assertFalse(allows(Policy(policies.seat, abi.encode(new TestToken(), rate())), ""), "another token's");
        asked = request();
        asked.contentId = publish("another work", contents.payeeOf(contentId));
        assertFalse(policies.seat.isAllowed(asked, policy.terms, ""), "another work's");
    }

    function _policy(Rate asked) private view returns (Policy memory) {
        return Policy(policies.seat, abi.encode(stream, asked));
    }
}
