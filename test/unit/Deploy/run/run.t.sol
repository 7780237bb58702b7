// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {Deploy} from "script/Deploy.s.sol";

contract Deploy_Run_Test is Test {
    string private constant FILE = ".tributary/test-deployment.json";

    function test_RevertGiven_TheChainHasNoConfig() external {
        vm.chainId(4242);
        Deploy script = Deploy(deployCode("Deploy.s.sol:Deploy"));
        vm.expectRevert();
        script.run();
    }

    function test_GivenTheChainHasAConfig() external {
        vm.createDir(".tributary", true);
        vm.setEnv("TRIBUTARY_DEPLOYMENT", FILE);
        vm.roll(77);
        Deploy.Deployment memory deployment = Deploy(deployCode("Deploy.s.sol:Deploy")).run();

        string memory json = vm.readFile(FILE);
        vm.removeFile(FILE);
        assertEq(vm.parseJsonUint(json, ".chainId"), 31_337);
        assertEq(vm.parseJsonUint(json, ".startBlock"), 77);
        _assertWritten(json, "SettleVerifier", address(deployment.settleVerifier));
        _assertWritten(json, "ClaimVerifier", address(deployment.claimVerifier));
        _assertWritten(json, "StreamToken", address(deployment.streamToken));
        _assertWritten(json, "PositionToken", address(deployment.positionToken));
        _assertWritten(json, "TokenVesting", address(deployment.tokenVesting));
        _assertWritten(json, "Staking", address(deployment.staking));
        _assertWritten(json, "TokenDistribution", address(deployment.tokenDistribution));
        _assertWritten(json, "SplitRollup", address(deployment.splitRollup));
        _assertWritten(json, "ContentRegistry", address(deployment.contentRegistry));
        _assertWritten(json, "Forwarder", address(deployment.forwarder));
        _assertWritten(json, "StreamingProtocol", address(deployment.streamingProtocol));
        _assertWritten(json, "StreamPools", address(deployment.streamPools));
        _assertWritten(json, "PasskeyVerifier", address(deployment.passkeyVerifier));
        _assertWritten(json, "PaymentChannels", address(deployment.paymentChannels));
        _assertWritten(json, "OperatorRegistry", address(deployment.operatorRegistry));
        _assertWritten(json, "ContentCourt", address(deployment.contentCourt));
    }

    function _assertWritten(string memory json, string memory name, address expected) private pure {
        assertEq(vm.parseJsonAddress(json, string.concat(".contracts.", name)), expected);
    }
}
