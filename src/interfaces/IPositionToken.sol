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
/// Warning: whoever owns a position is paid, and a contract that holds it for somebody may have no way to pass money on. Give
/// a position to an escrow only {restrict}ed; docs/SPEC.md says what restricting does not stop.
interface IPositionToken {
    /// @notice Whether the owner alone may have the position paid, from now on.
    event Restricted(uint256 indexed positionId, bool restricted);

    /// @notice An issuer can own no position: what would be paid to the issuer would be lost.
    error PositionToken_DestinationInvalid(uint256 positionId, address to);
    /// @notice The caller is no issuer, or another issuer made the position.
    error PositionToken_NotIssuer(address caller);
    error PositionToken_NotOwner(address caller, address owner);
    /// @notice The owner restricted the position: `owner` alone may have it paid.
    error PositionToken_Restricted(address caller, address owner);
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

    /// @notice Lets only the owner have the position paid, or anyone again. The choice stays when the position changes hands.
    /// @dev Emits a {Restricted} event. Requirements: the caller owns the position.
    /// Notes:
    /// - anyone may otherwise have a position paid, to its owner, at any time;
    /// - the stream's viewer and the grant's granter keep their rights: a change of rate, a cancellation and a revocation pay
    ///   the owner the due amount, restricted or not.
    function restrict(uint256 positionId, bool restricted) external;

    /// @return owner The owner of the position, who is to be paid. Reverts with {PositionToken_Restricted} if the position is
    /// restricted and `caller` is not its owner, and with `TokenDoesNotExist` if the position does not exist.
    function payeeFor(uint256 positionId, address caller) external view returns (address owner);

    /// @return Whether the owner alone may have the position paid.
    function isRestricted(uint256 positionId) external view returns (bool);

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
