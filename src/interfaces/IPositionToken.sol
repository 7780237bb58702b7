// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice What a position's picture shows.
/// @param kind What it is, e.g. "Stream" or "Vesting".
/// @param token The ERC-20 that is paid.
/// @param total What was put in, in wei of `token`.
/// @param paid What was paid out of it, in wei.
/// @param claimable What the owner could take now, in wei.
/// @param endsAt When the last of it is due, in seconds; 0 if that is open.
struct PositionFacts {
    string kind;
    address token;
    uint256 total;
    uint256 paid;
    uint256 claimable;
    uint40 endsAt;
}

/// @notice A contract whose claims can become positions.
interface IPositionIssuer {
    /// @return What stands about the claim that `positionId` names.
    function positionFacts(uint256 positionId) external view returns (PositionFacts memory);
}

/// @title PositionToken
/// @notice ERC-721: a payee's claim on a stream, or a beneficiary's on a grant, made transferable when its owner asks.
/// Its picture is drawn on chain from what the issuer says about the claim.
/// Warning: what is claimable may be taken until the moment of a sale. A buyer looks at the claim, not at the picture.
interface IPositionToken {
    error PositionToken_NotIssuer(address caller);
    /// @param reason What the issuer reverted with.
    error PositionToken_FactsUnavailable(uint256 positionId, bytes reason);

    /// @notice Makes a claim of the caller's a position that `to` owns.
    /// @dev Emits a Transfer event.
    /// Notes:
    /// - `to` is not called, whether it is a contract or not.
    /// Requirements:
    /// - the caller is an issuer;
    /// - the position does not exist: `TokenAlreadyExists`;
    /// - `to` is not zero: `TransferToZeroAddress`.
    function mint(address to, uint256 positionId) external;

    /// @notice Ends a position of the caller's, whoever owns it.
    /// @dev Emits a Transfer event.
    /// Requirements:
    /// - the position exists: `TokenDoesNotExist`;
    /// - the caller issued it.
    function burn(uint256 positionId) external;

    /// @return Who owns the position. Reverts with `TokenDoesNotExist` for one that does not exist.
    function ownerOf(uint256 positionId) external view returns (address);

    /// @return The contract that the position is a claim on. Reverts with `TokenDoesNotExist` for one that does not exist.
    function issuerOf(uint256 positionId) external view returns (address);

    /// @return A data URI of JSON, with the position's picture as a data URI of SVG.
    /// @dev Notes:
    /// - Of the names that the issuer and the token give, only letters, digits, space and `.-_` are printed.
    /// - A token may have any answer or none to `symbol` and `decimals`: its address stands for the missing symbol, and
    ///   without decimals amounts are in wei.
    /// Requirements:
    /// - the position exists: `TokenDoesNotExist`;
    /// - its issuer knows it.
    function tokenURI(uint256 positionId) external view returns (string memory);
}
