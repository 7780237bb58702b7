// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStreamPools} from "src/interfaces/IStreamPools.sol";
import {LockProbe} from "test/helpers/LockProbe.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamPools_Lock_Test is LockProbe, StreamScene {
    function setUp() public override(LockProbe, StreamScene) {
        StreamScene.setUp();
        LockProbe.setUp();
        approve(token, address(pools));
    }

    function test_WhenTheTokenCallsBack() external {
        bytes[] memory calls = new bytes[](3);
        calls[0] = abi.encodeCall(IStreamPools.joinPool, (poolKey(), rate(), today(), byAllowance()));
        calls[1] = abi.encodeCall(IStreamPools.leavePool, (poolKey()));
        calls[2] = abi.encodeCall(IStreamPools.collectPool, (poolKey()));
        assertLocked(address(pools), withDepositsAndPayouts(calls), _prepay);
    }

    function _prepay() private {
        vm.prank(VIEWER);
        pools.prepay(VIEWER, address(token), 1);
    }
}
