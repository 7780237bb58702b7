// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Complaint, Dealing, Generation} from "src/types/Generation.sol";
import {Point} from "src/types/Point.sol";

/// @title KeyGeneration
/// @notice Generates the key of a committee so that nobody ever knows it, and lets its members hand it on by agreement. The contract owns
/// such a committee in {IKeyRegistry}; nobody owns the contract.
/// @dev KEY-2: with fewer than the threshold of the members against the protocol and at least as many with it, the key is generated,
/// whatever the others do or leave at each step; no seats begin that no honest member confirmed; no honest dealer is excluded.
/// docs/SPEC.md, "Generated committees", has the protocol.
interface IKeyGeneration {
    event GenerationBegun(
        bytes32 indexed committeeId,
        address indexed founder,
        bytes32 salt,
        uint8 threshold,
        address[] members,
        uint40 commitUntil,
        uint40 revealUntil,
        uint40 complainUntil
    );
    event DealingCommitted(
        bytes32 indexed committeeId, uint8 indexed index, uint256 transportKey, bytes32 commitment
    );
    event DealingRevealed(bytes32 indexed committeeId, uint8 indexed index, Dealing dealing);
    event DealerExcluded(bytes32 indexed committeeId, uint8 indexed dealer, uint8 indexed victim);
    /// @param epoch The epoch that is to begin with these seats.
    event SeatsConfirmed(
        bytes32 indexed committeeId, uint32 indexed epoch, uint8 indexed index, bytes32 seats
    );

    /// @notice The caller began a generation with this salt before.
    error KeyGeneration_AlreadyBegun(bytes32 committeeId);
    error KeyGeneration_AlreadyCommitted(uint8 index);
    /// @notice The dealing is not the one that its dealer committed to or revealed.
    error KeyGeneration_DealingDiffers(uint8 index);
    /// @notice The first epoch has begun: the members agree by {refresh} now.
    error KeyGeneration_Finished(bytes32 committeeId);
    /// @notice A dealing has one coefficient for each of `threshold` members, and one sealed share for each place.
    error KeyGeneration_DealingMalformed(uint256 coefficients, uint256 sealedShares);
    /// @notice The members are 2 to 16, and the threshold 2 to the number of members.
    error KeyGeneration_SizeOutOfRange(uint8 threshold, uint256 members);
    /// @notice The caller does not have this place.
    error KeyGeneration_NotTheMember(address caller, uint8 index);
    /// @notice The epoch that begins next is another: the confirmation came late, or too soon.
    error KeyGeneration_NotTheNextEpoch(uint32 epoch, uint32 next);
    /// @notice The point is not on secp256k1, or its x is not below the order of the curve.
    error KeyGeneration_PointInvalid(uint256 x);
    /// @notice Fewer members confirmed these seats than the threshold says.
    error KeyGeneration_TooFewConfirmed(uint256 confirmed, uint8 threshold);
    /// @notice Fewer dealers are left than the threshold says: nobody is sure that one of them is honest. Begin with another salt.
    error KeyGeneration_TooFewDealers(uint256 dealers, uint8 threshold);
    /// @notice The share is the one that the dealer's coefficients promise, or the complaint's proof is false.
    error KeyGeneration_ComplaintFalse(uint8 dealer, uint8 victim);
    /// @notice The step is taken from `from` to just before `until`, in seconds.
    error KeyGeneration_WrongTime(uint256 from, uint256 until);
    error KeyGeneration_Unknown(bytes32 committeeId);

    /// @notice Names the members of a committee to be, and begins the time in which the members commit.
    /// @dev Emits a {GenerationBegun} event. The caller has no power over the committee.
    /// Notes:
    /// - members check the list before they commit: a committee in which a member stands twice never begins.
    /// - a member that does not serve as a keyholder when the committee begins leaves its place empty.
    /// Requirements: 2 to 16 members; `threshold` is 2 to their number; the caller used `salt` never before.
    /// @param phaseSec How long each of the three phases lasts, in seconds.
    function begin(bytes32 salt, uint8 threshold, address[] calldata members, uint32 phaseSec)
        external
        returns (bytes32 committeeId);

