// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IActors} from "src/interfaces/IActors.sol";
import {Posting, Stride} from "src/types/Interactions.sol";

/// @title InteractionInputs
/// @notice Fixes the order of interactions: follows, likes, ratings, comments, receipts (docs/INTERACTIONS.md). Sequencers post them, and
/// nobody can be kept out for longer than {FORCE_DELAY}.
/// @dev Every byte string of the right length is a posting. What it does to the state, {IInteractionRollup} decides.
interface IInteractionInputs is IActors {
    /// @notice `account` takes part from now on; `key` signs for it.
    event ActorRegistered(uint32 indexed actor, address indexed account, address key);
    /// @notice The first key of `actor` signs for no posting from `posting` on.
    event KeyRetired(uint32 indexed actor, uint64 posting);
    /// @notice A posting, with all its bytes. `operations` is empty if it took strides from the queue: see {StrideForced}.
    event InputsPosted(
        uint64 indexed number, address indexed poster, Posting posting, bytes operations, bytes signatures
    );
    /// @notice A stride waits in the queue; after {FORCE_DELAY} nothing else can be posted before it.
    event StrideForced(uint64 indexed place, address indexed sender, bytes operations, bytes signatures);
    /// @notice The queue's strides from `place` on went into the posting `number`.
    event ForcedPosted(uint64 indexed number, uint64 place, uint64 count);
    /// @notice Somebody asks for the signature of the operation in `place` of a stride.
    event SignatureDemanded(
        uint64 indexed number, uint256 indexed stride, uint8 place, address requester, uint256 bond
    );
    /// @notice The actor's signature was shown: `signature`, for `version`. Of several, the last counts, which has the highest version.
    event SignatureShown(
        uint64 indexed number, uint256 indexed stride, uint8 place, uint16 version, bytes signature
    );
    /// @notice Nobody showed the signature: no operation of the posting took effect, and the bond returned.
    event SignatureMissing(uint64 indexed number, uint256 indexed stride, uint8 place);

    /// @notice The account has a number already.
    error InteractionInputs_AlreadyRegistered(address account, uint32 actor);
    /// @notice The account has no number: register it first.
    error InteractionInputs_NotRegistered(address account);
    /// @notice Zero is no key.
    error InteractionInputs_NoKey();
    /// @notice The caller is no sequencer that serves, and sequencers are not late enough for others to post.
    error InteractionInputs_NotASequencer(address caller);
    /// @notice The stride at `place` of the queue is due: post it first, by {postForced}.
    error InteractionInputs_ForcedFirst(uint64 place);
    /// @notice The lengths are not those of whole strides, 1 to 64 (1 for {forceStride}).
    error InteractionInputs_LengthInvalid(uint256 operations, uint256 signatures);
    /// @notice No stride waits in the queue.
    error InteractionInputs_NothingForced();
    /// @notice Other inputs, or none, were posted under this number.
    error InteractionInputs_NotPosted(uint64 number);
    /// @notice The stride is not in the posting.
    error InteractionInputs_NotInPosting(uint64 number, uint256 stride);
    /// @notice The posting has its signatures.
    error InteractionInputs_Signed(uint64 number);
    /// @notice No operation stands in this place that could take effect, so nobody has to have signed it.
    error InteractionInputs_NothingToSign(uint64 number, uint256 stride, uint8 place);
    /// @notice The time for this ended at `until`.
    error InteractionInputs_TooLate(uint256 until);
    /// @notice The signature may be shown until `until`.
    error InteractionInputs_TooEarly(uint256 until);
    /// @notice The ether sent is no bond: send `needed` wei or more.
    error InteractionInputs_BondTooLow(uint256 bond, uint256 needed);
    /// @notice This signature was demanded before.
    error InteractionInputs_AlreadyDemanded(uint64 number, uint256 stride, uint8 place);
    /// @notice Nobody waits for this signature.
    error InteractionInputs_NotDemanded(uint64 number, uint256 stride, uint8 place);
    /// @notice The signature recovers to `signer`, and the actor's first key is another.
    error InteractionInputs_SignatureInvalid(address signer);

    /// @notice Registers the caller as an actor, whose first key is `key`.
    /// @dev Emits an {ActorRegistered} event. Requirements: the caller is no actor yet, and `key` is not zero.
    function register(address key) external returns (uint32 actor);

