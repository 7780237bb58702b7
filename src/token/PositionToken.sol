// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC721} from "solady/tokens/ERC721.sol";

import {IPositionIssuer, IPositionToken} from "src/interfaces/IPositionToken.sol";
import {PositionArt} from "src/libraries/PositionArt.sol";
import {PositionFacts} from "src/types/Position.sol";

/// @title PositionToken
/// @notice See {IPositionToken}.
contract PositionToken is IPositionToken, ERC721 {
    /// @notice The issuer of streams' positions; 0 in the extra data beside a position's owner.
    address public immutable STREAMING_PROTOCOL;
    /// @notice The issuer of grants' positions; 1 in the extra data.
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
        _mintAndSetExtraDataUnchecked(to, positionId, isVesting ? 1 : 0);
    }

    /// @inheritdoc IPositionToken
    function burn(uint256 positionId) external {
        if (msg.sender != issuerOf(positionId)) revert PositionToken_NotIssuer(msg.sender);
        // a storage word that becomes zero is refunded
        _setExtraData(positionId, 0);
        _burn(positionId);
    }

    /* VIEWERS */

    /// @inheritdoc IPositionToken
    function ownerOf(uint256 positionId) public view override(ERC721, IPositionToken) returns (address) {
        return super.ownerOf(positionId);
    }

    /// @inheritdoc IPositionToken
    function issuerOf(uint256 positionId) public view returns (address) {
        if (!_exists(positionId)) revert TokenDoesNotExist();
        return _getExtraData(positionId) == 0 ? STREAMING_PROTOCOL : TOKEN_VESTING;
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

    function name() public pure override returns (string memory) {
        return "Tributary Positions";
    }

    function symbol() public pure override returns (string memory) {
        return "TRIB-POS";
    }
}
