// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Role} from "src/types/Operator.sol";
import {Base} from "test/Base.t.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";

/// @notice A work, and edges that may enter the roster; {EDGE} is one of them.
abstract contract PlacementScene is ContentScene, OperatorScene {
    uint256 internal constant EPOCH = 3600;
    uint32 internal constant CAPACITY = 8000;
    bytes8 internal constant OTHER_REGION = "us-east";

    bytes32 internal contentId;

    function setUp() public virtual override(Base, OperatorScene) {
        super.setUp();
        contentId = publish("placed", leavesOf(5));
        nextEpoch();
    }

    /// @return edge The `n`th of any number of edges.
    function edgeAt(uint256 n) internal pure returns (address edge) {
        // forge-lint: disable-next-line(unsafe-typecast) 20 of 32 bytes
        edge = address(uint160(uint256(keccak256(abi.encode("edge", n)))));
    }

    /// @dev Registers an edge, and has it declare {CAPACITY}.
    function enter(address edge, bytes8 region) internal {
        registerIn(edge, region);
        declare(edge, CAPACITY);
    }

    function registerIn(address edge, bytes8 region) internal {
        if (edge != EDGE) fund(edge, MINIMUM_BOND, address(operators));
        vm.prank(edge);
        operators.register(Role.Edge, region, ENDPOINT, MINIMUM_BOND);
    }

    /// @dev `count` edges: the even ones in {REGION}, the odd ones in {OTHER_REGION}.
    function enterMany(uint256 count) internal {
        for (uint256 n; n < count; ++n) {
            enter(edgeAt(n), n % 2 == 0 ? REGION : OTHER_REGION);
        }
        nextEpoch();
    }

    function declare(address edge, uint32 gigabytes) internal {
        vm.prank(edge);
        placement.declareCapacity(gigabytes);
    }

    function enroll(address edge) internal {
        address[] memory edges = new address[](1);
        edges[0] = edge;
        placement.enroll(edges);
    }

    function nameRegions(bytes8[] memory regions) internal {
        vm.prank(PUBLISHER);
        placement.nameRegions(contentId, regions);
    }

    function nameRegion(bytes8 region) internal {
        bytes8[] memory regions = new bytes8[](1);
        regions[0] = region;
        nameRegions(regions);
    }

    /// @dev Publishes a plan of two works, of which one is {contentId} with the owners given.
    function publishPlan(address edge, address[] memory given) internal {
        publishRoot(edge, ContentTwin.node(leafOf(contentId, given), otherLeaf()));
    }

    function publishRoot(address edge, bytes32 root) internal {
        uint64 epoch = currentEpoch();
        vm.prank(edge);
        placement.publishPlan(epoch, root, block.number - 1, blockhash(block.number - 1));
    }

    function leafOf(bytes32 work, address[] memory given) internal pure returns (bytes32) {
        return keccak256(abi.encode(work, given));
    }

    /// @return The leaf of the plan's other work, which has no owners.
    function otherLeaf() internal pure returns (bytes32) {
        return leafOf("other", new address[](0));
    }

    function proof() internal pure returns (bytes32[] memory path) {
        path = new bytes32[](1);
        path[0] = otherLeaf();
    }

    /// @return The word of an edge on the roster.
    function placeOf(address edge, bytes8 region, uint32 weight) internal pure returns (uint256) {
        return uint256(uint160(edge)) << 96 | uint256(uint64(region)) << 32 | weight;
    }

    function owners() internal view returns (address[] memory) {
        return placement.ownersOf(contentId, currentEpoch());
    }

    function currentEpoch() internal view returns (uint64) {
        // forge-lint: disable-next-line(unsafe-typecast) hours
        return uint64(block.timestamp / EPOCH);
    }

    /// @dev The first second of the next epoch.
    function nextEpoch() internal {
        vm.warp((block.timestamp / EPOCH + 1) * EPOCH);
        vm.roll(block.number + 300);
        vm.setBlockhash(block.number - 1, keccak256(abi.encode("block", block.number)));
    }
}
