// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Committee} from "src/types/Committee.sol";
import {CompressedPoint, Point} from "src/types/Point.sol";

/// @title KeyRegistry
/// @notice Lists the committees of key nodes: the key that each is sealed to, who holds the key shares in which epoch, and the
/// points that say which answers are true.
/// @dev KEY-1 rests on two rules. A seat never changes: the points of every epoch stay for ever, so an answer is judged by those
/// that it was given under. The public key never changes: a capsule opens in every epoch.
interface IKeyRegistry {
    event CommitteeDealt(bytes32 indexed committeeId, address indexed owner, bytes32 salt, Point publicKey);
    /// @param members The members with the places 1, 2, and so on; zero: an empty place.
    /// @param points The key share of each member, times the generator.
    event EpochStarted(
        bytes32 indexed committeeId, uint32 indexed epoch, uint8 threshold, address[] members, Point[] points
    );

    /// @notice The caller dealt a committee with this salt before.
    error KeyRegistry_AlreadyDealt(bytes32 committeeId);
    /// @notice A committee has 1 to `maximum` places, with one point each.
    error KeyRegistry_PlaceCount(uint256 members, uint256 points, uint256 maximum);
    /// @notice The member stands in the list twice.
    error KeyRegistry_MemberTwice(address member);
    /// @notice The member does not serve as a keyholder: it must register in OperatorRegistry first.
    error KeyRegistry_NotAKeyholder(address member);
    error KeyRegistry_NotOwner(address caller, address owner);
    /// @notice The point is not on secp256k1, or its x is not below the order of the curve.
    error KeyRegistry_PointInvalid(Point point);
    /// @notice The threshold is not 1 to the number of members, empty places not counted.
    error KeyRegistry_ThresholdOutOfRange(uint8 threshold, uint256 members);
    error KeyRegistry_Unknown(bytes32 committeeId);

    /// @notice Founds a committee whose key the caller knows and has dealt: right for the nodes of one's own.
    /// @dev Emits a {CommitteeDealt} and an {EpochStarted} event.
    /// Notes:
    /// - the contract does not check that the points interpolate `publicKey`: members and viewers do, off chain.
    /// - naming a member binds the member to nothing: a node answers only for key shares that it holds.
    /// Requirements:
    /// - the caller used `salt` never before;
    /// - each of the 1 to 16 places is empty, or its member serves as a keyholder and stands in the list once;
    /// - `threshold` is 1 to the number of members;
    /// - each point is on secp256k1, with an x below the order of the curve.
    /// @param members The members with the places 1, 2, and so on; zero leaves a place empty, so that the others keep theirs.
    /// @param points The key share of each place, times the generator.
    /// @return committeeId The id: see {committeeIdOf}.
    function deal(
        bytes32 salt,
        Point calldata publicKey,
        uint8 threshold,
        address[] calldata members,
        Point[] calldata points
    ) external returns (bytes32 committeeId);

    /// @notice Begins the committee's next epoch, with new key shares of the same key, and possibly other members.
    /// @dev Emits an {EpochStarted} event. Former epochs stay as they are: an answer given under one is judged by its points.
    /// Requirements: the caller is the committee's owner; members, threshold and points as of {deal}.
    /// @return epoch The new epoch.
    function refresh(
        bytes32 committeeId,
        uint8 threshold,
        address[] calldata members,
        Point[] calldata points
    ) external returns (uint32 epoch);

    /// @return The committee in its present epoch; all zero for an unknown id.
    function committeeOf(bytes32 committeeId) external view returns (Committee memory);

    /// @notice Gives the seats of one epoch, in order of their places.
    /// @return threshold The number of members that opened a capsule together in that epoch; 0: no such epoch.
    /// @return members The members; the first has place 1. Zero: an empty place.
    /// @return points The key share of each place, times the generator.
    function membersOf(bytes32 committeeId, uint32 epoch)
        external
        view
        returns (uint8 threshold, address[] memory members, Point[] memory points);

    /// @param index The place in the committee, from 1.
    /// @return member Who has the place in that epoch; zero: nobody.
    /// @return point The member's key share times the generator.
    function seatOf(bytes32 committeeId, uint32 epoch, uint8 index)
        external
        view
        returns (address member, CompressedPoint memory point);

    /// @return The number of committees.
    function committeeCount() external view returns (uint256);

    /// @notice Lists committees in the order in which they were founded, so that nobody has to read the logs of a chain's whole life.
    /// @param from The first place, from 0.
    /// @param count The most committees to give; the list may end before.
    function committees(uint256 from, uint256 count)
        external
        view
        returns (bytes32[] memory committeeIds, Committee[] memory states);

    /// @return The id of the committee of `owner` with `salt`: `keccak256(abi.encode(chainId, registry, owner, salt))`.
    function committeeIdOf(address owner, bytes32 salt) external view returns (bytes32);
}
