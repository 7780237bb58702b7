// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {Deploy} from "script/Deploy.s.sol";
import {Deployer} from "script/Deployer.sol";

contract Deploy_Run_Test is Test {
    string private constant FILE = ".tributary/test-deployment.json";

    function test_RevertGiven_TheChainHasNoConfig() external {
        vm.chainId(4242);
        Deploy script = Deploy(deployCode("Deploy.s.sol:Deploy"));
        vm.expectRevert(
            abi.encodeWithSelector(
                Deploy.Deploy_ConfigMissing.selector, "script/config/4242.json", "see script/config/README.md"
            )
        );
        script.run();
    }

    function test_GivenTheChainHasAConfig() external {
        vm.createDir(".tributary", true);
        vm.setEnv("TRIBUTARY_DEPLOYMENT", FILE);
        vm.roll(77);
        Deploy script = Deploy(deployCode("Deploy.s.sol:Deploy"));
        Deploy.Deployment memory deployment = script.run();
        string memory json = vm.readFile(FILE);
        vm.roll(99);
        script.run();
        string memory again = vm.readFile(FILE);
        vm.removeFile(FILE);

        assertEq(vm.parseJsonUint(json, ".chainId"), 31_337);
        assertEq(vm.parseJsonUint(json, ".startBlock"), 77);
        assertEq(again, json, "a second run");
        assertEq(vm.parseJsonAddress(json, ".contracts.StreamToken"), address(deployment.streamToken));
        assertEq(vm.parseJsonAddress(json, ".contracts.ContentCourt"), address(deployment.contentCourt));
        string[] memory names = vm.parseJsonKeys(json, ".contracts");
        Deployer deployer = Deployer(vm.parseJsonAddress(json, ".deployer"));
        assertEq(names.length * 32, abi.encode(deployment).length, "every contract of the struct");
        for (uint256 i; i < names.length; ++i) {
            address at = vm.parseJsonAddress(json, string.concat(".contracts.", names[i]));
            assertNotEq(at.code.length, 0, names[i]);
            assertEq(at, deployer.addressOf(names[i]), names[i]);
        }
    }
}
