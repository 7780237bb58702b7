// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IClaimVerifier, ISettleVerifier} from "src/interfaces/IVerifiers.sol";
import {SplitRow} from "test/helpers/SplitRow.sol";

/// @notice What roots and table hashes open to. Whoever makes one declares it here; keccak stands in for Poseidon.
contract Openings {
    uint256 public constant FIELD_ORDER =
        21_888_242_871_839_275_222_246_405_745_257_275_088_548_364_400_416_034_343_698_204_186_575_808_495_617;

    mapping(uint256 root => uint256[]) private _leaves;
    mapping(uint256 root => bool) public isRoot;
    mapping(uint256 tableHash => SplitRow[]) private _rows;

    /// @param emptyRoot The one root that is given: of no revenue at all.
    constructor(uint256 emptyRoot) {
        isRoot[emptyRoot] = true;
    }

    /// @param leaves Revenue by slot; what is missing is zero.
    function declareLeaves(uint256[] memory leaves) external returns (uint256 root) {
        root = uint256(keccak256(abi.encode("leaves", leaves))) % FIELD_ORDER;
        (isRoot[root], _leaves[root]) = (true, leaves);
    }

    function declareTable(SplitRow[] memory rows) external returns (uint256 tableHash) {
        tableHash = uint256(keccak256(abi.encode("table", rows))) % FIELD_ORDER;
        delete _rows[tableHash];
        for (uint256 i; i < rows.length; ++i) {
            _rows[tableHash].push(rows[i]);
        }
    }

    function leafAt(uint256 root, uint256 slot) public view returns (uint256) {
        return slot < _leaves[root].length ? _leaves[root][slot] : 0;
    }

    function leafCount(uint256 root) external view returns (uint256) {
        return _leaves[root].length;
    }

    function rowsOf(uint256 tableHash) external view returns (SplitRow[] memory) {
        return _rows[tableHash];
    }
}

/// @notice The relation of `circuits/settle.circom`, checked natively: a slow twin that needs no proof, only openings.
contract SettleRelation is ISettleVerifier {
    string public constant SETUP = "relation";
    Openings private immutable OPENINGS;
    uint256 private immutable P;

    constructor(Openings openings) {
        (OPENINGS, P) = (openings, openings.FIELD_ORDER());
    }

    /// @dev fingerprint = Σ (new leaf − old leaf) · challenge^(slot + 1)
    function verifyProof(
        uint256[2] calldata,
        uint256[2][2] calldata,
        uint256[2] calldata,
        uint256[4] calldata signals
    ) external view returns (bool) {
        (uint256 x, uint256 y, uint256 oldRoot, uint256 newRoot) =
            (signals[0], signals[1], signals[2], signals[3]);
        if (x >= P || y >= P || !OPENINGS.isRoot(oldRoot) || !OPENINGS.isRoot(newRoot)) return false;
        uint256 sum;
        uint256 power = x;
        for (uint256 slot; slot < _slots(oldRoot, newRoot); ++slot) {
            uint256 change = addmod(OPENINGS.leafAt(newRoot, slot), P - OPENINGS.leafAt(oldRoot, slot), P);
            sum = addmod(sum, mulmod(change, power, P), P);
            power = mulmod(power, x, P);
        }
        return sum == y;
    }

    function _slots(uint256 a, uint256 b) private view returns (uint256) {
        (uint256 countA, uint256 countB) = (OPENINGS.leafCount(a), OPENINGS.leafCount(b));
        return countA > countB ? countA : countB;
    }
}

/// @notice The relation of `circuits/claim.circom`, checked natively.
contract ClaimRelation is IClaimVerifier {
    string public constant SETUP = "relation";
    Openings private immutable OPENINGS;

    constructor(Openings openings) {
        OPENINGS = openings;
    }

    /// @dev entitlement = floor(leaf · bps / 10000), and each bps fits 14 bits, and all sum to 10,000
    function verifyProof(
        uint256[2] calldata,
        uint256[2][2] calldata,
        uint256[2] calldata,
        uint256[6] calldata signals
    ) external view returns (bool) {
        (uint256 root, uint256 split, uint256 tableHash) = (signals[0], signals[1], signals[2]);
        (uint256 position, uint256 recipient, uint256 entitlement) = (signals[3], signals[4], signals[5]);
        SplitRow[] memory rows = OPENINGS.rowsOf(tableHash);
        if (!OPENINGS.isRoot(root) || split >> 192 != 0 || position >= rows.length) return false;
        if (!_isWellFormed(rows) || recipient != uint160(rows[position].recipient)) return false;
        uint256 leaf = OPENINGS.leafAt(root, split & 0xff);
        return
            leaf >> 160 == 0 && entitlement >> 128 == 0 && entitlement == leaf * rows[position].bps / 10_000;
    }

    function _isWellFormed(SplitRow[] memory rows) private pure returns (bool) {
        uint256 sum;
        for (uint256 i; i < rows.length; ++i) {
            if (rows[i].bps >> 14 != 0) return false;
            sum += rows[i].bps;
        }
        return rows.length <= 16 && sum == 10_000;
    }
}
