// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {IPolicy} from "src/interfaces/IPolicy.sol";
import {IPurchasePolicy} from "src/interfaces/IPurchasePolicy.sol";
import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {Deposits} from "src/payments/base/Deposits.sol";
import {Payouts} from "src/payments/base/Payouts.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";
import {Content} from "src/types/Content.sol";
import {Funding} from "src/types/Funding.sol";
import {Offer} from "src/types/Offer.sol";

/// @title PurchasePolicy
/// @notice See {IPurchasePolicy}.
contract PurchasePolicy is IPurchasePolicy, Deposits {
    using SafeCastLib for uint256;

    uint40 private constant FOR_EVER = type(uint40).max;

    /// @notice Where publishers and payees of works are registered.
    IContentRegistry public immutable CONTENT_REGISTRY;

    mapping(bytes32 contentId => mapping(uint256 edition => Offer)) private _offers;
    /// @inheritdoc IPurchasePolicy
    mapping(bytes32 contentId => mapping(uint256 edition => mapping(address viewer => uint40))) public
        endsAtOf;

    constructor(ISplitRollup splitRollup, IContentRegistry contentRegistry) Payouts(splitRollup) {
        CONTENT_REGISTRY = contentRegistry;
    }

    /* PUBLISHERS */

    /// @inheritdoc IPurchasePolicy
    function setOffer(bytes32 contentId, uint256 edition, Offer calldata offer) external {
        Content memory content = CONTENT_REGISTRY.contentOf(contentId);
        if (msg.sender != content.publisher) {
            revert PurchasePolicy_NotPublisher(msg.sender, content.publisher);
        }
        _requirePayable(content.payee, offer.token);
        _offers[contentId][edition] = offer;
        emit OfferSet(contentId, edition, offer.token, offer.price, offer.durationSec);
    }

    /* ANYONE */

    /// @inheritdoc IPurchasePolicy
    function buy(
        bytes32 contentId,
        uint256 edition,
        Offer calldata expected,
        address viewer,
        Funding calldata funding
    ) external payable nonReentrant returns (uint40 endsAt) {
        Offer memory offer = _offers[contentId][edition];
        if (offer.price == 0) revert PurchasePolicy_NotForSale(contentId, edition);
        if (keccak256(abi.encode(offer)) != keccak256(abi.encode(expected))) {
            revert PurchasePolicy_OfferChanged(offer);
        }
        GuardedTransfer.requireDestination(viewer);
        uint256 received = _take(offer.token, offer.price, funding);
        if (received != offer.price) revert PurchasePolicy_TransferInexact(offer.price, received);

        endsAt = _extended(contentId, edition, viewer, offer.durationSec);
        endsAtOf[contentId][edition][viewer] = endsAt;
        emit EditionBought(contentId, edition, viewer, msg.sender, offer.token, offer.price, endsAt);
        _pay(CONTENT_REGISTRY.payeeOf(contentId), offer.token, offer.price);
    }

    /* VIEWS */

    /// @inheritdoc IPolicy
    function isAllowed(AccessRequest calldata request, bytes calldata terms, bytes calldata)
        external
        view
        returns (bool)
    {
        uint256 edition = abi.decode(terms, (uint256));
        return endsAtOf[request.contentId][edition][request.viewer] > block.timestamp;
    }

    /// @inheritdoc IPurchasePolicy
    function offerOf(bytes32 contentId, uint256 edition) external view returns (Offer memory) {
        return _offers[contentId][edition];
    }

    /* INTERNAL */

    /// @return When a purchase for `durationSec` ends: after what the viewer has already.
    function _extended(bytes32 contentId, uint256 edition, address viewer, uint32 durationSec)
        private
        view
        returns (uint40)
    {
        uint40 endsAt = endsAtOf[contentId][edition][viewer];
        if (endsAt == FOR_EVER) revert PurchasePolicy_AlreadyOwned(contentId, edition, viewer);
        if (durationSec == 0) return FOR_EVER;
        uint256 from = endsAt > block.timestamp ? endsAt : block.timestamp;
        return (from + durationSec).toUint40();
    }
}