    /// @notice Commits the caller to its dealing, before any other dealing is known.
    /// @dev Emits a {DealingCommitted} event. Requirements: the time to commit; the caller has the place, and has not committed.
    /// @param transportKey The x of a point with an even y, whose logarithm the caller alone knows, for this generation alone.
    /// @param commitment `keccak256(abi.encode(committeeId, index, coefficients))`.
    function commit(bytes32 committeeId, uint8 index, uint256 transportKey, bytes32 commitment) external;

    /// @notice Reveals the caller's dealing: its coefficients, and a sealed share for each place.
    /// @dev Emits a {DealingRevealed} event.
    /// Requirements: the time to reveal; the caller has the place; the coefficients are those committed to, and valid points.
    function reveal(bytes32 committeeId, uint8 index, Dealing calldata dealing) external;

    /// @notice Excludes a dealer that sealed a wrong share.
    /// @dev Emits a {DealerExcluded} event. Anyone may show it; nothing but the victim's transport secret can prove it.
    /// Requirements: the time to complain; `dealing` is the dealer's; the proof holds, and the share is wrong.
    function complain(bytes32 committeeId, Dealing calldata dealing, Complaint calldata complaint) external;

    /// @notice Says that the caller, a member of the present epoch, checked the seats of the next, and agrees.
    /// @dev Emits a {SeatsConfirmed} event. A member may confirm several; an honest one confirms what it has checked, and holds shares of.
    /// Requirements: `epoch` begins next; the caller has the place in the present epoch; before the first epoch, the time to complain is over.
    /// @param epoch The epoch that is to begin with these seats: 0, or one more than the present one.
    /// @param seats For the first epoch `keccak256(abi.encode(publicKey, points))`; else `keccak256(abi.encode(threshold, members, points))`.
    function confirm(bytes32 committeeId, uint32 epoch, uint8 index, bytes32 seats) external;

    /// @notice Begins the committee's first epoch with the seats that enough members confirmed. Anyone may call.
    /// @dev Emits the events of {IKeyRegistry.deal}. Requirements: at least `threshold` members confirmed, and as many dealers are left.
    function finish(bytes32 committeeId, Point calldata publicKey, Point[] calldata points) external;

    /// @notice Begins the committee's next epoch with the seats that enough members of the present one confirmed. Anyone may call.
    /// @dev Emits an {IKeyRegistry.EpochStarted} event. Members that do not serve leave their places empty.
    /// Requirements: as many members of the present epoch confirmed as its threshold says.
    /// @return epoch The new epoch.
    function refresh(
        bytes32 committeeId,
        uint8 threshold,
        address[] calldata members,
        Point[] calldata points
    ) external returns (uint32 epoch);

    /// @return The state of a generation; all zero for an unknown id.
    function generationOf(bytes32 committeeId) external view returns (Generation memory);

    /// @notice Gives what the dealers have published, in order of their places.
    /// @return transportKeys The x of each transport key; 0: the dealer has not committed.
    /// @return dealings What each dealer committed to; once revealed, `keccak256(abi.encode(dealing))`.
    function dealersOf(bytes32 committeeId)
        external
        view
        returns (uint256[] memory transportKeys, bytes32[] memory dealings);

    /// @return A bit for each member that confirmed the seats of `epoch` before it began: bit 0 for place 1.
    function confirmedBy(bytes32 committeeId, uint32 epoch, bytes32 seats) external view returns (uint256);

    /// @return The number of generations that were begun.
    function generationCount() external view returns (uint256);

    /// @notice Lists generations in the order in which they began.
    /// @param from The first place, from 0.
    /// @param count The most to give; the list may end before.
    function generations(uint256 from, uint256 count) external view returns (bytes32[] memory committeeIds);
}
