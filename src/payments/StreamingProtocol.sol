// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {Deposits} from "src/payments/base/Deposits.sol";
import {Payouts} from "src/payments/base/Payouts.sol";
import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {IPositionIssuer, IPositionToken} from "src/interfaces/IPositionToken.sol";
import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {IStreamingProtocol} from "src/interfaces/IStreamingProtocol.sol";
import {IStreams} from "src/interfaces/IStreams.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {KeyHash} from "src/libraries/KeyHash.sol";
import {Funding} from "src/types/Funding.sol";
import {Payee, payeeOf, payeeOfEither} from "src/types/Payee.sol";
import {PositionFacts, StreamPosition, endsAtOf} from "src/types/Position.sol";
import {Rate, rateOf} from "src/types/Rate.sol";
import {
    Stream,
    StreamId,
    StreamKey,
    PackedStream,
    StreamStatus,
    newStream,
    newStreamId
} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";

/// @title StreamingProtocol
/// @notice See {IStreamingProtocol} and {IStreams}.
contract StreamingProtocol is IStreamingProtocol, IStreams, IPositionIssuer, Deposits {
    using KeyHash for StreamKey;
    using SafeCastLib for uint256;

    /// @inheritdoc IStreams
    address public immutable STREAM;
    /// @notice Where contents and their payees are registered.
    IContentRegistry public immutable CONTENT_REGISTRY;
    /// @inheritdoc IStreams
    IPositionToken public immutable POSITIONS;
    /// @inheritdoc IStreams
    address public immutable FORWARDER;

    /// @inheritdoc IStreams
    uint256 public constant BATCH_CALL_GAS = 250_000;

    mapping(bytes32 keyHash => PackedStream) private _streams;
    mapping(uint256 positionId => StreamPosition) private _positions;
    /// @dev How many positions of a stream's key have ended: part of a position's id, so that none comes back.
    mapping(bytes32 keyHash => uint256) private _endedPositions;

    constructor(
        address stream,
        ISplitRollup splitRollup,
        IContentRegistry contentRegistry,
        IPositionToken positions,
        address forwarder
    ) Payouts(splitRollup) {
        if (stream != ROLLUP_TOKEN) {
            revert Streams_TokenNotOfRollup(stream, ROLLUP_TOKEN);
        }
        (STREAM, CONTENT_REGISTRY, POSITIONS, FORWARDER) = (stream, contentRegistry, positions, forwarder);
    }

    /* THE PROTOCOL'S INTERFACE */

    /// @inheritdoc IStreamingProtocol
    function initiateStream(bytes32 contentId, uint256 duration, uint256 rate) external nonReentrant {
        address viewer = _sender();
        StreamId id = newStreamId(viewer, viewer, contentId, 0);
        _open(id, contentId, STREAM, rateOf(rate.toUint72()), _takeStream(viewer, duration * rate));
    }

    /// @inheritdoc IStreamingProtocol
    function verifyContent(bytes32 contentId, bytes memory proof) external returns (bool) {
        return CONTENT_REGISTRY.verifyContent(contentId, proof);
    }

    /// @inheritdoc IStreamingProtocol
    function processPayment(address creator, uint256 amount, bytes32 streamId) external nonReentrant {
        StreamKey memory key = StreamKey(StreamId.wrap(streamId), payeeOfEither(creator), STREAM);
        (bytes32 keyHash, PackedStream stream) = _load(key);
        Payee holder = _holderForAnyone(key, keyHash, stream);
        uint256 due = _takeOut(keyHash, stream);
        if (amount == type(uint256).max) amount = due;
        if (amount < due) {
            _owe(holder, STREAM, due - amount);
        } else if (amount > due) {
            uint256 waiting = owed[holder][STREAM];
            if (amount > due + waiting) revert Streams_AmountNotAccrued(amount, due + waiting);
            owed[holder][STREAM] = due + waiting - amount;
            emit PaidOut(holder, STREAM, amount - due, due + waiting - amount);
        }
        _pay(holder, STREAM, amount);
    }

    /* OPENING */

    /// @inheritdoc IStreams
    function open(StreamTerms calldata terms, Funding calldata funding)
        external
        nonReentrant
        returns (StreamId id)
    {
        GuardedTransfer.requireDestination(terms.viewer);
        id = newStreamId(terms.viewer, _sender(), terms.contentId, terms.salt);
        uint256 received = _take(terms.token, terms.deposit, funding);
        _open(id, terms.contentId, terms.token, terms.rate, received);
    }

    /// @inheritdoc IStreams
    function topUp(StreamKey calldata key, uint96 amount) external nonReentrant {
        _topUp(key, _take(key.token, amount));
    }

    /// @inheritdoc IStreams
    function topUpWith(StreamKey calldata key, uint96 amount, Funding calldata funding)
        external
        nonReentrant
    {
        _topUp(key, _take(key.token, amount, funding));
    }

    /* THE VIEWER */

    /// @inheritdoc IStreams
    function setRate(StreamKey calldata key, Rate rate) external nonReentrant {
        _requireViewer(key.id);
        if (rate.isZero()) revert Streams_RateZero();
        (bytes32 keyHash, PackedStream stream) = _load(key);
        Payee holder = _holder(key, keyHash, stream);
        uint256 due;
        (stream, due) = stream.pay();
        _streams[keyHash] = stream.withRate(rate);
        _countPaid(keyHash, stream, due);
        emit StreamRateSet(keyHash, rate, due);
        _pay(holder, key.token, due);
    }

    /// @inheritdoc IStreams
    function pause(StreamKey calldata key) external nonReentrant {
        _requireViewer(key.id);
        (bytes32 keyHash, PackedStream stream) = _load(key);
        StreamStatus status = stream.status();
        if (status != StreamStatus.Streaming) revert Streams_NotStreaming(key.id, status);
        _streams[keyHash] = stream.halted();
        emit StreamPaused(keyHash);
    }

    /// @inheritdoc IStreams
    function resume(StreamKey calldata key) external nonReentrant {
        _requireViewer(key.id);
        (bytes32 keyHash, PackedStream stream) = _load(key);
        if (!stream.paused()) revert Streams_NotPaused(key.id);
        _streams[keyHash] = stream.resumed();
        emit StreamResumed(keyHash);
    }

    /// @inheritdoc IStreams
    function refund(StreamKey calldata key, uint96 amount) external nonReentrant returns (uint256 refunded) {
        _requireViewer(key.id);
        (bytes32 keyHash, PackedStream stream) = _load(key);
        uint96 unspent = stream.unspent();
        if (amount == type(uint96).max) amount = unspent;
        if (amount > unspent) revert Streams_AboveUnspent(amount, unspent);
        _streams[keyHash] = stream.withoutFunds(amount);
        emit StreamRefunded(keyHash, amount);
        _pay(payeeOf(key.id.viewer()), key.token, amount);
        return amount;
    }

    /// @inheritdoc IStreams
    function cancel(StreamKey calldata key) external nonReentrant returns (uint256 refunded) {
        (bytes32 keyHash, PackedStream stream) = _load(key);
        Payee holder = _holder(key, keyHash, stream);
        address viewer = key.id.viewer();
        if (_sender() != viewer && !(payeeOf(_sender()) == holder)) {
            revert Streams_NotHolder(_sender(), key.id);
        }
        uint256 due;
        (stream, due) = stream.pay();
        refunded = stream.funds();
        _end(keyHash, stream);
        emit StreamCancelled(keyHash, due, refunded);
        _pay(holder, key.token, due);
        _pay(payeeOf(viewer), key.token, refunded);
    }

    /* THE PAYEE */

    /// @inheritdoc IStreams
    function withdraw(StreamKey calldata key) external nonReentrant returns (uint256 amount) {
        (bytes32 keyHash, PackedStream stream) = _load(key);
        Payee holder = _holderForAnyone(key, keyHash, stream);
        amount = _takeOut(keyHash, stream);
        _pay(holder, key.token, amount);
    }

    /// @inheritdoc IStreams
    function withdrawTo(StreamKey calldata key, address to) external nonReentrant returns (uint256 amount) {
        (bytes32 keyHash, PackedStream stream) = _load(key);
        if (!(payeeOf(_sender()) == _holder(key, keyHash, stream))) {
            revert Streams_NotHolder(_sender(), key.id);
        }
        amount = _takeOut(keyHash, stream);
        _send(key.token, to, amount);
    }

    /// @inheritdoc IStreams
    function withdrawMany(Payee payee, address token, StreamId[] calldata ids)
        external
        nonReentrant
        returns (uint256 amount)
    {
        StreamKey memory key = StreamKey(StreamId.wrap(0), payee, token);
        for (uint256 i = 0; i < ids.length; ++i) {
            key.id = ids[i];
            bytes32 keyHash = key.hashOf();
            PackedStream stream = _streams[keyHash];
            if (!stream.exists() || stream.isPosition()) continue;
            amount += _takeOut(keyHash, stream);
        }
        _pay(payee, token, amount);
    }

    /// @inheritdoc IStreams
    function mintPosition(StreamKey calldata key) external nonReentrant returns (uint256 positionId) {
        (bytes32 keyHash, PackedStream stream) = _load(key);
        if (!(payeeOf(_sender()) == key.payee)) revert Streams_NotHolder(_sender(), key.id);
        if (stream.isPosition()) revert Streams_IsPosition(key.id);
        _streams[keyHash] = stream.asPosition();
        positionId = _positionIdOf(keyHash);
        _positions[positionId] = StreamPosition(keyHash, key.token, 0);
        emit StreamPositionMinted(keyHash, positionId);
        POSITIONS.mint(_sender(), positionId);
    }

    /* ANYONE */

    /// @inheritdoc IStreams
    function batch(bytes[] calldata calls) external returns (bool[] memory done, bytes[] memory answers) {
        (done, answers) = (new bool[](calls.length), new bytes[](calls.length));
        // each call carries the sender that the forwarder named, so no call can name another
        bytes memory sender = msg.sender == FORWARDER ? abi.encodePacked(_sender()) : bytes("");
        for (uint256 i = 0; i < calls.length; ++i) {
            // what is left is shared evenly, so a call that burns its gas takes none of the others'
            uint256 share = gasleft() / (calls.length - i);
            if (share < BATCH_CALL_GAS) revert Streams_BatchGasTooLow(share, BATCH_CALL_GAS);
            (done[i], answers[i]) = address(this).delegatecall{gas: share}(bytes.concat(calls[i], sender));
        }
    }

    /* VIEWS */

    /// @inheritdoc IStreams
    function streamIdOf(address viewer, address opener, bytes32 contentId, uint64 salt)
        external
        pure
        returns (StreamId)
    {
        return newStreamId(viewer, opener, contentId, salt);
    }

    /// @inheritdoc IStreams
    function streamOf(StreamKey calldata key) external view returns (Stream memory) {
        return _streamOf(key).unpack();
    }

    /// @inheritdoc IStreams
    function statusOf(StreamKey calldata key) external view returns (StreamStatus) {
        return _streamOf(key).status();
    }

    /// @inheritdoc IStreams
    function accruedOf(StreamKey calldata key) external view returns (uint256) {
        return _streamOf(key).accrued();
    }

    /// @inheritdoc IStreams
    function refundableOf(StreamKey calldata key) external view returns (uint256) {
        return _streamOf(key).refundable();
    }

    /// @inheritdoc IStreams
    function unspentOf(StreamKey calldata key) external view returns (uint256) {
        return _streamOf(key).unspent();
    }

    /// @inheritdoc IStreams
    function depletionTimeOf(StreamKey calldata key) external view returns (uint256) {
        PackedStream stream = _streamOf(key);
        return stream.exists() ? stream.depletesAt() : 0;
    }

    /// @inheritdoc IStreams
    function positionIdOf(StreamKey calldata key) external view returns (uint256) {
        return _positionIdOf(key.hashOf());
    }

    /// @inheritdoc IPositionIssuer
    function positionFacts(uint256 positionId) external view returns (PositionFacts memory facts) {
        StreamPosition storage position = _positions[positionId];
        PackedStream stream = _streams[position.keyHash];
        (facts.kind, facts.token, facts.paid) = ("Stream", position.token, position.paid);
        (facts.total, facts.due) = (facts.paid + stream.funds(), stream.accrued());
        facts.endsAt = stream.paused() ? 0 : endsAtOf(stream.depletesAt());
        facts.isRevocable = true; // by the viewer
    }

    /// @inheritdoc IStreams
    function isTrustedForwarder(address forwarder) external view returns (bool) {
        return forwarder == FORWARDER;
    }

    /* INTERNAL */

    function _open(StreamId id, bytes32 contentId, address token, Rate rate, uint256 received) private {
        if (rate.isZero()) revert Streams_RateZero();
        if (received == 0) revert Streams_DepositZero();
        StreamKey memory key = StreamKey(id, CONTENT_REGISTRY.payeeOf(contentId), token);
        _requirePayable(key.payee, token);
        bytes32 keyHash = key.hashOf();
        PackedStream old = _streams[keyHash];
        if (old.exists()) {
            if (old.status() != StreamStatus.Depleted) revert Streams_AlreadyOpen(id);
            // whoever bought the position bought what flows by this key
            if (old.isPosition()) revert Streams_IsPosition(id);
            _pay(key.payee, token, _takeOut(keyHash, old));
        }
        _streams[keyHash] = newStream(received.toUint96(), rate);
        emit StreamOpened(contentId, key.payee, id.viewer(), keyHash, id, token, rate, received);
    }

    function _topUp(StreamKey calldata key, uint256 received) private {
        (bytes32 keyHash, PackedStream stream) = _load(key);
        Payee holder;
        uint256 due;
        if (stream.status() == StreamStatus.Depleted) {
            // time without funds is not charged
            (stream, due) = stream.pay();
            if (due != 0) holder = _holderForAnyone(key, keyHash, stream);
            _countPaid(keyHash, stream, due);
            emit Withdrawn(keyHash, due);
        }
        _streams[keyHash] = stream.withFunds(received);
        emit StreamToppedUp(keyHash, received);
        _pay(holder, key.token, due);
    }

    function _takeOut(bytes32 keyHash, PackedStream stream) private returns (uint256 amount) {
        (_streams[keyHash], amount) = stream.pay();
        _countPaid(keyHash, stream, amount);
        emit Withdrawn(keyHash, amount);
    }

    /// @dev Of a token without end the sum stays at the most that fits, so that payments go on.
    function _countPaid(bytes32 keyHash, PackedStream stream, uint256 amount) private {
        if (!stream.isPosition()) return;
        StreamPosition storage position = _positions[_positionIdOf(keyHash)];
        uint256 paid = FixedPointMathLib.min(position.paid + amount, type(uint96).max);
        // forge-lint: disable-next-line(unsafe-typecast) at most the greatest of its type
        position.paid = uint96(paid);
    }

    function _end(bytes32 keyHash, PackedStream stream) private {
        _streams[keyHash] = PackedStream.wrap(0);
        if (!stream.isPosition()) return;
        uint256 positionId = _positionIdOf(keyHash);
        delete _positions[positionId];
        ++_endedPositions[keyHash];
        POSITIONS.burn(positionId);
    }

    function _streamOf(StreamKey calldata key) private view returns (PackedStream) {
        return _streams[key.hashOf()];
    }

    function _load(StreamKey memory key) private view returns (bytes32 keyHash, PackedStream stream) {
        keyHash = key.hashOf();
        stream = _streams[keyHash];
        if (!stream.exists()) revert Streams_NotOpen(key.id, key.payee, key.token);
    }

    /// @dev The party that is paid: the payee, or the owner of the payee's position.
    function _holder(StreamKey memory key, bytes32 keyHash, PackedStream stream)
        private
        view
        returns (Payee)
    {
        return stream.isPosition() ? payeeOf(POSITIONS.ownerOf(_positionIdOf(keyHash))) : key.payee;
    }

    /// @dev Likewise, for what anyone may call: of a restricted position, its owner alone.
    function _holderForAnyone(StreamKey memory key, bytes32 keyHash, PackedStream stream)
        private
        view
        returns (Payee)
    {
        if (!stream.isPosition()) return key.payee;
        return payeeOf(POSITIONS.payeeFor(_positionIdOf(keyHash), _sender()));
    }

    /// @return The id of the present position of a stream, or of the next if the stream is none.
    function _positionIdOf(bytes32 keyHash) private view returns (uint256) {
        return uint256(keccak256(abi.encode(keyHash, _endedPositions[keyHash])));
    }

    function _requireViewer(StreamId id) private view {
        if (_sender() != id.viewer()) revert Streams_NotViewer(_sender(), id.viewer());
    }

    function _sender() internal view override returns (address) {
        if (msg.sender != FORWARDER || msg.data.length < 20) return msg.sender;
        return address(bytes20(msg.data[msg.data.length - 20:]));
    }
}
