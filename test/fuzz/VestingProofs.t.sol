// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {MerkleRoot} from "src/libraries/MerkleRoot.sol";
import {Allotment} from "src/types/Campaign.sol";
import {AllotmentTree} from "test/helpers/AllotmentTree.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract VestingProofs_FuzzTest is VestingScene {
    using AllotmentTree for Allotment[];

    function testFuzz_TheRootIsThatOfOpenZeppelin(bytes32 leaf, bytes32[] calldata proof) external pure {
        assertEq(MerkleRoot.above(leaf, proof), MerkleProof.processProofCalldata(proof, leaf));
    }

    function testFuzz_EveryAllotmentIsPaidOnce(uint256 seed, uint8 count, uint8 position) external {
        Allotment[] memory list = _allotments(seed, count);
        position = uint8(position % list.length);
        listTotal = _sum(list);
        fund(instant(), list.root(), listTotal);
        bytes32[] memory proof = list.proof(position);
        assertEq(vesting.redeem(instant(), list[position], proof), list[position].amount);
        assertEq(stream.balanceOf(list[position].beneficiary), list[position].amount);
        vm.expectPartialRevert(ITokenVesting.TokenVesting_AlreadyRedeemed.selector);
        vesting.redeem(instant(), list[position], proof);
    }

    /// @param bit Which bit of allotment and proof is changed.
    function testFuzz_AChangedRedemptionPaysNothing(uint256 seed, uint8 count, uint8 position, uint256 bit)
        external
    {
        Allotment[] memory list = _allotments(seed, count);
        position = uint8(position % list.length);
        listTotal = _sum(list);
        fund(instant(), list.root(), listTotal);
        bytes memory call =
            abi.encodeCall(ITokenVesting.redeem, (instant(), list[position], list.proof(position)));
        // all that is called with but the selector, and the offset and length of the proof
        uint256 fixedBits = (4 + 6 * 32 + 4 * 32) * 8;
        bit = bound(bit, 32, call.length * 8 - 1);
        if (bit >= fixedBits && bit < fixedBits + 2 * 256) bit = 32;
        call[bit / 8] ^= bytes1(0x80) >> (bit % 8);
        uint256 before = stream.balanceOf(address(vesting));
        (bool success,) = address(vesting).call(call);
        assertFalse(success);
        assertEq(stream.balanceOf(address(vesting)), before);
    }

    /// @dev No node of the tree, nor any two neighbours, can be sold as an allotment.
    function testFuzz_ANodeIsNoAllotment(uint256 seed, uint8 count, uint8 position, uint96 amount) external {
        Allotment[] memory list = _allotments(seed, count);
        if (list.length == 1) return;
        position = uint8(position % list.length);
        listTotal = _sum(list);
        fund(instant(), list.root(), listTotal);
        bytes32[] memory proof = list.proof(position);
        bytes32[] memory above = new bytes32[](proof.length - 1);
        for (uint256 i; i < above.length; ++i) {
            above[i] = proof[i + 1];
        }
        // the 64 bytes below the node, read as the first two fields of an allotment
        bytes32 leaf = AllotmentTree.leaf(list[position]);
        (bytes32 left, bytes32 right) = leaf < proof[0] ? (leaf, proof[0]) : (proof[0], leaf);
        Allotment memory forged = Allotment(uint256(left), address(uint160(uint256(right))), amount, amount);
        uint256 before = stream.balanceOf(address(vesting));
        vm.expectRevert();
        vesting.redeem(instant(), forged, above);
        assertEq(stream.balanceOf(address(vesting)), before);
    }

    /// @dev Whatever the tree promises, a campaign pays what was put in at most (class 11).
    function testFuzz_ACampaignPaysWhatWasPutInAtMost(uint256 seed, uint8 count, uint96 funded, uint96 lie)
        external
    {
        Allotment[] memory list = _allotments(seed, count);
        for (uint256 i; i < list.length; ++i) {
            if (lie >> i & 1 == 1) list[i].lotTotal = uint96(uint256(keccak256(abi.encode(lie, i))) % 1000);
        }
        listTotal = uint96(bound(_sum(list), 0, 3000));
        bytes32 root = list.root();
        (uint256 held, uint256 granters) = (stream.balanceOf(address(vesting)), stream.balanceOf(GRANTER));
        bytes32 campaignId = fund(instant(), root, uint96(bound(funded, 0, 2 * uint256(listTotal))));
        funded = vesting.campaignOf(campaignId).funded;
        assertLe(funded, listTotal, "funded <= total");
        assertEq(stream.balanceOf(address(vesting)) - held, funded);
        assertEq(granters - stream.balanceOf(GRANTER), funded);
        uint256 before = stream.balanceOf(address(vesting));
        uint256 paid;
        for (uint256 i; i < list.length; ++i) {
            try vesting.redeem(instant(), list[i], list.proof(i)) returns (uint256 amount) {
                paid += amount;
            } catch {}
        }
        assertLe(paid, funded, "redeemed <= funded");
        assertEq(stream.balanceOf(address(vesting)), before - paid);
        uint256[] memory lots = new uint256[](4);
        for (uint256 i; i < 4; ++i) {
            lots[i] = i;
        }
        vm.warp(instant().expiresAt);
        vm.prank(GRANTER);
        assertEq(vesting.clawback(instant(), root, lots), funded - paid, "redeemed + clawed back == funded");
        assertEq(vesting.campaignOf(campaignId).isClosed, true);
    }

    /// @dev 1 to 16 allotments with growing indices, in up to four lots.
    function _allotments(uint256 seed, uint8 count) private pure returns (Allotment[] memory list) {
        list = new Allotment[](1 + count % 16);
        uint256 index;
        for (uint256 i; i < list.length; ++i) {
            uint256 word = uint256(keccak256(abi.encode(seed, i)));
            index += 1 + word % 38;
            list[i] = Allotment(index, vm.addr(1 + word % 2 ** 128), uint96(1 + (word >> 128) % 1000), 0);
        }
        list.sumLots();
    }

    function _sum(Allotment[] memory list) private pure returns (uint96 sum) {
        for (uint256 i; i < list.length; ++i) {
            sum += list[i].amount;
        }
    }
}
