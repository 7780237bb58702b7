// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPolicy} from "src/interfaces/IPolicy.sol";
import {Funding} from "src/types/Funding.sol";
import {Offer} from "src/types/Offer.sol";

/// @title PurchasePolicy
/// @notice Sells editions of works, for ever or for a time, and pays the work's payee.
/// @dev Terms: `abi.encode(uint256 edition)`. Evidence: none. An edition is whatever the publisher's policies ask it for: a work, or
/// some of its renditions. A purchase lasts however the offer changes later; whether the work's policy still asks for the edition
/// is the publisher's decision.
interface IPurchasePolicy is IPolicy {
    /// @notice The publisher set what an edition costs from now on; a price of 0 ends its sale.
    event OfferSet(
        bytes32 indexed contentId, uint256 indexed edition, address token, uint96 price, uint32 durationSec
    );
    /// @notice `buyer` paid `price` wei of `token`, so that `viewer` has the edition until `endsAt`; the greatest uint40: for ever.
    event EditionBought(
        bytes32 indexed contentId,
        uint256 indexed edition,
        address indexed viewer,
        address buyer,
        address token,
        uint96 price,
        uint40 endsAt
    );

    /// @notice The viewer has the edition for ever: there is nothing to buy.
    error PurchasePolicy_AlreadyOwned(bytes32 contentId, uint256 edition, address viewer);
    /// @notice The edition costs nothing because it is not for sale.
    error PurchasePolicy_NotForSale(bytes32 contentId, uint256 edition);
    /// @notice Only `publisher` sets the offers of the work; zero for a work that was never registered.
    error PurchasePolicy_NotPublisher(address caller, address publisher);
    /// @notice The offer is not the expected one: look at `offer`, and buy again.
    error PurchasePolicy_OfferChanged(Offer offer);
    /// @notice The token delivered another amount than asked: a token that keeps a fee cannot be used here.
    error PurchasePolicy_TransferInexact(uint256 asked, uint256 received);

    /// @notice Sets what an edition of a work of the caller costs.
    /// @dev Emits an {OfferSet} event. What was bought before stays. Requirements: the caller published `contentId`; its payee can
    /// be paid in `offer.token`.
    function setOffer(bytes32 contentId, uint256 edition, Offer calldata offer) external;

    /// @notice Buys an edition for `viewer`, and pays the work's payee.
    /// @dev Emits an {EditionBought} event. A purchase for a time begins when the viewer's last one ends, or now. A payment that
    /// fails is owed to the payee (PAY-3).
    /// Requirements:
    /// - the edition is for sale, and `expected` is its offer: no change on the way raises the price;
    /// - the viewer does not have it for ever already, and is neither 0 nor this contract;
    /// - the token delivers the whole price.
    /// Warning: the caller must check that the work's policy asks for this edition.
    /// @return endsAt When the viewer's access ends, in seconds; the greatest uint40: never.
    function buy(
        bytes32 contentId,
        uint256 edition,
        Offer calldata expected,
        address viewer,
        Funding calldata funding
    ) external payable returns (uint40 endsAt);

    /// @return What an edition costs; all zero where it is not for sale.
    function offerOf(bytes32 contentId, uint256 edition) external view returns (Offer memory);

    /// @return When a viewer's access to an edition ends or ended, in seconds; 0: never bought; the greatest uint40: never ends.
    function endsAtOf(bytes32 contentId, uint256 edition, address viewer) external view returns (uint40);
}
