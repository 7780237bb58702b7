// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {Payee} from "src/types/Payee.sol";
import {RATE_PLACES, Rate, fractionOf, wholeOf} from "src/types/Rate.sol";

/// @notice Names a stream of a payee and a token. The id carries the viewer, so that storage need not.
///
/// | bits   | field  | meaning                                                                   |
/// | 0–95   | tag    | of the content, the opener and a salt: tells apart the streams of a viewer |
/// | 96–255 | viewer | the account that watches, may change the stream, and is refunded          |
type StreamId is bytes32;

/// @notice Names a stream. Storage is found by the hash of the whole key, so every part that money depends on
/// (viewer, payee, token) is bound by all of its bits; see docs/THREATS.md.
struct StreamKey {
    StreamId id;
    Payee payee;
    address token;
}

/// @notice The stored state of a stream, unpacked; units as in {PackedStream}.
struct Stream {
    uint96 funds;
    Rate rate;
    uint16 remainder;
    uint40 since;
    bool paused;
    bool isPosition;
}

/// @notice The stored state of a stream: one storage word.
///
/// | bits    | field      | unit                                                                             |
/// | 0–95    | funds      | wei, the whole balance of the stream, accrued or not                             |
/// | 96–183  | rate       | wei per second, 16 binary places                                                 |
/// | 184–199 | remainder  | 2^-16 wei that have accrued beside rate × time since `since`                     |
/// | 200–239 | since      | seconds, from when the rate counts; while paused, for how long the rate counted  |
/// | 240     | paused     |                                                                                  |
/// | 241     | isPosition | whether the right to be paid is a {PositionToken}                          |
type PackedStream is uint256;

/// @notice None: not open. Streaming: accrues. Paused: accrues no more, and keeps the accrued amount. Depleted: all funds
/// have accrued.
enum StreamStatus {
    None,
    Streaming,
    Paused,
    Depleted
}

using {viewer} for StreamId global;
using {
    funds,
    rate,
    remainder,
    since,
    paused,
    isPosition,
    exists,
    unpack,
    withRate,
    withFunds,
    withoutFunds,
    asPosition,
    halted,
    resumed,
    elapsed,
    accrued,
    accruedScaled,
    refundable,
    unspent,
    depletesAt,
    status,
    pay
} for PackedStream global;

function newStreamId(address viewer_, address opener, bytes32 contentId, uint64 salt)
    pure
    returns (StreamId)
{
    uint256 tag = uint96(uint256(keccak256(abi.encode(opener, contentId, salt))));
    return StreamId.wrap(bytes32(uint256(uint160(viewer_)) << 96 | tag));
}

function viewer(StreamId id) pure returns (address) {
    return address(bytes20(StreamId.unwrap(id)));
}

/* FIELDS */

uint256 constant PAUSED = 1 << 240;
uint256 constant IS_POSITION = 1 << 241;
uint256 constant SINCE_MASK = uint256(type(uint40).max) << 200;
/// @dev Rate and flags: a payment leaves them as they are.
uint256 constant KEPT_MASK = uint256(type(uint88).max) << 96 | PAUSED | IS_POSITION;

// forge-lint: disable-start(unsafe-typecast) each cast keeps one field

function newStream(uint96 funds_, Rate rate_) view returns (PackedStream) {
    return PackedStream.wrap(
        uint256(funds_) | uint256(Rate.unwrap(rate_)) << 96 | uint256(uint40(block.timestamp)) << 200
    );
}

function funds(PackedStream stream) pure returns (uint96) {
    return uint96(PackedStream.unwrap(stream));
}

function rate(PackedStream stream) pure returns (Rate) {
    return Rate.wrap(uint88(PackedStream.unwrap(stream) >> 96));
}

function remainder(PackedStream stream) pure returns (uint16) {
    return uint16(PackedStream.unwrap(stream) >> 184);
}

function since(PackedStream stream) pure returns (uint40) {
    return uint40(PackedStream.unwrap(stream) >> 200);
}

function paused(PackedStream stream) pure returns (bool) {
    return PackedStream.unwrap(stream) & PAUSED != 0;
}

function isPosition(PackedStream stream) pure returns (bool) {
    return PackedStream.unwrap(stream) & IS_POSITION != 0;
}

/// @return Whether the stream is open.
function exists(PackedStream stream) pure returns (bool) {
    return PackedStream.unwrap(stream) != 0;
}

function unpack(PackedStream stream) pure returns (Stream memory) {
    return Stream({
        funds: stream.funds(),
        rate: stream.rate(),
        remainder: stream.remainder(),
        since: stream.since(),
        paused: stream.paused(),
        isPosition: stream.isPosition()
    });
}

