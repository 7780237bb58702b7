// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC721} from "solady/tokens/ERC721.sol";

import {IPositionIssuer, IPositionToken} from "src/interfaces/IPositionToken.sol";
import {PositionArt} from "src/libraries/PositionArt.sol";
import {PositionFacts} from "src/types/Position.sol";

/// @title PositionToken
/// @notice See {IPositionToken}.
contract PositionToken is IPositionToken, ERC721 {
    /// @dev Bits of the extra data beside a position's owner: a grant's position, not a stream's; a restricted one.
    uint96 private constant VESTING = 1;
    uint96 private constant RESTRICTED = 2;

    /// @notice The issuer of streams' positions.
    address public immutable STREAMING_PROTOCOL;
    /// @notice The issuer of grants' positions.
    address public immutable TOKEN_VESTING;

    constructor(address streamingProtocol, address tokenVesting) {
        STREAMING_PROTOCOL = streamingProtocol;
        TOKEN_VESTING = tokenVesting;
    }

    /* ISSUERS */

    /// @inheritdoc IPositionToken
    function mint(address to, uint256 positionId) external {
        bool isVesting = msg.sender == TOKEN_VESTING;
        if (!isVesting && msg.sender != STREAMING_PROTOCOL) revert PositionToken_NotIssuer(msg.sender);
        if (_exists(positionId)) revert TokenAlreadyExists();
        _mintAndSetExtraDataUnchecked(to, positionId, isVesting ? VESTING : 0);
    }

    /// @inheritdoc IPositionToken
    function burn(uint256 positionId) external {
        if (msg.sender != issuerOf(positionId)) revert PositionToken_NotIssuer(msg.sender);
        // a storage word that becomes zero is refunded
        _setExtraData(positionId, 0);
        _burn(positionId);
    }

    /* OWNERS */

    /// @inheritdoc IPositionToken
    function restrict(uint256 positionId, bool restricted) external {
        address owner = ownerOf(positionId);
        if (msg.sender != owner) revert PositionToken_NotOwner(msg.sender, owner);
        uint96 issuer = _getExtraData(positionId) & VESTING;
        _setExtraData(positionId, restricted ? issuer | RESTRICTED : issuer);
        emit Restricted(positionId, restricted);
    }

    /* VIEWERS */

    /// @inheritdoc IPositionToken
    function ownerOf(uint256 positionId) public view override(ERC721, IPositionToken) returns (address) {
        return super.ownerOf(positionId);
    }

    /// @inheritdoc IPositionToken
    function payeeFor(uint256 positionId, address caller) external view returns (address owner) {
        owner = ownerOf(positionId);
        if (caller != owner && isRestricted(positionId)) revert PositionToken_Restricted(caller, owner);
    }

    /// @inheritdoc IPositionToken
    function isRestricted(uint256 positionId) public view returns (bool) {
        return _getExtraData(positionId) & RESTRICTED != 0;
    }

    /// @inheritdoc IPositionToken
    function issuerOf(uint256 positionId) public view returns (address) {
        if (!_exists(positionId)) revert TokenDoesNotExist();
        return _getExtraData(positionId) & VESTING == 0 ? STREAMING_PROTOCOL : TOKEN_VESTING;
    }

    /// @inheritdoc IPositionToken
    function tokenURI(uint256 positionId)
        public
        view
        override(ERC721, IPositionToken)
        returns (string memory)
    {
        address issuer = issuerOf(positionId);
        try IPositionIssuer(issuer).positionFacts(positionId) returns (PositionFacts memory facts) {
            return PositionArt.uri(positionId, issuer, facts);
        } catch (bytes memory reason) {
            revert PositionToken_FactsUnavailable(positionId, reason);
        }
    }

    /// @dev Payments to an issuer would be nobody's (PAY-2).
    function _afterTokenTransfer(address, address to, uint256 positionId) internal view override {
        if (to == STREAMING_PROTOCOL || to == TOKEN_VESTING) {
            revert PositionToken_DestinationInvalid(positionId, to);
        }
    }

    function name() public pure override returns (string memory) {
        return "Tributary Positions";
    }

    function symbol() public pure override returns (string memory) {
        return "TRIB-POS";
    }
}
