// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice What names a vesting grant; its hash, with the chain and the contract, is the grant's id.
/// @param beneficiary Who is paid, unless the grant was made a position: then whoever owns that.
/// @param token The ERC-20 that vests.
/// @param granter Who funded it, and may revoke it if it is revocable; for a grant claimed from a campaign, the campaign's granter.
/// @param salt Tells apart the grants of the same parties: below 2^64 where the granter chose it, else the hash of a
/// campaign and an index, so that neither can take the other's place.
/// @param schedule 0: the official schedule. Else the hash of the custom one.
struct GrantKey {
    address beneficiary;
    address token;
    address granter;
    uint256 salt;
    bytes32 schedule;
}

/// @notice One row of a batch of grants.
struct Award {
    address beneficiary;
    uint96 total;
}

/// @notice What stands about a grant.
/// @param total In wei, all that was granted; once revoked, what had vested then.
/// @param released In wei, all that was ever paid to the beneficiary.
/// @param isRevocable Whether the granter may revoke it.
/// @param isRevoked Whether it was revoked: nothing more vests.
/// @param isPosition Whether whoever owns the position is paid.
struct Grant {
    uint96 total;
    uint96 released;
    bool isRevocable;
    bool isRevoked;
    bool isPosition;
}

/// @notice All that a grant stores: one slot.
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

/// @return Whether the grant was ever made. One that was revoked before anything vested keeps its flags.
function exists(GrantSlot slot) pure returns (bool) {
    return GrantSlot.unwrap(slot) != 0;
}

/// @return The slot after `amount` more was paid. The caller knows that the total holds it.
function withReleased(GrantSlot slot, uint256 amount) pure returns (GrantSlot) {
    unchecked {
        return GrantSlot.wrap(GrantSlot.unwrap(slot) + (amount << 96));
    }
}

/// @return The slot of a grant that was revoked with `vested`, all of which was paid.
function withRevocation(GrantSlot slot, uint256 vested) pure returns (GrantSlot) {
    uint256 flags = GrantSlot.unwrap(slot) >> 192 << 192;
    return GrantSlot.wrap(flags | REVOKED | vested << 96 | vested);
}

/// @return The slot, where `amount` of what was released could not be paid.
function withUnpaid(GrantSlot slot, uint256 amount) pure returns (GrantSlot) {
    return GrantSlot.wrap(GrantSlot.unwrap(slot) - (amount << 96));
}

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
