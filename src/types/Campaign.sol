// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice What a campaign promises. Its id is the hash of this and the Merkle root of its shares: to repeat one, choose
/// another expiry.
/// @param granter Who funds it, and may claw back what is left.
/// @param token The ERC-20 that is given.
/// @param schedule 0: shares vest on the official schedule. 1: they are paid at once. Else the hash of a custom schedule.
/// @param expiresAt From when nothing can be claimed, in seconds; 0: never.
/// @param isRevocable Whether the granter may revoke the grants that claims open.
struct CampaignTerms {
    address granter;
    address token;
    bytes32 schedule;
    uint40 expiresAt;
    bool isRevocable;
}

/// @notice A leaf of a campaign's tree, `keccak256(keccak256(abi.encode(share)))`; a node is the hash of its sorted children.
/// @dev Hashed twice, so that no node, whose hash is of 64 bytes, can pass for a leaf.
/// @param index Its number in the campaign; no two shares have the same.
/// @param beneficiary Whose it is.
/// @param amount In wei.
/// @param lotTotal The sum of the amounts of its lot: of the shares whose index / 160 is the same. In wei.
struct Share {
    uint256 index;
    address beneficiary;
    uint96 amount;
    uint96 lotTotal;
}

/// @notice What a campaign stores: one slot, and one more for each lot that was claimed from.
///
/// | bits    | field    | unit                                       |
/// | 0–95    | funded   | wei, all that was put in, less clawed back |
/// | 96–191  | reserved | wei, the totals of the lots that are open  |
/// | 192–199 | isClosed | clawed back: no more lots open             |
struct Campaign {
    uint96 funded;
    uint96 reserved;
    bool isClosed;
}

/// @notice 160 consecutive shares of a campaign. The first claim among them reserves all of them in the campaign, so each
/// later one reads and writes this slot alone, and still no campaign pays more than it was funded with.
///
/// | bits   | field     | unit                              |
/// | 0–95   | remaining | wei, reserved and not yet claimed |
/// | 96–255 | claimed   | a bit for each share              |
struct Lot {
    uint96 remaining;
    uint160 claimed;
}
