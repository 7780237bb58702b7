// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {IPlacement} from "src/interfaces/IPlacement.sol";
import {IPopularity} from "src/interfaces/IPopularity.sol";
import {Dated} from "src/libraries/Dated.sol";
import {Epochs} from "src/libraries/Epochs.sol";
import {MerkleRoot} from "src/libraries/MerkleRoot.sol";
import {Rendezvous} from "src/libraries/Rendezvous.sol";
import {Operator, Role} from "src/types/Operator.sol";

/// @title Placement
/// @notice See {IPlacement}.
contract Placement is IPlacement {
    using Dated for uint256[];
    using MerkleRoot for bytes32;

    uint256 private constant MOST_REGIONS = 8;
    /// @dev An edge with the least bond counts for ten terabytes at most.
    uint256 private constant GIGABYTES_A_BOND = 10_000;
    /// @inheritdoc IPlacement
    uint256 public constant MOST_EDGES = 512;

    /// @notice Where the works are.
    IContentRegistry public immutable CONTENT_REGISTRY;
    /// @notice Where the bonds of edges are.
    IOperatorRegistry public immutable OPERATOR_REGISTRY;
    /// @notice What says how often a work's copies double.
    IPopularity public immutable POPULARITY;
    uint256 private immutable MINIMUM_BOND;

    /// @inheritdoc IPlacement
    mapping(address edge => uint32) public capacityOf;
    /// @inheritdoc IPlacement
    mapping(uint64 epoch => mapping(address edge => bytes32)) public planOf;
    uint256[] private _roster;
    mapping(bytes32 contentId => uint256[]) private _regions;

    constructor(
        IContentRegistry contentRegistry,
        IOperatorRegistry operatorRegistry,
        IPopularity popularity
    ) {
        (CONTENT_REGISTRY, OPERATOR_REGISTRY, POPULARITY) = (contentRegistry, operatorRegistry, popularity);
        MINIMUM_BOND = operatorRegistry.MINIMUM_BOND();
    }

    /* EDGES */

    /// @inheritdoc IPlacement
    function declareCapacity(uint32 gigabytes) external {
        _requireEdge();
        capacityOf[msg.sender] = gigabytes;
        emit CapacityDeclared(msg.sender, gigabytes);
        address[] memory edges = new address[](1);
        edges[0] = msg.sender;
        enroll(edges);
    }

    /// @inheritdoc IPlacement
    function publishPlan(uint64 epoch, bytes32 root, uint256 blockNumber, bytes32 blockHash) external {
        _requireEdge();
        uint64 present = Epochs.present();
        if (epoch != present) revert Placement_NotPresent(epoch, present);
        // DEL-2: an edge that computed on a fork is not held to it on another
        if (blockHash != 0 && blockhash(blockNumber) != blockHash) {
            revert Placement_OtherChain(blockNumber, blockHash);
        }
        if (planOf[epoch][msg.sender] != 0) revert Placement_AlreadyPublished(epoch, msg.sender);
        planOf[epoch][msg.sender] = root;
        emit PlanPublished(epoch, msg.sender, root);
    }

    /* PUBLISHERS */

    /// @inheritdoc IPlacement
    function nameRegions(bytes32 contentId, bytes8[] calldata regions) external {
        address publisher = CONTENT_REGISTRY.contentOf(contentId).publisher;
        if (msg.sender != publisher) revert Placement_NotPublisher(msg.sender, publisher);
        if (regions.length > MOST_REGIONS) revert Placement_RegionsInvalid();
        uint256[] memory words = new uint256[](regions.length);
        for (uint256 i; i < words.length; ++i) {
            words[i] = uint64(regions[i]);
            // ascending, so none is named twice
            if (i == 0 ? words[i] == 0 : words[i] <= words[i - 1]) revert Placement_RegionsInvalid();
        }
        emit RegionsNamed(contentId, _regions[contentId].write(words), regions);
    }

    /* ANYONE */

    /// @inheritdoc IPlacement
    function enroll(address[] memory edges) public {
        uint256[] memory before = _roster.newest();
        uint256[] memory roster = new uint256[](before.length + edges.length);
        uint256 count = before.length;
        for (uint256 i; i < count; ++i) {
            roster[i] = before[i];
        }
        for (uint256 i; i < edges.length; ++i) {
            count = _enroll(roster, count, edges[i]);
        }
        assembly ("memory-safe") {
            mstore(roster, count)
        }
        if (keccak256(abi.encode(roster)) == keccak256(abi.encode(before))) return;
        emit RosterChanged(_roster.write(roster));
    }

    /// @inheritdoc IPlacement
    function dispute(
        uint64 epoch,
        address edge,
        bytes32 contentId,
        address[] calldata owners,
        bytes32[] calldata proof
    ) external {
        bytes32 root = planOf[epoch][edge];
        // another length than a node's, so no node passes for a leaf
        if (root == 0 || keccak256(abi.encode(contentId, owners)).above(proof) != root) {
            revert Placement_NotInPlan(epoch, edge);
        }
        // DEL-2: what the owners follow from never changes once the epoch runs
        if (keccak256(abi.encode(owners)) == keccak256(abi.encode(ownersOf(contentId, epoch)))) {
            revert Placement_PlanTrue(epoch, edge, contentId);
        }
        delete planOf[epoch][edge];
        emit PlanFalse(epoch, edge, contentId);
        OPERATOR_REGISTRY.slash(edge, msg.sender);
    }

    /* VIEWERS */

    /// @inheritdoc IPlacement
    function ownersOf(bytes32 contentId, uint64 epoch) public view returns (address[] memory) {
        return Rendezvous.owners(
            _roster.at(epoch),
            _regions[contentId].at(epoch),
            contentId,
            POPULARITY.doublingsOf(contentId, epoch)
        );
    }

    /// @inheritdoc IPlacement
    function rosterOf(uint64 epoch) external view returns (uint256[] memory) {
        return _roster.at(epoch);
    }

    /// @inheritdoc IPlacement
    function needsOf(bytes32[] calldata contentIds, uint64 epoch)
        external
        view
        returns (bytes8[][] memory regions, uint256[] memory doublings)
    {
        (regions, doublings) = (new bytes8[][](contentIds.length), new uint256[](contentIds.length));
        for (uint256 i; i < contentIds.length; ++i) {
            doublings[i] = POPULARITY.doublingsOf(contentIds[i], epoch);
            uint256[] memory words = _regions[contentIds[i]].at(epoch);
            regions[i] = new bytes8[](words.length);
            for (uint256 r; r < words.length; ++r) {
                // forge-lint: disable-next-line(unsafe-typecast) written from 64 bits
                regions[i][r] = bytes8(uint64(words[r]));
            }
        }
    }

    /// @inheritdoc IPlacement
    function weightOf(address edge) public view returns (uint32) {
        if (!OPERATOR_REGISTRY.isActive(edge, Role.Edge)) return 0;
        uint256 covered = OPERATOR_REGISTRY.operatorOf(edge).bond * GIGABYTES_A_BOND / MINIMUM_BOND;
        // forge-lint: disable-next-line(unsafe-typecast) the capacity is of 32 bits
        return uint32(FixedPointMathLib.min(capacityOf[edge], covered));
    }

    /* INTERNAL */

    function _requireEdge() private view {
        if (!OPERATOR_REGISTRY.isActive(msg.sender, Role.Edge)) revert Placement_NotAnEdge(msg.sender);
    }

    /// @dev Writes `edge` as it is now into its place; one that has none takes the first free one, or a new one, or, once there are
    /// {MOST_EDGES}, that of the edge with the least weight, if that is less.
    /// @return The number of places.
    function _enroll(uint256[] memory roster, uint256 count, address edge) private view returns (uint256) {
        uint256 weight = weightOf(edge);
        (uint256 place, uint256 least) = (count, weight);
        for (uint256 i; i < count; ++i) {
            uint256 other = uint32(roster[i]);
            if (other != 0 && address(uint160(roster[i] >> 96)) == edge) {
                place = i;
                break;
            }
            if (other < least && (other == 0 || count == MOST_EDGES)) (place, least) = (i, other);
        }
        if (place == count) {
            if (weight == 0 || count == MOST_EDGES) return count;
            ++count;
        }
        uint256 region = uint64(OPERATOR_REGISTRY.operatorOf(edge).region);
        roster[place] = weight == 0 ? 0 : uint256(uint160(edge)) << 96 | region << 32 | weight;
        return count;
    }
}
