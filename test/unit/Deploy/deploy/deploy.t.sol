// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SupplyPool} from "src/types/SupplyPool.sol";
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
        assertEq(positions.STREAMING_PROTOCOL(), address(streams), "the prediction");
        assertEq(positions.TOKEN_VESTING(), address(vesting), "the prediction");
        assertEq(address(vesting.POSITIONS()), address(positions));
        assertEq(vesting.LAUNCH(), block.timestamp);
        assertEq(staking.TOKEN(), address(stream));
        assertEq(address(staking.VESTING()), address(vesting));
        assertEq(address(distribution.TOKEN()), address(stream));
        assertEq(address(distribution.VESTING()), address(vesting));
        assertEq(rollup.TOKEN(), address(stream));
        assertEq(rollup.PROVING_FEE(), PROVING_FEE);
        assertEq(rollup.SEAL_AGE(), SEAL_AGE);
        assertEq(address(rollup.SETTLE_VERIFIER()), address(settleVerifier));
        assertEq(address(rollup.CLAIM_VERIFIER()), address(claimVerifier));
        assertEq(address(contents.SPLIT_ROLLUP()), address(rollup));
        assertEq(address(streams.CONTENT_REGISTRY()), address(contents));
        assertEq(address(streams.SPLIT_ROLLUP()), address(rollup));
        assertEq(address(streams.POSITIONS()), address(positions));
        assertEq(streams.STREAM(), address(stream));
        assertEq(streams.FORWARDER(), forwarder);
        assertEq(address(pools.SPLIT_ROLLUP()), address(rollup));
        assertEq(address(channels.SPLIT_ROLLUP()), address(rollup));
        assertNotEq(address(channels.PASSKEY_VERIFIER()).code.length, 0);
        assertEq(operators.TOKEN(), address(stream));
        assertEq(address(court.CONTENT_REGISTRY()), address(contents));
        assertEq(address(court.OPERATOR_REGISTRY()), address(operators));
        assertTrue(operators.isCourt(address(court)), "the prediction");
    }

    function test_WhenTheSupplyIsDivided() external view {
        assertEq(stream.balanceOf(address(distribution)), 0, "all of it");
        assertEq(stream.allowance(address(distribution), address(vesting)), 0);
        _assertGrant(SupplyPool.Creators, HOLDER, 450_000_000e18);
        _assertGrant(SupplyPool.Viewers, VIEWERS_POOL, 200_000_000e18);
        _assertGrant(SupplyPool.Staking, address(staking), 150_000_000e18);
        _assertGrant(SupplyPool.Platform, PLATFORM, 100_000_000e18);
        _assertGrant(SupplyPool.Development, DEVELOPMENT, 100_000_000e18);
        // what the creators' pool was paid at launch, the rest waits
        assertEq(stream.balanceOf(HOLDER), 45_000_000e18);
        assertEq(stream.balanceOf(address(vesting)), 955_000_000e18);
    }

    function test_WhenTheLaunchIsSet() external {
        Deploy.Config memory later = config();
        later.launchAt = uint40(block.timestamp) + 30 days;
        assertEq(deployScript().deploy(later).tokenVesting.LAUNCH(), later.launchAt);
    }

    function test_WhenTheLaunchIsZero() external {
        Deploy.Config memory now_ = config();
        now_.launchAt = 0;
        assertEq(deployScript().deploy(now_).tokenVesting.LAUNCH(), block.timestamp);
    }

    function test_GivenTheChainIsLocalAndTheProtocolWasDeployedBefore() external {
        Deploy.Deployment memory again = deployScript().deploy(config());
        assertNotEq(address(again.contentCourt), address(court));
        assertTrue(again.operatorRegistry.isCourt(address(again.contentCourt)));
        assertFalse(again.operatorRegistry.isCourt(address(court)));
        assertEq(again.positionToken.STREAMING_PROTOCOL(), address(again.streamingProtocol));
    }

    function _assertGrant(SupplyPool pool, address beneficiary, uint96 total) private view {
        assertEq(distribution.beneficiaryOf(pool), beneficiary);
        assertEq(vesting.grantOf(vesting.grantIdOf(distribution.grantKeyOf(pool))).total, total);
    }
}
