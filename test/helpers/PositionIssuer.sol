// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPositionIssuer, IPositionToken} from "src/interfaces/IPositionToken.sol";
import {PositionFacts} from "src/types/Position.sol";

/// @notice Issues any position, with any facts, and knows none that it was told no facts of.
contract PositionIssuer is IPositionIssuer {
    error PositionIssuer_Unknown(uint256 positionId);

    mapping(uint256 positionId => PositionFacts) private _facts;
    mapping(uint256 positionId => bool) private _known;

    function mint(IPositionToken positions, address to, uint256 positionId) external {
        positions.mint(to, positionId);
    }

    function burn(IPositionToken positions, uint256 positionId) external {
        positions.burn(positionId);
    }

    function setFacts(uint256 positionId, PositionFacts calldata facts) external {
        _facts[positionId] = facts;
        _known[positionId] = true;
    }

    function positionFacts(uint256 positionId) external view returns (PositionFacts memory) {
        if (!_known[positionId]) revert PositionIssuer_Unknown(positionId);
        return _facts[positionId];
    }
}
