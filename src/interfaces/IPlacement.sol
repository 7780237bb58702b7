// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title Placement
/// @notice Says which edges own which works in an epoch of 3,600 s. An edge that publishes another plan loses its bond.
/// @dev DEL-2: what the owners of a work follow from (the roster of edges, the regions that the work's publisher names, {IPopularity})
/// holds from the epoch after it was written, so nothing changes a plan once its epoch runs, and an honest root stays true for ever.
/// Notes:
/// - a work has 3 owners, of which 2 in each region that its publisher names, and as many more a region as its popularity doubled;
/// - chances go by weight: the declared capacity, as far as the bond covers it (the least bond covers 10 TB);
/// - only what must move moves: to leave moves what the edge held, to enter what it gets.
/// Warning: a capacity is a weight, not a limit. Every edge is as full as the others, to expectation; one that is full all the same
/// refuses works that the plan gives it (docs/adr/0033).
interface IPlacement {
    event CapacityDeclared(address indexed edge, uint32 gigabytes);
    /// @notice The roster changed, for `epoch` and later: {rosterOf}.
    event RosterChanged(uint64 indexed epoch);
    event RegionsNamed(bytes32 indexed contentId, uint64 indexed epoch, bytes8[] regions);
    event PlanPublished(uint64 indexed epoch, address indexed edge, bytes32 root);
    /// @notice The plan gave `contentId` other owners than it has, and is void.
    event PlanFalse(uint64 indexed epoch, address indexed edge, bytes32 contentId);

    /// @notice The edge has published a plan for the epoch: the first one stays.
    error Placement_AlreadyPublished(uint64 epoch, address edge);
    error Placement_NotAnEdge(address caller);
    /// @notice The edge published no plan for the epoch, or the owners and the proof do not lead to its root.
    error Placement_NotInPlan(uint64 epoch, address edge);
    /// @notice A plan is published in its own epoch: compute the plan of the present one.
    error Placement_NotPresent(uint64 epoch, uint64 present);
    /// @notice Only `publisher` names the regions of a work; zero for a work that was never registered.
    error Placement_NotPublisher(address caller, address publisher);
    /// @notice The chain has another block at this height, or it is one of the last 256 no more: compute the plan again.
    error Placement_OtherChain(uint256 blockNumber, bytes32 blockHash);
    /// @notice The work has the owners that the plan gives it.
    error Placement_PlanTrue(uint64 epoch, address edge, bytes32 contentId);
    /// @notice Regions are at most 8, not empty, and ascending.
    error Placement_RegionsInvalid();

    /// @notice Declares what the calling edge can hold, from the next epoch on, and enrolls the edge. Zero takes it off the roster.
    /// @dev Emits a {CapacityDeclared} event, and a {RosterChanged} event if something changes.
    /// Requirements: the caller serves as an edge. Warning: costs 200 gas for each of the roster's 32-byte places.
    function declareCapacity(uint32 gigabytes) external;

    /// @notice Brings the roster up to date for `edges`, from the next epoch on: bond, region, capacity, and whether they serve. Whoever
    /// no longer serves leaves its place, and the next to come takes the first that is free.
    /// @dev Emits a {RosterChanged} event if something changes. Anyone may call; nobody else removes an edge that left or was slashed.
    /// Of {MOST_EDGES}, the edge with the least weight gives way to one with more.
    function enroll(address[] calldata edges) external;

    /// @notice Names the regions in which a work of the caller has copies, from the next epoch on, in place of those named before.
    /// @dev Emits a {RegionsNamed} event.
    /// Requirements: the caller published the work; there are at most 8 regions, ascending, none empty.
    function nameRegions(bytes32 contentId, bytes8[] calldata regions) external;

    /// @notice Vouches with the caller's bond that a plan is true.
    /// @dev Emits a {PlanPublished} event.
    /// Requirements:
    /// - the caller serves as an edge, and has published no plan for the epoch, which is the present one;
    /// - `blockHash` is the hash of the block `blockNumber`, one of the last 256: name the block of the epoch at which the plan
    ///   was read, so that the plan is void where that block is another. Zero: the plan is meant for whatever chain, as on those whose
    ///   BLOCKHASH is not that of their blocks (Arbitrum).
    /// @param root The Merkle root over keccak256(abi.encode(contentId, owners)) of any works; a node is the hash of its sorted children.
    function publishPlan(uint64 epoch, bytes32 root, uint256 blockNumber, bytes32 blockHash) external;

    /// @notice Takes the bond of an edge whose plan gives a work other owners than {ownersOf}: half for the caller, half burned.
    /// @dev Emits a {PlanFalse} event. Requirements: `owners` and `proof` lead to the root of the edge's plan, and the edge has a bond.
    /// @param owners As the plan has them.
    /// @param proof The siblings from the leaf up.
    function dispute(
        uint64 epoch,
        address edge,
        bytes32 contentId,
        address[] calldata owners,
        bytes32[] calldata proof
    ) external;

    /// @notice The owners of a work, the best first.
    /// @dev For any id, registered or not. Of an epoch to come: as it would be if nothing changed.
    function ownersOf(bytes32 contentId, uint64 epoch) external view returns (address[] memory);

    /// @return The edges by places: `edge u160 ‖ region u64 ‖ weight u32`, most significant first; zero for a free place.
    function rosterOf(uint64 epoch) external view returns (uint256[] memory);

    /// @notice What the owners of works follow from beside the roster, in the order of `contentIds`.
    /// @return regions Those that the publisher named.
    /// @return doublings See {IPopularity.doublingsOf}.
    function needsOf(bytes32[] calldata contentIds, uint64 epoch)
        external
        view
        returns (bytes8[][] memory regions, uint256[] memory doublings);

    /// @return The root that the edge published; zero if it published none, or a false one.
    function planOf(uint64 epoch, address edge) external view returns (bytes32);

    /// @return The weight that {enroll} would give an edge now, in gigabytes; zero for who does not serve.
    function weightOf(address edge) external view returns (uint32);

    /// @return What the edge declared, in gigabytes.
    function capacityOf(address edge) external view returns (uint32);

    /// @return The most edges of a roster.
    function MOST_EDGES() external view returns (uint256);
}
