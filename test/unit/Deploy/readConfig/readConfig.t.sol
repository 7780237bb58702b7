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
            '{"holder": "0x0000000000000000000000000000000000000001", "provingFeeWei": "79228162514264337593543950336", "sealAgeSec": 1, "minimumBondWei": "1", "unbondingDelaySec": 1}'
        );
    }

    function test_WhenTheFileIsTheLocalChains() external {
        Deploy.Config memory config =
            Deploy(deployCode("Deploy.s.sol:Deploy")).readConfig(vm.readFile("script/config/31337.json"));
        assertEq(config.holder, 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266);
        assertEq(config.provingFeeWei, 0.001e18);
        assertEq(config.sealAgeSec, 2);
        assertEq(config.minimumBondWei, 1000e18);
        assertEq(config.unbondingDelaySec, 7 days);
    }
}
