// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice The terms of a campaign. A campaign's id is the hash of its terms and the Merkle root of its allotments: to repeat a
/// campaign, choose another expiry.
/// @param granter The account that funds the campaign, and may claw back the rest.
/// @param token The ERC-20 that is given.
/// @param schedule 0: allotments vest on the official schedule. 1: allotments are paid at once. Else the hash of a custom
/// schedule.
/// @param total The sum of all allotments, in wei: the campaign keeps no more funding.
/// @param expiresAt From when no allotment can be redeemed, in seconds; 0: never.
/// @param isRevocable Whether the granter may revoke the grants that redemptions open.
struct CampaignTerms {
    address granter;
    address token;
    bytes32 schedule;
    uint96 total;
    uint40 expiresAt;
    bool isRevocable;
}

/// @notice A leaf of a campaign's tree, `keccak256(keccak256(abi.encode(allotment)))`; a node is the hash of its sorted
/// children.
/// @dev Hashed twice, so that no node, whose hash is of 64 bytes, can pass for a leaf.
/// @param index The allotment's number in the campaign; no two allotments have the same.
/// @param beneficiary The account that the allotment belongs to.
/// @param amount In wei.
/// @param lotTotal The sum of the amounts of the allotment's lot, which is all allotments with the same index / 160. In wei.
struct Allotment {
    uint256 index;
    address beneficiary;
    uint96 amount;
    uint96 lotTotal;
}

/// @notice The stored state of a campaign: one storage word, and one more for each lot that was redeemed from.
///
/// | bits    | field    | unit                                                     |
/// | 0–95    | funded   | wei, the sum of all funding, less the amount clawed back; at most the total of the terms |
/// | 96–191  | reserved | wei, the totals of the lots that are open                |
/// | 192–199 | isClosed | whether the campaign was clawed back: no more lots open  |
struct Campaign {
    uint96 funded;
    uint96 reserved;
    bool isClosed;
}

/// @notice The stored state of 160 consecutive allotments of a campaign, unpacked; units as in {PackedLot}.
struct Lot {
    uint96 remaining;
    uint160 redeemed;
}

/// @notice The stored state of 160 consecutive allotments of a campaign: one storage word. The first redemption among the
/// allotments reserves all of them in the campaign, so each later redemption reads and writes this word alone, and still no
/// campaign pays more than its funding.
///
/// | bits   | field     | unit                               |
/// | 0–95   | remaining | wei, reserved and not yet redeemed |
/// | 96–255 | redeemed  | a bit for each allotment           |
type PackedLot is uint256;

using {left} for Campaign global;
using {exists, remaining, isRedeemed, withRedemption, emptied, unpack} for PackedLot global;

uint256 constant LOT_SIZE = 160;

/// @return The funding that no lot has reserved, in wei.
/// @dev Cannot wrap: a lot reserves what is left at most.
function left(Campaign memory campaign) pure returns (uint96) {
    unchecked {
        return campaign.funded - campaign.reserved;
    }
}

/// @return The bit of an allotment in its lot.
/// @param index The allotment's number in the campaign.
function allotmentBit(uint256 index) pure returns (uint256) {
    unchecked {
        // forge-lint: disable-next-line(incorrect-shift) the one is what moves
        return 1 << (96 + index % LOT_SIZE);
    }
}

/// @return A lot of which nothing was redeemed.
function lotOfTotal(uint96 total) pure returns (PackedLot) {
    return PackedLot.wrap(total);
}

/// @return Whether an allotment of the lot was redeemed.
function exists(PackedLot lot) pure returns (bool) {
    return PackedLot.unwrap(lot) != 0;
}

function remaining(PackedLot lot) pure returns (uint96) {
    // forge-lint: disable-next-line(unsafe-typecast) the other bits are another field
    return uint96(PackedLot.unwrap(lot));
}

/// @param bit The allotment's, by {allotmentBit}.
function isRedeemed(PackedLot lot, uint256 bit) pure returns (bool) {
    return PackedLot.unwrap(lot) & bit != 0;
}

/// @return The lot after the allotment of `bit` was redeemed. The caller guarantees that `amount` is at most {remaining}.
function withRedemption(PackedLot lot, uint256 bit, uint256 amount) pure returns (PackedLot) {
    unchecked {
        return PackedLot.wrap((PackedLot.unwrap(lot) | bit) - amount);
    }
}

/// @return The lot with nothing remaining.
function emptied(PackedLot lot) pure returns (PackedLot) {
    return PackedLot.wrap(PackedLot.unwrap(lot) >> 96 << 96);
}

function unpack(PackedLot lot) pure returns (Lot memory) {
    // forge-lint: disable-next-line(unsafe-typecast) 160 bits are left
    return Lot({remaining: lot.remaining(), redeemed: uint160(PackedLot.unwrap(lot) >> 96)});
}
