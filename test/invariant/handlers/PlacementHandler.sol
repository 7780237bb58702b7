// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {OperatorRegistry} from "src/content/OperatorRegistry.sol";
import {Placement} from "src/delivery/Placement.sol";
import {Role} from "src/types/Operator.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";

/// @notice Edges that come, change and leave, a publisher who names regions, one edge that publishes a true plan of two works each epoch, and
/// somebody who disputes it by any call data.
contract PlacementHandler is Test {
    uint256 private constant EPOCH = 3600;
    uint256 private constant EDGES = 10;

    Placement private immutable PLACEMENT;
    OperatorRegistry private immutable OPERATORS;
    address private immutable PUBLISHER;
    address public immutable HONEST;
    bytes32[2] private _works;

    /// @notice What was seen while each epoch ran.
    uint64[] private _epochs;
    mapping(uint64 epoch => bytes32) public rosterIn;
    mapping(uint64 epoch => mapping(uint256 work => address[])) private _ownersIn;
    mapping(uint64 epoch => bytes32) public rootIn;
    /// @notice Whether every edge was enrolled as it is.
    bool public isEnrolled = true;

    constructor(
        Placement placement,
        OperatorRegistry operators,
        address publisher,
        address honest,
        bytes32[2] memory works
    ) {
        (PLACEMENT, OPERATORS, PUBLISHER, HONEST, _works) = (placement, operators, publisher, honest, works);
        _look();
    }

    function edge(uint256 n) public pure returns (address) {
        // forge-lint: disable-next-line(unsafe-typecast) 20 of 32 bytes
        return address(uint160(uint256(keccak256(abi.encode("edge", n % EDGES)))));
    }

    function edgeCount() external pure returns (uint256) {
        return EDGES;
    }

    function work(uint256 n) external view returns (bytes32) {
        return _works[n];
    }

    function epochCount() external view returns (uint256) {
        return _epochs.length;
    }

    function epochAt(uint256 n) external view returns (uint64) {
        return _epochs[n];
    }

    function ownersIn(uint64 epoch, uint256 n) external view returns (address[] memory) {
        return _ownersIn[epoch][n];
    }

    function come(uint256 n, bytes8 region) external {
        if (OPERATORS.operatorOf(edge(n)).role != Role.None) return;
        uint96 bond = OPERATORS.MINIMUM_BOND();
        vm.prank(edge(n));
        OPERATORS.register(Role.Edge, region, "https://edge", bond);
    }

    function declare(uint256 n, uint32 gigabytes) external {
        if (!OPERATORS.isActive(edge(n), Role.Edge)) return;
        vm.prank(edge(n));
        PLACEMENT.declareCapacity(gigabytes % 20_000);
    }

    function move(uint256 n, uint8 region) external {
        if (!OPERATORS.isActive(edge(n), Role.Edge)) return;
        vm.prank(edge(n));
        OPERATORS.update(_region(region), "https://elsewhere");
        isEnrolled = false;
    }

    function leave(uint256 n) external {
        if (!OPERATORS.isActive(edge(n), Role.Edge)) return;
        vm.prank(edge(n));
        OPERATORS.startUnbond();
        isEnrolled = false;
    }

    function enrollAll() external {
        address[] memory edges = new address[](EDGES);
        for (uint256 n; n < EDGES; ++n) {
            edges[n] = edge(n);
        }
        PLACEMENT.enroll(edges);
        isEnrolled = true;
    }

    function nameRegions(uint256 n, uint8 first, uint8 many) external {
        bytes8[] memory regions = new bytes8[](many % 4);
        for (uint8 i; i < regions.length; ++i) {
            regions[i] = _region(first % 3 + i);
        }
        vm.prank(PUBLISHER);
        PLACEMENT.nameRegions(_works[n % 2], regions);
    }

    function wait(uint256 seconds_) external {
        vm.warp(block.timestamp + bound(seconds_, 0, 2 * EPOCH));
        _look();
    }

    /// @notice DEL-2: whatever is said of a true plan, it stands.
    function dispute(
        uint256 which,
        uint256 mix,
        bytes32 id,
        address[] calldata given,
        bytes32[] calldata path
    ) external {
        uint64 epoch = _epochs[which % _epochs.length];
        uint256 n = mix % 2;
        address[] memory owners = given;
        if (mix >> 1 & 1 == 0) owners = _ownersIn[epoch][mix >> 2 & 1];
        bytes32[] memory proof = path;
        if (mix >> 3 & 1 == 0) {
            proof = new bytes32[](1);
            proof[0] = _leaf(epoch, n ^ 1);
        }
        if (mix >> 4 & 1 == 0) id = _works[n];
        (bool done,) =
            address(PLACEMENT).call(abi.encodeCall(PLACEMENT.dispute, (epoch, HONEST, id, owners, proof)));
        assertFalse(done, "DEL-2: a true plan stands");
    }

    /// @dev Notes what the epoch has, and publishes its plan.
    function _look() private {
        // forge-lint: disable-next-line(unsafe-typecast) hours
        uint64 epoch = uint64(block.timestamp / EPOCH);
        if (rootIn[epoch] != 0) return;
        _epochs.push(epoch);
        rosterIn[epoch] = keccak256(abi.encode(PLACEMENT.rosterOf(epoch)));
        for (uint256 n; n < 2; ++n) {
            _ownersIn[epoch][n] = PLACEMENT.ownersOf(_works[n], epoch);
        }
        rootIn[epoch] = ContentTwin.node(_leaf(epoch, 0), _leaf(epoch, 1));
        vm.prank(HONEST);
        PLACEMENT.publishPlan(epoch, rootIn[epoch], 0, 0);
    }

    function _leaf(uint64 epoch, uint256 n) private view returns (bytes32) {
        return keccak256(abi.encode(_works[n], _ownersIn[epoch][n]));
    }

    function _region(uint8 n) private pure returns (bytes8) {
        return bytes8(uint64(1 + n % 6));
    }
}
