// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {TributaryDomain} from "src/base/TributaryDomain.sol";
import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {IPolicy} from "src/interfaces/IPolicy.sol";
import {Signatures} from "src/libraries/Signatures.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";
import {Role} from "src/types/Operator.sol";
import {PaidPeriod} from "src/types/PaidPeriod.sol";

/// @title MeteredPolicy
/// @notice Lets in who has paid for the very period, by the word of the payee's sequencer: who stops paying gets no more keys.
/// @dev Terms: `abi.encode(address sequencer, uint96 pricePerPeriod)`, the price in wei of STREAM. Evidence: `abi.encode(PaidPeriod receipt, bytes signature)`.
/// What the evidence does not show is unknown, never false (see {IPolicy}).
contract MeteredPolicy is IPolicy, TributaryDomain {
    using Signatures for address;

    bytes32 private constant PAID_PERIOD_TYPEHASH =
        keccak256("PaidPeriod(address viewer,bytes32 contentId,uint64 period,uint96 price,uint40 expiresAt)");

    /// @dev In the evidence: five words of the receipt, an offset, a length.
    uint256 private constant SIGNATURE_AT = 7 * 32;

    /// @notice The sequencer does not serve as one: not registered, unbonding, or slashed.
    error MeteredPolicy_NotASequencer(address sequencer);
    /// @notice The receipt was good until `expiresAt`, in seconds: ask the sequencer for it again.
    error MeteredPolicy_ReceiptExpired(uint40 expiresAt);
    /// @notice The receipt is of another viewer, work or period.
    error MeteredPolicy_ReceiptOfAnother(address viewer, bytes32 contentId, uint64 period);
    /// @notice The period was paid at another rendition's price: pay the difference to `asked`.
    error MeteredPolicy_PriceTooLow(uint96 price, uint96 asked);
    /// @notice The sequencer of the terms did not sign the receipt.
    error MeteredPolicy_SignatureInvalid(address sequencer);

    /// @notice Where sequencers are registered.
    IOperatorRegistry public immutable OPERATOR_REGISTRY;

    constructor(IOperatorRegistry operatorRegistry) {
        OPERATOR_REGISTRY = operatorRegistry;
    }

    /// @inheritdoc IPolicy
    function isAllowed(AccessRequest calldata request, bytes calldata terms, bytes calldata evidence)
        external
        view
        returns (bool)
    {
        (address sequencer, uint96 pricePerPeriod) = abi.decode(terms, (address, uint96));
        PaidPeriod memory receipt = abi.decode(evidence, (PaidPeriod));
        bool isOfRequest = receipt.viewer == request.viewer && receipt.contentId == request.contentId
            && receipt.period == request.period;
        if (!isOfRequest) {
            revert MeteredPolicy_ReceiptOfAnother(receipt.viewer, receipt.contentId, receipt.period);
        }
        if (receipt.price < pricePerPeriod) revert MeteredPolicy_PriceTooLow(receipt.price, pricePerPeriod);
        if (receipt.expiresAt < block.timestamp) revert MeteredPolicy_ReceiptExpired(receipt.expiresAt);
        if (!OPERATOR_REGISTRY.isActive(sequencer, Role.Sequencer)) {
            revert MeteredPolicy_NotASequencer(sequencer);
        }
        // after the receipt and the offset, the bytes' length and the bytes
        uint256 length = uint256(bytes32(evidence[SIGNATURE_AT - 32:SIGNATURE_AT]));
        bytes calldata signature = evidence[SIGNATURE_AT:SIGNATURE_AT + length];
        if (!sequencer.isBy(paidPeriodDigest(receipt), signature)) {
            revert MeteredPolicy_SignatureInvalid(sequencer);
        }
        return true;
    }

    /// @return The EIP-712 digest that a sequencer signs.
    function paidPeriodDigest(PaidPeriod memory receipt) public view returns (bytes32) {
        return _hashTypedData(keccak256(abi.encode(PAID_PERIOD_TYPEHASH, receipt)));
    }
}
