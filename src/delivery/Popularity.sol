// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {IPopularity} from "src/interfaces/IPopularity.sol";
import {IStreamPools} from "src/interfaces/IStreamPools.sol";
import {IStreams} from "src/interfaces/IStreams.sol";
import {IStreamToken} from "src/interfaces/IStreamToken.sol";
import {Epochs} from "src/libraries/Epochs.sol";
import {Payee} from "src/types/Payee.sol";
import {PoolKey} from "src/types/Pool.sol";
import {newStreamId, StreamKey} from "src/types/Stream.sol";

/// @title Popularity
/// @notice See {IPopularity}.
/// @dev No lock: STREAM calls nobody back, and what is paid is paid by contracts that have their own.
contract Popularity is IPopularity {
    using FixedPointMathLib for uint256;
    using SafeTransferLib for address;

    /// @inheritdoc IPopularity
    uint256 public constant FEE_BPS = 100;
    /// @inheritdoc IPopularity
    uint256 public constant BASE = 40e18;
    /// @inheritdoc IPopularity
    uint256 public constant MOST_DOUBLINGS = 4;
    /// @dev Weighs each work a megabyte more: holding one costs an edge something, however small it is.
    uint256 private constant OVERHEAD_BYTES = 1e6;

    /// @notice STREAM.
    address public immutable TOKEN;
    /// @notice Where works name their payees.
    IContentRegistry public immutable CONTENT_REGISTRY;
    /// @notice The contracts that pay.
    IStreams public immutable STREAMING_PROTOCOL;
    IStreamPools public immutable STREAM_POOLS;
    IPaymentChannels public immutable PAYMENT_CHANNELS;

    /// @inheritdoc IPopularity
    mapping(bytes32 contentId => mapping(uint64 epoch => uint256)) public heatOf;

    constructor(
        address token,
        IContentRegistry contentRegistry,
        IStreams streamingProtocol,
        IStreamPools streamPools,
        IPaymentChannels paymentChannels
    ) {
        (TOKEN, CONTENT_REGISTRY) = (token, contentRegistry);
        (STREAMING_PROTOCOL, STREAM_POOLS, PAYMENT_CHANNELS) =
        (streamingProtocol, streamPools, paymentChannels);
    }

    /// @inheritdoc IPopularity
    function countVouchers(bytes32 contentId, bytes calldata rows) external returns (uint256 paid) {
        paid = PAYMENT_CHANNELS.settle(CONTENT_REGISTRY.payeeOf(contentId), TOKEN, rows);
        _count(contentId, paid);
    }

    /// @inheritdoc IPopularity
    function countTicks(bytes32 contentId, bytes calldata rows) external returns (uint256 paid) {
        paid = PAYMENT_CHANNELS.settleTicks(CONTENT_REGISTRY.payeeOf(contentId), TOKEN, rows);
        _count(contentId, paid);
    }

    /// @inheritdoc IPopularity
    function countStream(bytes32 contentId, address viewer, address opener, uint64 salt)
        external
        returns (uint256 paid)
    {
        Payee payee = CONTENT_REGISTRY.payeeOf(contentId);
        paid = STREAMING_PROTOCOL.withdraw(
            StreamKey(newStreamId(viewer, opener, contentId, salt), payee, TOKEN)
        );
        _count(contentId, paid);
    }

    /// @inheritdoc IPopularity
    function countPool(bytes32 contentId) external returns (uint256 paid) {
        paid = STREAM_POOLS.collectPool(PoolKey(contentId, CONTENT_REGISTRY.payeeOf(contentId), TOKEN));
        _count(contentId, paid);
    }

    /// @inheritdoc IPopularity
    function doublingsOf(bytes32 contentId, uint64 epoch) external view returns (uint256) {
        uint256 heat = epoch == 0 ? 0 : heatOf[contentId][epoch - 1];
        return (1 + heat / BASE).log2().min(MOST_DOUBLINGS);
    }

    /// @dev Every wei that `paid` counts has left a contract that pays, in this call: nothing is counted twice.
    function _count(bytes32 contentId, uint256 paid) private {
        if (paid == 0) return;
        uint64 epoch = Epochs.present();
        uint256 heat = paid * 1e9 / (CONTENT_REGISTRY.contentOf(contentId).byteCount + OVERHEAD_BYTES);
        heatOf[contentId][epoch] += heat;
        uint256 fee = (paid * FEE_BPS).divUp(10_000);
        emit Counted(contentId, epoch, paid, heat);
        TOKEN.safeTransferFrom(msg.sender, address(this), fee);
        IStreamToken(TOKEN).burn(fee);
    }
}
