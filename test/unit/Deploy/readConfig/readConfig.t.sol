// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {Deploy} from "script/Deploy.s.sol";

contract Deploy_ReadConfig_Test is Test {
    function test_RevertWhen_AFieldIsMissing() external {
        Deploy script = Deploy(deployCode("Deploy.s.sol:Deploy"));
        vm.expectRevert();
        script.readConfig('{"provingFeeWei": "1"}');
    }

    function test_RevertWhen_ANumberDoesNotFit() external {
        Deploy script = Deploy(deployCode("Deploy.s.sol:Deploy"));
        vm.expectRevert(SafeCastLib.Overflow.selector);
        script.readConfig(
            '{"salt": "s", "launchAt": 1099511627776, "creators": "0x0000000000000000000000000000000000000001", "viewers": "0x0000000000000000000000000000000000000002", "platform": "0x0000000000000000000000000000000000000003", "development": "0x0000000000000000000000000000000000000004", "provingFeeWei": "1", "sealAgeSec": 1, "minimumBondWei": "1", "unbondingDelaySec": 1, "interactionBondWei": "1", "interactionWindowSec": 1, "guardian": "0x0000000000000000000000000000000000000000", "watchRateWei": "1"}'
        );
    }

    function test_WhenTheFileIsTheLocalChains() external {
        Deploy.Config memory config =
            Deploy(deployCode("Deploy.s.sol:Deploy")).readConfig(vm.readFile("script/config/31337.json"));
        assertEq(config.salt, keccak256("tributary"));
        assertEq(config.launchAt, 0);
        assertEq(config.creators, 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266);
        assertEq(config.viewers, address(0));
        assertEq(config.platform, 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC);
        assertEq(config.development, 0x90F79bf6EB2c4f870365E785982E1f101E93b906);
        assertEq(config.provingFeeWei, 0.001e18);
        assertEq(config.sealAgeSec, 2);
        assertEq(config.minimumBondWei, 1000e18);
        assertEq(config.unbondingDelaySec, 7 days);
        assertEq(config.interactionBondWei, 0.1 ether);
        assertEq(config.interactionWindowSec, 20);
        assertEq(config.guardian, address(0));
        assertEq(config.watchRateWei, 0.0001e18);
    }
}
