// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice Names a vesting grant; the hash of the key, with the chain and the contract, is the grant's id.
/// @param beneficiary The account that is paid, unless the grant was made a position: then the position's owner is paid.
/// @param token The ERC-20 that vests.
/// @param granter The account that funded the grant, and may revoke a revocable one; of a redeemed grant, the campaign's
/// granter.
/// @param salt Tells apart the grants of the same parties: below 2^64 where the granter chose the salt, else the hash of a
/// campaign and an index, so that neither kind can take the other's place.
/// @param schedule 0: the official schedule. Else the hash of the custom schedule.
struct GrantKey {
    address beneficiary;
    address token;
    address granter;
    uint256 salt;
    bytes32 schedule;
}

/// @notice One row of a batch of grants; `total` in wei.
struct Award {
    address beneficiary;
    uint96 total;
}

/// @notice The stored state of a grant, unpacked.
/// @param total The granted amount, in wei; of a revoked grant, the amount that had vested by then.
/// @param released The sum of all payments, in wei.
/// @param isRevocable Whether the granter may revoke the grant.
/// @param isRevoked Whether the grant was revoked: nothing more vests.
/// @param isPosition Whether the position's owner is paid.
struct Grant {
    uint96 total;
    uint96 released;
    bool isRevocable;
    bool isRevoked;
    bool isPosition;
}

/// @notice The stored state of a grant: one slot.
///
/// | bits    | field       | unit |
/// | 0–95    | total       | wei  |
/// | 96–191  | released    | wei  |
/// | 192     | isRevocable |      |
/// | 193     | isRevoked   |      |
/// | 194     | isPosition  |      |
type GrantSlot is uint256;

using {
    total,
    released,
    isRevocable,
    isRevoked,
    isPosition,
    exists,
    withReleased,
    withRevocation,
    withUnpaid,
    withPosition,
    toGrant
} for GrantSlot global;

uint256 constant REVOCABLE = 1 << 192;
uint256 constant REVOKED = 1 << 193;
uint256 constant POSITION = 1 << 194;

/// @param released_ At most the total.
function slotOf(uint96 total_, uint256 released_, bool isRevocable_) pure returns (GrantSlot slot) {
    slot = GrantSlot.wrap(released_ << 96 | uint256(total_));
    if (isRevocable_) slot = GrantSlot.wrap(GrantSlot.unwrap(slot) | REVOCABLE);
}

function total(GrantSlot slot) pure returns (uint256) {
    return uint96(GrantSlot.unwrap(slot));
}

function released(GrantSlot slot) pure returns (uint256) {
    return uint96(GrantSlot.unwrap(slot) >> 96);
}

function isRevocable(GrantSlot slot) pure returns (bool) {
    return GrantSlot.unwrap(slot) & REVOCABLE != 0;
}

function isRevoked(GrantSlot slot) pure returns (bool) {
    return GrantSlot.unwrap(slot) & REVOKED != 0;
}

function isPosition(GrantSlot slot) pure returns (bool) {
    return GrantSlot.unwrap(slot) & POSITION != 0;
}

/// @return Whether the grant was ever made. A grant that was revoked before anything vested keeps its flags.
function exists(GrantSlot slot) pure returns (bool) {
    return GrantSlot.unwrap(slot) != 0;
}

/// @return The slot after `amount` more was paid. The caller guarantees that `released` stays within the total.
function withReleased(GrantSlot slot, uint256 amount) pure returns (GrantSlot) {
    unchecked {
        return GrantSlot.wrap(GrantSlot.unwrap(slot) + (amount << 96));
    }
}

/// @return The slot of a grant that was revoked when `vested` had vested, all of which was paid.
function withRevocation(GrantSlot slot, uint256 vested) pure returns (GrantSlot) {
    uint256 flags = GrantSlot.unwrap(slot) >> 192 << 192;
    return GrantSlot.wrap(flags | REVOKED | vested << 96 | vested);
}

/// @return The slot with `amount` less released, since that could not be paid.
function withUnpaid(GrantSlot slot, uint256 amount) pure returns (GrantSlot) {
    return GrantSlot.wrap(GrantSlot.unwrap(slot) - (amount << 96));
}

/// @return The slot of a grant that was made a position.
function withPosition(GrantSlot slot) pure returns (GrantSlot) {
    return GrantSlot.wrap(GrantSlot.unwrap(slot) | POSITION);
}

function toGrant(GrantSlot slot) pure returns (Grant memory) {
    return Grant({
        total: uint96(slot.total()),
        released: uint96(slot.released()),
        isRevocable: slot.isRevocable(),
        isRevoked: slot.isRevoked(),
        isPosition: slot.isPosition()
    });
}