/* CHANGES */

function withRate(PackedStream stream, Rate rate_) pure returns (PackedStream) {
    uint256 rest = PackedStream.unwrap(stream) & ~(uint256(type(uint88).max) << 96);
    return PackedStream.wrap(rest | uint256(Rate.unwrap(rate_)) << 96);
}

/// @return The stream with `amount` more in the funds. Reverts if the sum does not fit 96 bits.
function withFunds(PackedStream stream, uint256 amount) pure returns (PackedStream) {
    uint256 word = PackedStream.unwrap(stream);
    if (amount > type(uint96).max - uint96(word)) revert SafeCastLib.Overflow();
    unchecked {
        return PackedStream.wrap(word + amount);
    }
}

/// @return The stream with `amount` less in the funds. `amount` must be at most {unspent}.
function withoutFunds(PackedStream stream, uint96 amount) pure returns (PackedStream) {
    unchecked {
        return PackedStream.wrap(PackedStream.unwrap(stream) - amount);
    }
}

/// @return The stream made a position.
function asPosition(PackedStream stream) pure returns (PackedStream) {
    return PackedStream.wrap(PackedStream.unwrap(stream) | IS_POSITION);
}

/// @return The stream, which runs, paused now.
function halted(PackedStream stream) view returns (PackedStream) {
    uint256 rest = PackedStream.unwrap(stream) & ~SINCE_MASK;
    return PackedStream.wrap(rest | stream.elapsed() << 200 | PAUSED);
}

/// @return The stream, which is paused, running again from now on.
function resumed(PackedStream stream) view returns (PackedStream) {
    uint256 rest = PackedStream.unwrap(stream) & ~(SINCE_MASK | PAUSED);
    return PackedStream.wrap(rest | (block.timestamp - stream.elapsed()) << 200);
}

/* TIME */

/// @return For how long the stream has run since the last payment, in seconds.
function elapsed(PackedStream stream) view returns (uint256) {
    return stream.paused() ? stream.since() : block.timestamp - stream.since();
}

/// @return The amount that the payee has earned and was not yet paid, scaled: never more than the funds.
function accruedScaled(PackedStream stream) view returns (uint256) {
    return FixedPointMathLib.min(
        stream.rate().over(stream.elapsed()) + stream.remainder(), uint256(stream.funds()) << RATE_PLACES
    );
}

/// @return The amount that the payee can be paid now, in whole wei.
function accrued(PackedStream stream) view returns (uint256) {
    return wholeOf(stream.accruedScaled());
}

/// @return The amount that the viewer would be refunded now, in wei.
function refundable(PackedStream stream) view returns (uint256) {
    return stream.funds() - stream.accrued();
}

/// @return The amount that the viewer can take back while the stream is open, in whole wei: no part of a wei that has accrued is
/// lost (PAY-1).
function unspent(PackedStream stream) view returns (uint96) {
    return uint96(wholeOf((uint256(stream.funds()) << RATE_PLACES) - stream.accruedScaled()));
}

/// @return When the last of the funds accrues, in seconds; for a paused stream, as if it were resumed now. The stream
/// must exist.
function depletesAt(PackedStream stream) view returns (uint256) {
    uint256 left = (uint256(stream.funds()) << RATE_PLACES) - stream.remainder();
    return block.timestamp - stream.elapsed() + FixedPointMathLib.divUp(left, Rate.unwrap(stream.rate()));
}

function status(PackedStream stream) view returns (StreamStatus) {
    if (!stream.exists()) return StreamStatus.None;
    if (stream.accrued() == stream.funds()) return StreamStatus.Depleted;
    return stream.paused() ? StreamStatus.Paused : StreamStatus.Streaming;
}

/// @notice Takes the accrued amount out of the stream. The fraction of a wei stays, so the sum of payments does not
/// depend on how often a stream is paid (PAY-1).
/// @return paid The stream without the amount.
/// @return amount In wei.
function pay(PackedStream stream) view returns (PackedStream paid, uint256 amount) {
    uint256 scaled = stream.accruedScaled();
    amount = wholeOf(scaled);
    uint256 kept = PackedStream.unwrap(stream) & KEPT_MASK;
    uint256 since_ = stream.paused() ? 0 : uint256(uint40(block.timestamp));
    paid = PackedStream.wrap(
        kept | stream.funds() - amount | uint256(fractionOf(scaled)) << 184 | since_ << 200
    );
}

// forge-lint: disable-end(unsafe-typecast)
