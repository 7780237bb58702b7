// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {Deploy} from "script/Deploy.s.sol";
import {AccessPolicy} from "src/access/AccessPolicy.sol";
import {AvailabilityCourt} from "src/content/AvailabilityCourt.sol";
import {ContentCourt} from "src/content/ContentCourt.sol";
import {ContentRegistry} from "src/content/ContentRegistry.sol";
import {OperatorRegistry} from "src/content/OperatorRegistry.sol";
import {Placement} from "src/delivery/Placement.sol";
import {Popularity} from "src/delivery/Popularity.sol";
import {StorageDeals} from "src/delivery/StorageDeals.sol";
import {InteractionInputs} from "src/interactions/InteractionInputs.sol";
import {InteractionRollup} from "src/interactions/InteractionRollup.sol";
import {KeyCourt} from "src/keys/KeyCourt.sol";
import {KeyGeneration} from "src/keys/KeyGeneration.sol";
import {KeyRegistry} from "src/keys/KeyRegistry.sol";
import {PaymentChannels} from "src/payments/PaymentChannels.sol";
import {PositionToken} from "src/token/PositionToken.sol";
import {ViewerRewards} from "src/rewards/ViewerRewards.sol";
import {SplitRollup} from "src/splits/SplitRollup.sol";
import {Staking} from "src/token/Staking.sol";
import {StreamPools} from "src/payments/StreamPools.sol";
import {StreamingProtocol} from "src/payments/StreamingProtocol.sol";
import {TokenDistribution} from "src/token/TokenDistribution.sol";
import {TokenVesting} from "src/token/TokenVesting.sol";
import {IClaimVerifier, ISettleVerifier} from "src/interfaces/IVerifiers.sol";
import {StreamToken} from "src/token/StreamToken.sol";
import {Allocation} from "src/types/Allocation.sol";

/// @notice Every test starts from what the real deploy script deploys.
abstract contract Base is Test {
    uint96 internal constant PROVING_FEE = 0.001e18;
    uint40 internal constant SEAL_AGE = 2 minutes;
    uint96 internal constant MINIMUM_BOND = 1000e18;
    uint40 internal constant UNBONDING_DELAY = 7 days;
    uint96 internal constant ASSERTION_BOND = 0.5 ether;
    uint40 internal constant ASSERTION_WINDOW = 7 days;
    uint96 internal constant WATCH_RATE = 0.0001e18;

    address internal immutable HOLDER = makeAddr("holder");
    address internal immutable PLATFORM = makeAddr("platform");
    address internal immutable DEVELOPMENT = makeAddr("development");
    address internal immutable STRANGER = makeAddr("stranger");
    address internal immutable GUARDIAN = makeAddr("guardian");

    StreamToken internal stream;
    PositionToken internal positions;
    TokenVesting internal vesting;
    Staking internal staking;
    TokenDistribution internal distribution;
    ISettleVerifier internal settleVerifier;
    IClaimVerifier internal claimVerifier;
    SplitRollup internal rollup;
    ContentRegistry internal contents;
    StreamingProtocol internal streams;
    StreamPools internal pools;
    address internal forwarder;
    PaymentChannels internal channels;
    OperatorRegistry internal operators;
    ContentCourt internal court;
    AvailabilityCourt internal availability;
    Popularity internal popularity;
    Placement internal placement;
    StorageDeals internal deals;
    AccessPolicy internal access;
    Deploy.Policies internal policies;
    KeyRegistry internal keys;
    KeyCourt internal keyCourt;
    KeyGeneration internal keyGeneration;
    InteractionInputs internal inputs;
    InteractionRollup internal interactions;
    ViewerRewards internal rewards;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        Deploy.Deployment memory deployment = deployScript().deploy(config());
        stream = deployment.streamToken;
        positions = deployment.positionToken;
        vesting = deployment.tokenVesting;
        staking = deployment.staking;
        distribution = deployment.tokenDistribution;
        settleVerifier = deployment.settleVerifier;
        claimVerifier = deployment.claimVerifier;
        rollup = deployment.splitRollup;
        contents = deployment.contentRegistry;
        streams = deployment.streamingProtocol;
        pools = deployment.streamPools;
        forwarder = address(deployment.forwarder);
        channels = deployment.paymentChannels;
        operators = deployment.operatorRegistry;
        court = deployment.contentCourt;
        availability = deployment.availabilityCourt;
        popularity = deployment.popularity;
        placement = deployment.placement;
        deals = deployment.storageDeals;
        access = deployment.accessPolicy;
        policies = deployment.policies;
        keys = deployment.keyRegistry;
        keyCourt = deployment.keyCourt;
        keyGeneration = deployment.keyGeneration;
        inputs = deployment.interactionInputs;
        interactions = deployment.interactionRollup;
        rewards = deployment.viewerRewards;
        // 4.5 % of the supply, to hand out
        vesting.release(distribution.grantKeyOf(Allocation.Creators));
    }

    /// @dev By its artifact, so that not every test compiles the whole protocol into itself.
    function deployScript() internal returns (Deploy) {
        return Deploy(deployCode("Deploy.s.sol:Deploy"));
    }

    function config() internal view returns (Deploy.Config memory) {
        return Deploy.Config({
            salt: "test",
            launchAt: uint40(block.timestamp),
            creators: HOLDER,
            viewers: address(0),
            platform: PLATFORM,
            development: DEVELOPMENT,
            provingFeeWei: PROVING_FEE,
            sealAgeSec: SEAL_AGE,
            minimumBondWei: MINIMUM_BOND,
            unbondingDelaySec: UNBONDING_DELAY,
            interactionBondWei: ASSERTION_BOND,
            interactionWindowSec: ASSERTION_WINDOW,
            guardian: GUARDIAN,
            watchRateWei: WATCH_RATE
        });
    }

    /// @notice Gives `account` STREAM that `spender` may take.
    function fund(address account, uint256 amount, address spender) internal {
        vm.prank(HOLDER);
        assertTrue(stream.transfer(account, amount));
        vm.prank(account);
        stream.approve(spender, type(uint256).max);
    }
}
