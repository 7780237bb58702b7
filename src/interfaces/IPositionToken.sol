// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {PositionFacts} from "src/types/Position.sol";

/// @notice A contract whose streams or grants can become positions.
interface IPositionIssuer {
    /// @return The facts of the stream or grant that `positionId` names.
    function positionFacts(uint256 positionId) external view returns (PositionFacts memory);
}

/// @title PositionToken
/// @notice ERC-721: the right to be paid by a stream or a grant, made transferable when the owner of the right asks. The
/// picture is drawn on chain from the issuer's facts.
/// Warning: the due amount may be taken until the moment of a sale. A buyer must look at the issuer's facts, not at the
/// picture.
interface IPositionToken {
    /// @notice The caller is no issuer, or another issuer made the position.
    error PositionToken_NotIssuer(address caller);
    /// @param reason The bytes that the issuer reverted with.
    error PositionToken_FactsUnavailable(uint256 positionId, bytes reason);

    /// @notice Makes a stream or a grant of the caller's a position that `to` owns.
    /// @dev Emits a Transfer event.
    /// Notes:
    /// - `to` is not called, even if `to` is a contract.
    /// Requirements:
    /// - the caller is an issuer;
    /// - the position does not exist: `TokenAlreadyExists`;
    /// - `to` is not zero: `TransferToZeroAddress`.
    function mint(address to, uint256 positionId) external;

    /// @notice Ends a position that the caller issued, whoever the owner is.
    /// @dev Emits a Transfer event.
    /// Requirements:
    /// - the position exists: `TokenDoesNotExist`;
    /// - the caller issued it.
    function burn(uint256 positionId) external;

    /// @return The owner of the position. Reverts with `TokenDoesNotExist` if the position does not exist.
    function ownerOf(uint256 positionId) external view returns (address);

    /// @return The contract that issued the position, and pays its owner. Reverts with `TokenDoesNotExist` if the position does
    /// not exist.
    function issuerOf(uint256 positionId) external view returns (address);

    /// @return A data URI of JSON, with the position's picture as a data URI of SVG.
    /// @dev Notes:
    /// - of the names that the issuer and the token give, only letters, digits, space and `.-_` are printed;
    /// - a token may answer anything or nothing to `symbol` and `decimals`: the token's address replaces a missing symbol, and
    ///   amounts are in wei without decimals.
    /// Requirements:
    /// - the position exists: `TokenDoesNotExist`;
    /// - the issuer answers: else {PositionToken_FactsUnavailable}.
    function tokenURI(uint256 positionId) external view returns (string memory);
}
