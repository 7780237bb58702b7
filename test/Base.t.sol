// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {Deploy} from "script/Deploy.s.sol";
import {ContentCourt} from "src/ContentCourt.sol";
import {ContentRegistry} from "src/ContentRegistry.sol";
import {OperatorRegistry} from "src/OperatorRegistry.sol";
import {PaymentChannels} from "src/PaymentChannels.sol";
import {SplitRollup} from "src/SplitRollup.sol";
import {IClaimVerifier, ISettleVerifier} from "src/interfaces/IVerifiers.sol";
import {StreamToken} from "src/token/StreamToken.sol";

/// @notice Every test starts from what the real deploy script deploys.
abstract contract Base is Test {
    uint96 internal constant PROVING_FEE = 0.001e18;
    uint40 internal constant SEAL_AGE = 2 minutes;
    uint96 internal constant MINIMUM_BOND = 1000e18;
    uint40 internal constant UNBONDING_DELAY = 7 days;

    address internal immutable HOLDER = makeAddr("holder");
    address internal immutable STRANGER = makeAddr("stranger");

    StreamToken internal stream;
    ISettleVerifier internal settleVerifier;
    IClaimVerifier internal claimVerifier;
    SplitRollup internal rollup;
    ContentRegistry internal contents;
    PaymentChannels internal channels;
    OperatorRegistry internal operators;
    ContentCourt internal court;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        Deploy.Deployment memory deployment = deployScript().deploy(config());
        stream = deployment.streamToken;
        settleVerifier = deployment.settleVerifier;
        claimVerifier = deployment.claimVerifier;
        rollup = deployment.splitRollup;
        contents = deployment.contentRegistry;
        channels = deployment.paymentChannels;
        operators = deployment.operatorRegistry;
        court = deployment.contentCourt;
    }

    /// @dev By its artifact, so that not every test compiles the whole protocol into itself.
    function deployScript() internal returns (Deploy) {
        return Deploy(deployCode("Deploy.s.sol:Deploy"));
    }

    function config() internal view returns (Deploy.Config memory) {
        return Deploy.Config({
            holder: HOLDER,
            provingFeeWei: PROVING_FEE,
            sealAgeSec: SEAL_AGE,
            minimumBondWei: MINIMUM_BOND,
            unbondingDelaySec: UNBONDING_DELAY
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
