// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Deploy} from "script/Deploy.s.sol";
import {Deployer} from "script/Deployer.sol";
import {Allocation} from "src/types/Allocation.sol";
import {Base} from "test/Base.t.sol";

contract Deploy_Deploy_Test is Base {
    address private constant PERMIT2 = 0x000000000022D473030F116dDEE9F6B43aC78BA3;
    address private constant ERC6492_VERIFIER = 0x00007bd799e4A591FeA53f8A8a3E9f931626Ba7e;

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
        assertEq(address(access.CONTENT_REGISTRY()), address(contents));
        assertEq(address(access.COMPOSED_POLICY()), address(policies.composed));
        assertEq(address(policies.stream.STREAMING_PROTOCOL()), address(streams));
        assertEq(address(policies.stream.CONTENT_REGISTRY()), address(contents));
        assertEq(address(policies.seat.STREAM_POOLS()), address(pools));
        assertEq(address(policies.seat.CONTENT_REGISTRY()), address(contents));
        assertEq(address(policies.metered.OPERATOR_REGISTRY()), address(operators));
        assertEq(address(policies.purchase.CONTENT_REGISTRY()), address(contents));
        assertEq(address(policies.collaborator.CONTENT_REGISTRY()), address(contents));
        assertTrue(operators.isCourt(address(keyCourt)), "the prediction");
        assertEq(address(keys.OPERATOR_REGISTRY()), address(operators));
        assertEq(address(keyCourt.KEY_REGISTRY()), address(keys));
        assertEq(address(keyGeneration.KEY_REGISTRY()), address(keys));
        assertEq(address(keyGeneration.OPERATOR_REGISTRY()), address(operators));
        assertEq(address(keyCourt.OPERATOR_REGISTRY()), address(operators));
        assertEq(PERMIT2.codehash, 0xc67d1657868aa5146eaf24fb879fb1fdec3d2d493b3683a61c9c2f4fb2851131);
        assertEq(ERC6492_VERIFIER.code.length, 64);
    }

    function test_GivenTheChainIsAnotherOne() external {
        address at = _addressOf("PaymentChannels");
        assertEq(at, address(channels));
        vm.chainId(10);
        assertEq(_addressOf("PaymentChannels"), at);
    }

    function test_GivenTheSaltIsAnother() external {
        Deploy.Config memory beside = config();
        beside.salt = "beside";
        Deploy.Deployment memory other = deployScript().deploy(beside);
        assertNotEq(address(other.contentCourt), address(court));
        assertTrue(other.operatorRegistry.isCourt(address(other.contentCourt)));
        assertFalse(other.operatorRegistry.isCourt(address(court)));
        assertEq(other.positionToken.STREAMING_PROTOCOL(), address(other.streamingProtocol));
    }

    function test_GivenEverythingStandsAlready() external {
        Deploy script = deployScript();
        vm.recordLogs();
        Deploy.Deployment memory again = script.deploy(config());
        assertEq(vm.getRecordedLogs().length, 0, "nothing is deployed or distributed");
        assertEq(address(again.streamToken), address(stream));
        assertEq(address(again.settleVerifier), address(settleVerifier));
        assertEq(address(again.contentCourt), address(court));
    }

    function test_GivenARunBrokeOff() external {
        Deploy.Config memory beside = config();
        beside.salt = "beside";
        uint256 before = vm.snapshotState();
        Deploy.Deployment memory whole = deployScript().deploy(beside);
        vm.revertToState(before);

        bytes memory creationCode =
            abi.encodePacked(vm.getCode("Deployer.sol:Deployer"), abi.encode(DEFAULT_SENDER));
        vm.startPrank(DEFAULT_SENDER);
        (bool isDeployed,) = CREATE2_FACTORY.call(abi.encodePacked(beside.salt, creationCode));
        assertTrue(isDeployed);
        Deployer(vm.computeCreate2Address(beside.salt, keccak256(creationCode)))
            .deploy("PasskeyVerifier", vm.getCode("PasskeyVerifier.sol:PasskeyVerifier"));
        vm.stopPrank();
        assertEq(address(deployScript().deploy(beside).contentCourt), address(whole.contentCourt));
    }

    function test_RevertGiven_AContractStandsWithOtherArguments() external {
        Deploy script = deployScript();
        Deploy.Config memory changed = config();
        changed.sealAgeSec += 1;
        vm.expectRevert(
            abi.encodeWithSelector(Deploy.Deploy_Differs.selector, "SplitRollup", address(rollup))
        );
        script.deploy(changed);
        vm.stopBroadcast();
    }

    function test_WhenTheSupplyIsDivided() external view {
        assertEq(stream.balanceOf(address(distribution)), 0, "all of it");
        assertEq(stream.allowance(address(distribution), address(vesting)), 0);
        _assertGrant(Allocation.Creators, HOLDER, 450_000_000e18);
        _assertGrant(Allocation.Viewers, address(rewards), 200_000_000e18);
        _assertGrant(Allocation.Staking, address(staking), 150_000_000e18);
        _assertGrant(Allocation.Platform, PLATFORM, 100_000_000e18);
        _assertGrant(Allocation.Development, DEVELOPMENT, 100_000_000e18);
        // what the creators' allocation was paid at launch, the rest waits
        assertEq(stream.balanceOf(HOLDER), 45_000_000e18);
        assertEq(stream.balanceOf(address(vesting)), 955_000_000e18);
    }

    function test_WhenTheViewersAllocationHasAHolder() external {
        Deploy.Config memory held = config();
        (held.salt, held.viewers) = ("held", STRANGER);
        assertEq(deployScript().deploy(held).tokenDistribution.beneficiaryOf(Allocation.Viewers), STRANGER);
    }

    function test_WhenTheLaunchIsSet() external {
        Deploy.Config memory later = config();
        (later.salt, later.launchAt) = ("later", uint40(block.timestamp) + 30 days);
        assertEq(deployScript().deploy(later).tokenVesting.LAUNCH(), later.launchAt);
    }

    function test_WhenTheLaunchIsZero() external {
        Deploy.Config memory now_ = config();
        (now_.salt, now_.launchAt) = ("now", 0);
        uint256 first = block.timestamp;
        assertEq(deployScript().deploy(now_).tokenVesting.LAUNCH(), first);
        vm.warp(first + 1 days);
        assertEq(deployScript().deploy(now_).tokenVesting.LAUNCH(), first, "a second run");
    }

    /// @dev By the rules of CREATE2 and CREATE alone.
    function _addressOf(string memory name) private view returns (address) {
        bytes memory creationCode =
            abi.encodePacked(vm.getCode("Deployer.sol:Deployer"), abi.encode(DEFAULT_SENDER));
        address deployer = vm.computeCreate2Address("test", keccak256(creationCode));
        bytes32 proxyCodeHash = keccak256(hex"67363d3d37363d34f03d5260086018f3");
        address proxy = vm.computeCreate2Address(keccak256(bytes(name)), proxyCodeHash, deployer);
        return vm.computeCreateAddress(proxy, 1);
    }

    function _assertGrant(Allocation allocation, address beneficiary, uint96 total) private view {
        assertEq(distribution.beneficiaryOf(allocation), beneficiary);
        assertEq(vesting.grantOf(vesting.grantIdOf(distribution.grantKeyOf(allocation))).total, total);
    }
}
