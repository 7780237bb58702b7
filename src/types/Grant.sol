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

/// @notice The stored state of a grant: one storage word.
///
/// | bits    | field       | unit |
/// | 0–95    | total       | wei  |
/// | 96–191  | released    | wei  |
/// | 192     | isRevocable |      |
/// | 193     | isRevoked   |      |
/// | 194     | isPosition  |      |
type PackedGrant is uint256;

using {
    total,
    released,
    isRevocable,
    isRevoked,
    canBeRevoked,
    isPosition,
    exists,
    withReleased,
    withRevocation,
    withoutRevocability,
    withUnpaid,
    withPosition,
    toGrant
} for PackedGrant global;

uint256 constant REVOCABLE = 1 << 192;
uint256 constant REVOKED = 1 << 193;
uint256 constant POSITION = 1 << 194;

/// @param released_ At most the total.
function packGrant(uint96 total_, uint256 released_, bool isRevocable_) pure returns (PackedGrant grant) {
    grant = PackedGrant.wrap(released_ << 96 | uint256(total_));
    if (isRevocable_) grant = PackedGrant.wrap(PackedGrant.unwrap(grant) | REVOCABLE);
}

function total(PackedGrant grant) pure returns (uint256) {
    return uint96(PackedGrant.unwrap(grant));
}

function released(PackedGrant grant) pure returns (uint256) {
    return uint96(PackedGrant.unwrap(grant) >> 96);
}

function isRevocable(PackedGrant grant) pure returns (bool) {
    return PackedGrant.unwrap(grant) & REVOCABLE != 0;
}

function isRevoked(PackedGrant grant) pure returns (bool) {
    return PackedGrant.unwrap(grant) & REVOKED != 0;
}

/// @return Whether the grant is revocable and was not revoked.
function canBeRevoked(PackedGrant grant) pure returns (bool) {
    return PackedGrant.unwrap(grant) & (REVOCABLE | REVOKED) == REVOCABLE;
}

function isPosition(PackedGrant grant) pure returns (bool) {
    return PackedGrant.unwrap(grant) & POSITION != 0;
}

/// @return Whether the grant was ever made. A grant that was revoked before anything vested keeps its flags.
function exists(PackedGrant grant) pure returns (bool) {
    return PackedGrant.unwrap(grant) != 0;
}

/// @return The grant after `amount` more was paid. The caller guarantees that `released` stays within the total.
function withReleased(PackedGrant grant, uint256 amount) pure returns (PackedGrant) {
    unchecked {
        return PackedGrant.wrap(PackedGrant.unwrap(grant) + (amount << 96));
    }
}

/// @return The grant, revoked when `vested` had vested, all of which was paid.
function withRevocation(PackedGrant grant, uint256 vested) pure returns (PackedGrant) {
    uint256 flags = PackedGrant.unwrap(grant) >> 192 << 192;
    return PackedGrant.wrap(flags | REVOKED | vested << 96 | vested);
}

/// @return The grant, never to be revoked. The caller guarantees that it can be revoked.
function withoutRevocability(PackedGrant grant) pure returns (PackedGrant) {
    return PackedGrant.wrap(PackedGrant.unwrap(grant) ^ REVOCABLE);
}

/// @return The grant with `amount` less released, since that could not be paid.
function withUnpaid(PackedGrant grant, uint256 amount) pure returns (PackedGrant) {
    return PackedGrant.wrap(PackedGrant.unwrap(grant) - (amount << 96));
}

/// @return The grant made a position.
function withPosition(PackedGrant grant) pure returns (PackedGrant) {
    return PackedGrant.wrap(PackedGrant.unwrap(grant) | POSITION);
}

function toGrant(PackedGrant grant) pure returns (Grant memory) {
    return Grant({
        total: uint96(grant.total()),
        released: uint96(grant.released()),
        isRevocable: grant.isRevocable(),
        isRevoked: grant.isRevoked(),
        isPosition: grant.isPosition()
    });
}
