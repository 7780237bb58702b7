// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Deploy} from "script/Deploy.s.sol";
import {Base} from "test/Base.t.sol";

contract Deploy_Deploy_Test is Base {
    function test_RevertGiven_TheKeysAreForDevelopmentAndTheChainIsNotLocal() external {
        uint64[4] memory chains = [uint64(1), 10, 42_161, 11_155_111];
        for (uint256 i; i < chains.length; ++i) {
            vm.chainId(chains[i]);
            Deploy script = deployScript();
            vm.expectPartialRevert(Deploy.Deploy_KeysNotFromCeremony.selector);
            script.deploy(config());
            vm.stopBroadcast();
        }
    }

    function test_GivenTheChainIsLocal() external view {
        assertEq(stream.balanceOf(HOLDER), stream.INITIAL_SUPPLY());
        assertEq(rollup.TOKEN(), address(stream));
        assertEq(rollup.PROVING_FEE(), PROVING_FEE);
        assertEq(rollup.SEAL_AGE(), SEAL_AGE);
        assertEq(address(rollup.SETTLE_VERIFIER()), address(settleVerifier));
        assertEq(address(rollup.CLAIM_VERIFIER()), address(claimVerifier));
        assertEq(address(contents.SPLIT_ROLLUP()), address(rollup));
        assertEq(address(channels.SPLIT_ROLLUP()), address(rollup));
        assertEq(operators.TOKEN(), address(stream));
        assertEq(address(court.CONTENT_REGISTRY()), address(contents));
        assertEq(address(court.OPERATOR_REGISTRY()), address(operators));
        assertTrue(operators.isCourt(address(court)), "the prediction");
    }

    function test_GivenTheChainIsLocalAndTheProtocolWasDeployedBefore() external {
        Deploy.Deployment memory again = deployScript().deploy(config());
        assertNotEq(address(again.contentCourt), address(court));
        assertTrue(again.operatorRegistry.isCourt(address(again.contentCourt)));
        assertFalse(again.operatorRegistry.isCourt(address(court)));
    }
}
