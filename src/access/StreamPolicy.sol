// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {IPolicy} from "src/interfaces/IPolicy.sol";
import {IStreams} from "src/interfaces/IStreams.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";
import {Rate} from "src/types/Rate.sol";
import {StreamId, StreamKey, StreamStatus} from "src/types/Stream.sol";

/// @title StreamPolicy
/// @notice Lets in whose stream to the work flows now, at the terms' rate at least.
/// @dev Terms: `abi.encode(address token, Rate rate)`. Evidence: `abi.encode(address opener, uint64 salt)` of the stream; empty for
/// the viewer's own stream of salt 0. That one stream does not flow is unknown, never false: another may (see {IPolicy}).
/// Warning: the viewer may take the keys of a whole work while the stream flows. For a work that is not live, {MeteredPolicy}
/// asks for the price of each period.
contract StreamPolicy is IPolicy {
    /// @notice The stream is not open to the work's payee in the terms' token, is paused, or has no funds left.
    error StreamPolicy_NotStreaming(StreamId id, StreamStatus status);
    /// @notice The stream flows at `rate`, and the terms ask for `asked`.
    error StreamPolicy_RateTooLow(Rate rate, Rate asked);

    /// @notice Where streams flow.
    IStreams public immutable STREAMING_PROTOCOL;
    /// @notice Where the payees of works are registered.
    IContentRegistry public immutable CONTENT_REGISTRY;

    constructor(IStreams streamingProtocol, IContentRegistry contentRegistry) {
        (STREAMING_PROTOCOL, CONTENT_REGISTRY) = (streamingProtocol, contentRegistry);
    }

    /// @inheritdoc IPolicy
    function isAllowed(AccessRequest calldata request, bytes calldata terms, bytes calldata evidence)
        external
        view
        returns (bool)
    {
        (address token, Rate rate) = abi.decode(terms, (address, Rate));
        (address opener, uint64 salt) = (request.viewer, 0);
        if (evidence.length != 0) (opener, salt) = abi.decode(evidence, (address, uint64));
        StreamId id = STREAMING_PROTOCOL.streamIdOf(request.viewer, opener, request.contentId, salt);
        StreamKey memory key = StreamKey(id, CONTENT_REGISTRY.payeeOf(request.contentId), token);
        StreamStatus status = STREAMING_PROTOCOL.statusOf(key);
        if (status != StreamStatus.Streaming) revert StreamPolicy_NotStreaming(id, status);
        Rate flowing = STREAMING_PROTOCOL.streamOf(key).rate;
        if (Rate.unwrap(flowing) < Rate.unwrap(rate)) revert StreamPolicy_RateTooLow(flowing, rate);
        return true;
    }
}
