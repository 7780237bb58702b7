// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Allotment, CampaignTerms} from "src/types/Campaign.sol";
import {Award, GrantKey} from "src/types/Grant.sol";
import {Step} from "src/types/VestingSchedule.sol";
import {GasCeiling} from "test/helpers/GasCeiling.sol";
import {AllotmentTree} from "test/helpers/AllotmentTree.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

/// @notice What a transaction costs, its 21,000 and its call data included. Measured, 2 % above it asserted, and the goal.
/// forge-config: default.isolate = true
contract TokenVesting_GasTest is VestingScene, GasCeiling {
    function setUp() public override {
        super.setUp();
        listTotal = 320 * TOTAL;
        // neither the beneficiary's balance nor that of the contract is a new storage word
        give(keyOf(100));
        vm.prank(GRANTER);
        assertTrue(stream.transfer(BENEFICIARY, 1));
    }

    function test_Grant() external {
        give(keyOf(1));
        _assertCost("grant", 68_914, 69_000);
    }

    function test_GrantCustom() external {
        give(keyOf(1, custom()), TOTAL, false, custom());
        assertCost("grant, custom schedule of 3 steps", 74_620);
    }

    function test_GrantMany() external {
        Award[] memory awards = new Award[](20);
        for (uint256 i; i < awards.length; ++i) {
            awards[i] = Award(vm.addr(i + 1), TOTAL);
        }
        vm.prank(GRANTER);
        vesting.grantMany(address(stream), 1, false, official(), awards);
        _assertCost("grantMany, 20", 587_620, 20 * 29_500);
    }

    function test_Release() external {
        give(keyOf(1));
        vesting.release(keyOf(1));
        _assertCost("release", 46_754, 47_000);
    }

    function test_ReleaseCustom() external {
        give(keyOf(1, custom()), TOTAL, false, custom());
        vm.warp(LAUNCH + 7 * MONTH);
        vesting.releaseCustom(keyOf(1, custom()), custom());
        _assertCost("releaseCustom, 3 steps", 49_788, 50_000);
    }

    function test_ReleaseOfAPosition() external {
        give(keyOf(1));
        uint256 positionId = mintPosition(keyOf(1));
        assertEq(positions.ownerOf(positionId), BENEFICIARY);
        vesting.release(keyOf(1));
        assertCost("release of a position", 52_055);
    }

    function test_Revoke() external {
        giveRevocable(keyOf(1));
        revoke(keyOf(1));
        // 200 for the lock, and the owner is read before the token is called
        _assertCost("revoke", 55_404, 55_500);
    }

    function test_RenounceRevocability() external {
        giveRevocable(keyOf(1));
        vm.prank(GRANTER);
        vesting.renounceRevocability(keyOf(1));
        assertCost("renounceRevocability", 30_036);
    }

    function test_MintPosition() external {
        give(keyOf(1));
        vm.prank(BENEFICIARY);
        vesting.mintPosition(keyOf(1), official());
        assertCost("mintPosition", 106_085);
    }

    function test_FundCampaign() external {
        vm.prank(GRANTER);
        vesting.fundCampaign(instant(), keccak256("a root"), official(), TOTAL);
        _assertCost("fundCampaign", 71_580, 120_000);
    }

    function test_RedeemInstant() external {
        (Allotment memory allotment, bytes32[] memory proof) = _deepCampaign(instant());
        vesting.redeem(instant(), allotment, proof);
        // 200 for the lock, 240 for the total in the terms, 580 for the grant and the payment in the event
        _assertCost("redemption at once, depth 16", 60_024, 60_100);
    }

    function test_RedeemVesting() external {
        (Allotment memory allotment, bytes32[] memory proof) = _deepCampaign(termsOf(0));
        vesting.redeem(termsOf(0), allotment, proof);
        _assertCost("redemption of a grant with its first payment, depth 16", 82_968, 83_100);
        GrantKey memory key = _grantKey(allotment, proof);
        vm.warp(LAUNCH + 12 * MONTH);
        vesting.release(key);
        _assertCost("release of a redeemed grant", 47_122, 50_000);
    }

    function test_RedeemFirstOfALot() external {
        (Allotment memory allotment, bytes32[] memory proof) = _deepCampaign(instant());
        allotment.index += 160;
        fund(instant(), AllotmentTree.fold(AllotmentTree.leaf(allotment), proof), 160 * TOTAL);
        vesting.redeem(instant(), allotment, proof);
        assertCost("redemption at once, depth 16, first of its lot", 84_557);
    }

    function test_Clawback() external {
        Allotment[] memory list = allotments();
        fundAllotments(instant());
        redeem(instant(), 1);
        vm.warp(instant().expiresAt);
        uint256[] memory lots = new uint256[](1);
        bytes32 root = AllotmentTree.root(list);
        vm.prank(GRANTER);
        vesting.clawback(instant(), root, lots);
        assertCost("clawback, 1 lot", 54_034);
    }

    /// @dev A campaign of up to 65,536 allotments, from whose lot another allotment was redeemed before. Two of its leaves are
    /// real, the rest of the tree is whatever its nodes say.
    function _deepCampaign(CampaignTerms memory terms)
        private
        returns (Allotment memory allotment, bytes32[] memory proof)
    {
        allotment = Allotment(40_000, BENEFICIARY, TOTAL, 160 * TOTAL);
        Allotment memory neighbour = Allotment(40_001, STRANGER, TOTAL, 160 * TOTAL);
        proof = new bytes32[](16);
        proof[0] = AllotmentTree.leaf(neighbour);
        bytes32[] memory neighbourProof = new bytes32[](16);
        neighbourProof[0] = AllotmentTree.leaf(allotment);
        for (uint256 i = 1; i < 16; ++i) {
            neighbourProof[i] = proof[i] = keccak256(abi.encode(i));
        }
        fund(terms, AllotmentTree.fold(AllotmentTree.leaf(allotment), proof), 160 * TOTAL);
        vesting.redeem(terms, neighbour, neighbourProof);
    }

    function _grantKey(Allotment memory allotment, bytes32[] memory proof)
        private
        view
        returns (GrantKey memory)
    {
        bytes32 root = AllotmentTree.fold(AllotmentTree.leaf(allotment), proof);
        return vesting.grantKeyOf(termsOf(0), vesting.campaignIdOf(termsOf(0), root), allotment);
    }

    function _assertCost(string memory what, uint256 measured, uint256 goal) private {
        assertCost(what, measured);
        assertLe(vm.lastCallGas().gasTotalUsed, goal, string.concat(what, " misses its goal"));
    }
}