    /// @notice Retires the caller's first key from the next posting on, for ever. Keys that it delegated stay.
    /// @dev Emits a {KeyRetired} event. Requirement: the caller is an actor.
    function retireKey() external;

    /// @notice Posts strides.
    /// @dev Emits an {InputsPosted} event.
    /// Requirements:
    /// - the caller serves as a sequencer, or nothing was confirmed for so long that anybody may post
    ///   ({IInteractionRollup.isOpenToAll});
    /// - no stride of the queue is due;
    /// - there are 1 to 64 strides.
    /// @param operations 192 bytes a stride.
    /// @param signatures 1,024 bytes a stride; or none, and then whoever doubts an operation may demand its signature.
    function postInputs(bytes calldata operations, bytes calldata signatures) external returns (uint64 number);

    /// @notice Puts a signed stride into the queue, whoever asks, with whoever's operations.
    /// @dev Emits a {StrideForced} event. Requirements: 192 bytes of operations, and 1,024 of signatures.
    function forceStride(bytes calldata operations, bytes calldata signatures) external returns (uint64 place);

    /// @notice Posts the oldest strides of the queue, 64 at most; anybody may, at any time.
    /// @dev Emits an {InputsPosted} and a {ForcedPosted} event. Requirement: the queue is not empty.
    function postForced() external returns (uint64 number);

    /// @notice Demands the signature of an operation that was posted without. The caller puts up the ether sent as a bond, which pays
    /// the gas of an answer; the rest comes back.
    /// @dev Emits a {SignatureDemanded} event. A posting of which one demanded signature is not shown does nothing at all, so one demand
    /// ends a forged posting, whatever its size; what was signed in it can be posted again.
    /// Requirements:
    /// - the stride is in the posting, which has no signatures, and is younger than {DEMAND_TIME};
    /// - an operation stands in `place` that may take effect, and its signature was not demanded before;
    /// - the ether sent is {demandBond} at least.
    function demandSignature(uint64 number, Posting calldata posting, Stride calldata stride, uint8 place)
        external
        payable;

    /// @notice Shows a demanded signature, of the actor's first key, for `version`.
    /// @dev Emits a {SignatureShown} event. The operation takes effect if `version` is the one that the state will have then. Who calls first is
    /// paid for the gas. A signature of the same operation for a later version takes the place of the one shown.
    /// Requirements:
    /// - the signature was demanded, and none was shown for this version or a later one;
    /// - the posting is younger than twice {DEMAND_TIME};
    /// - `version` is below 65,533, and the signature is the actor's.
    /// @param signature 64 bytes, as of EIP-2098.
    function showSignature(
        uint64 number,
        Posting calldata posting,
        Stride calldata stride,
        uint8 place,
        uint16 version,
        bytes calldata signature
    ) external;

    /// @notice Returns the bond of a demand that nobody answered, to who put it up.
    /// @dev Emits a {SignatureMissing} event. Requirements: the demand is open, and the posting is older than twice {DEMAND_TIME}.
    function reclaimBond(uint64 number, Posting calldata posting, uint256 stride, uint8 place) external;

    /// @return The hash of a posting; zero if there is none.
    function postingHash(uint64 number) external view returns (bytes32);

    /// @return How many postings there are.
    function postingCount() external view returns (uint64);

    /// @return How many actors there are.
    function actorCount() external view returns (uint32);

    /// @return actor The number of an account; zero if it has none.
    /// @return isRegistered Whether it has one.
    function actorOf(address account) external view returns (uint32 actor, bool isRegistered);

    /// @return from The first stride of the queue that waits.
    /// @return to Where the queue ends.
    function queue() external view returns (uint64 from, uint64 to);

    /// @return When the marks of a posting are final, so that it may be asserted, in seconds.
    function finalAt(Posting calldata posting) external view returns (uint256);

    /// @return The marks of a stride, 16 bits an operation, the first in the lowest; all bits set as long as a demanded signature of the
    /// posting is not shown.
    function marksOf(uint64 number, uint256 stride) external view returns (uint256);

    /// @return The least bond of a demand now, in wei of ether.
    function demandBond() external view returns (uint256);

    /// @return The separator of the EIP-712 domain in which actors sign.
    function domainSeparator() external view returns (bytes32);

    /// @return After how long a forced stride must be posted before all others, in seconds.
    function FORCE_DELAY() external view returns (uint40);

    /// @return For how long signatures of a posting may be demanded, in seconds.
    function DEMAND_TIME() external view returns (uint40);
}
