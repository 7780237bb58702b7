// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ContentTwin} from "test/helpers/ContentTwin.sol";
import {PlacementScene} from "test/helpers/PlacementScene.sol";

contract Placement_FuzzTest is PlacementScene {
    bytes32[] private _works;
    address[][] private _owners;
    uint64 private _epoch;

    /// @dev A true plan of four works.
    function setUp() public override {
        super.setUp();
        enterMany(12);
        register();
        _epoch = currentEpoch();
        for (uint256 n; n < 4; ++n) {
            _works.push(keccak256(abi.encode("work", n)));
            _owners.push(placement.ownersOf(_works[n], _epoch));
        }
        publishRoot(EDGE, ContentTwin.node(_node(0), _node(2)));
    }

    /// @dev DEL-2: whatever call data a dispute is given, and whatever happened since, an honest plan stands.
    function testFuzz_NoCallDataKillsATruePlan(
        bytes32 work,
        address[] memory given,
        bytes32[] memory path,
        uint256 mix,
        uint256 changes
    ) external {
        for (uint256 i; i < 4; ++i) {
            _change(i, changes >> (8 * i) & 255);
        }
        uint256 n = mix % 4;
        if (mix >> 2 & 1 == 0) work = _works[n];
        if (mix >> 3 & 1 == 0) given = _owners[mix >> 4 & 3];
        if (mix >> 6 & 1 == 0) path = _path(mix >> 7 & 3);
        // the path cut short, or the path of a node
        if (mix >> 9 & 3 == 1 && path.length != 0) path = _cut(path, mix >> 11 & 1);
        vm.prank(STRANGER);
        (bool done,) =
            address(placement).call(abi.encodeCall(placement.dispute, (_epoch, EDGE, work, given, path)));
        assertFalse(done, "DEL-2: a true plan stands");
        assertEq(operators.operatorOf(EDGE).bond, MINIMUM_BOND);
        for (uint256 i; i < 4; ++i) {
            assertEq(placement.ownersOf(_works[i], _epoch), _owners[i], "DEL-2: owners never change");
        }
    }

    /// @dev DEL-2: one work with other owners, at any place, costs the bond.
    function testFuzz_OneWrongWorkCostsTheBond(uint256 n, uint256 at, address other) external {
        n = bound(n, 0, 3);
        at = bound(at, 0, _owners[n].length - 1);
        vm.assume(other != _owners[n][at]);
        _owners[n][at] = other;
        registerIn(STRANGER, REGION);
        publishRoot(STRANGER, ContentTwin.node(_node(0), _node(2)));
        placement.dispute(_epoch, STRANGER, _works[n], _owners[n], _path(n));
        assertEq(operators.operatorOf(STRANGER).bond, 0);
    }

    /// @dev Something that a later plan follows from.
    function _change(uint256 n, uint256 kind) private {
        if (kind % 4 == 0) nextEpoch();
        else if (kind % 4 == 1) declare(edgeAt(kind % 12), kind % 8 == 1 ? 0 : 4000);
        else if (kind % 4 == 2) nameRegion(kind % 8 == 2 ? REGION : OTHER_REGION);
        else enter(edgeAt(1000 + n), OTHER_REGION);
    }

    function _leaf(uint256 n) private view returns (bytes32) {
        return leafOf(_works[n], _owners[n]);
    }

    /// @dev Over the works `n` and `n` + 1.
    function _node(uint256 n) private view returns (bytes32) {
        return ContentTwin.node(_leaf(n), _leaf(n + 1));
    }

    function _path(uint256 n) private view returns (bytes32[] memory path) {
        path = new bytes32[](2);
        (path[0], path[1]) = (_leaf(n ^ 1), _node(n < 2 ? 2 : 0));
    }

    function _cut(bytes32[] memory path, uint256 from) private pure returns (bytes32[] memory cut) {
        cut = new bytes32[](path.length - 1);
        for (uint256 i; i < cut.length; ++i) {
            cut[i] = path[i + from];
        }
    }
}
