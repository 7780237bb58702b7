// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {Allotment, CampaignTerms} from "src/types/Campaign.sol";
import {Grant, GrantKey} from "src/types/Grant.sol";
import {Step, stepOf} from "src/types/VestingSchedule.sol";
import {Base} from "test/Base.t.sol";
import {AllotmentTree} from "test/helpers/AllotmentTree.sol";

/// @notice A granter, who makes grants and campaigns, and the beneficiaries.
abstract contract VestingScene is Base {
    using AllotmentTree for Allotment[];

    uint40 internal constant LAUNCH = 1_800_000_000;
    uint40 internal constant MONTH = 365 days / 12;
    uint96 internal constant TOTAL = 1000e18;
    uint256 internal constant BENEFICIARY_SECRET = 0xbe4ef1;

    /// @notice What the allotments of {termsOf} come to; those of {allotments} at first.
    uint96 internal listTotal = 150e18;

    address internal immutable GRANTER = makeAddr("granter");
    address internal immutable BENEFICIARY = vm.addr(BENEFICIARY_SECRET);

    function setUp() public virtual override {
        super.setUp();
        fund(GRANTER, 1_000_000e18, address(vesting));
    }

    /* GRANTS */

    function keyOf(uint64 salt) internal view returns (GrantKey memory) {
        return keyOf(salt, new Step[](0));
    }

    function keyOf(uint64 salt, Step[] memory schedule) internal view returns (GrantKey memory) {
        return GrantKey(BENEFICIARY, address(stream), GRANTER, salt, hashOf(schedule));
    }

    function keyOf(uint64 salt, address token) internal view returns (GrantKey memory key) {
        key = keyOf(salt);
        key.token = token;
    }

    /// @notice Makes the grant of `key`, on the official schedule.
    function give(GrantKey memory key) internal returns (bytes32) {
        return give(key, TOTAL, false, official());
    }

    function giveRevocable(GrantKey memory key) internal returns (bytes32) {
        return give(key, TOTAL, true, official());
    }

    function give(GrantKey memory key, uint96 total, bool isRevocable, Step[] memory schedule)
        internal
        returns (bytes32)
    {
        uint64 salt = uint64(key.salt);
        bool isOfficial = schedule.length == 0;
        vm.prank(key.granter);
        return isOfficial
            ? vesting.grant(key.beneficiary, key.token, salt, total, isRevocable)
            : vesting.grantCustom(key.beneficiary, key.token, salt, total, isRevocable, schedule);
    }

    function releaseTo(GrantKey memory key, address to) internal returns (uint256) {
        vm.prank(key.beneficiary);
        return vesting.releaseTo(key, official(), to);
    }

    function revoke(GrantKey memory key) internal returns (uint256) {
        vm.prank(key.granter);
        return vesting.revoke(key, official());
    }

    function mintPosition(GrantKey memory key) internal returns (uint256) {
        vm.prank(key.beneficiary);
        vesting.mintPosition(key, official());
        return uint256(vesting.grantIdOf(key));
    }

    function grantOf(GrantKey memory key) internal view returns (Grant memory) {
        return vesting.grantOf(vesting.grantIdOf(key));
    }

    function official() internal pure returns (Step[] memory) {
        return new Step[](0);
    }

    function hashOf(Step[] memory schedule) internal pure returns (bytes32) {
        return schedule.length == 0 ? bytes32(0) : keccak256(abi.encodePacked(schedule));
    }

    /// @notice 20 % at the launch, nothing for half a year, and all of it after two.
    function custom() internal pure returns (Step[] memory schedule) {
        schedule = new Step[](3);
        schedule[0] = stepOf(LAUNCH, LAUNCH, 20);
        schedule[1] = stepOf(LAUNCH + 6 * MONTH, LAUNCH + 6 * MONTH, 20);
        schedule[2] = stepOf(LAUNCH + 6 * MONTH, LAUNCH + 24 * MONTH, 60);
    }

    /// @notice Gives the granter tokens other than STREAM, which the contract may take.
    function approve(ERC20 token) internal {
        deal(address(token), GRANTER, 1_000_000e18);
        vm.prank(GRANTER);
        token.approve(address(vesting), type(uint256).max);
    }

    /* CAMPAIGNS */

    function termsOf(bytes32 schedule) internal view returns (CampaignTerms memory) {
        return CampaignTerms({
            granter: GRANTER,
            token: address(stream),
            schedule: schedule,
            total: listTotal,
            expiresAt: LAUNCH + 12 * MONTH,
            isRevocable: false
        });
    }

    function instant() internal view returns (CampaignTerms memory) {
        return termsOf(bytes32(uint256(1)));
    }

    /// @notice Five allotments in two lots, the first of them the beneficiary's.
    function allotments() internal returns (Allotment[] memory list) {
        list = new Allotment[](5);
        list[0] = Allotment(0, BENEFICIARY, 10e18, 0);
        list[1] = Allotment(1, makeAddr("second"), 20e18, 0);
        list[2] = Allotment(159, makeAddr("third"), 30e18, 0);
        list[3] = Allotment(160, makeAddr("fourth"), 40e18, 0);
        list[4] = Allotment(200, BENEFICIARY, 50e18, 0);
        list.sumLots();
    }

    /// @notice Funds a campaign for {allotments} with all that they come to.
    function fundAllotments(CampaignTerms memory terms) internal returns (bytes32) {
        return fundAllotments(terms, 150e18);
    }

    function fundAllotments(CampaignTerms memory terms, uint96 amount) internal returns (bytes32) {
        return fund(terms, allotments().root(), amount);
    }

    function fund(CampaignTerms memory terms, bytes32 root, uint96 amount) internal returns (bytes32) {
        Step[] memory schedule = scheduleOf(terms);
        vm.prank(terms.granter);
        return vesting.fundCampaign(terms, root, schedule, amount);
    }

    /// @notice Redeems the allotment at that position of {allotments}.
    function redeem(CampaignTerms memory terms, uint256 position) internal returns (uint256) {
        Allotment[] memory list = allotments();
        return vesting.redeemCustom(terms, list[position], list.proof(position), scheduleOf(terms));
    }

    /// @return The schedule that `terms` name, of those of this scene.
    function scheduleOf(CampaignTerms memory terms) internal pure returns (Step[] memory) {
        return uint256(terms.schedule) <= 1 ? official() : custom();
    }

    /* SIGNATURES */

    function sign(uint256 secret, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(secret, digest);
        return abi.encodePacked(r, s, v);
    }
}
