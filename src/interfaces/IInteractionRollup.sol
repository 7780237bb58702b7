// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Assertion, Evidence, Posting, Stride, Verdict} from "src/types/Interactions.sol";

/// @title InteractionRollup
/// @notice Which state follows from the inputs: anybody asserts it for a bond, anybody falsifies a wrong assertion in one transaction, and the
/// first right one to stand for {WINDOW} is final (docs/INTERACTIONS.md).
/// @dev OPT-1: no call data falsifies a true assertion of a true root before. OPT-2: every false one can be falsified in one transaction, and
/// the true one is final {WINDOW} after it was made, however many others stand beside it.
interface IInteractionRollup {
    /// @notice An assertion stands, for {WINDOW} at least.
    /// @param roots The roots after each stride, from which the other two fields of {Assertion} follow.
    event Asserted(
        bytes32 indexed id,
        uint64 indexed posting,
        address indexed asserter,
        bytes32 rootBefore,
        bytes32[] roots
    );
    /// @notice The assertion is false. `prover` received a quarter of the bond, and may collect another after {REVEAL_TIME}, unless someone
    /// committed to the falsehood before.
    event Falsified(bytes32 indexed id, address indexed prover, uint256 stride, bytes32 rootAfter);
    /// @notice The assertion is final.
    event Confirmed(bytes32 indexed id, uint64 indexed posting, bytes32 root);
    /// @notice The assertion can never be final. `reaper` may take half the bond.
    event Reaped(bytes32 indexed id, address indexed reaper);
    /// @notice Somebody found a falsehood, and does not say yet which.
    event Committed(bytes32 indexed commitment);
    /// @notice `prover` had committed to the falsehood earlier, so the reward is its own.
    event RewardTaken(bytes32 indexed id, address indexed prover);
    /// @notice The bond went out: `paid` to `to`, the rest burned.
    event Collected(bytes32 indexed id, address indexed to, uint256 paid, uint256 burned);
    /// @notice The guardian put off the confirmation of `posting`, once and for ever, by {MOST_DELAY}.
    event ConfirmationDelayed(uint64 indexed posting);

    /// @notice Inputs of this number were not posted, or are others.
    error InteractionRollup_NotPosted(uint64 posting);
    /// @notice Signatures of the posting may still be demanded, or shown, until `until`.
    error InteractionRollup_TooEarly(uint256 until);
    /// @notice The assertion has `roots` roots, and the posting `strides` strides.
    error InteractionRollup_RootCountWrong(uint256 roots, uint256 strides);
    /// @notice The bond is exactly `bond` wei of ether.
    error InteractionRollup_BondWrong(uint256 sent, uint256 bond);
    /// @notice The posting has a final state.
    error InteractionRollup_AlreadyConfirmed(uint64 posting);
    /// @notice The same was asserted before.
    error InteractionRollup_AlreadyAsserted(bytes32 id);
    /// @notice The assertion does not stand: it was never made, or is final, falsified or reaped.
    error InteractionRollup_NotPending(bytes32 id, Verdict verdict);
    /// @notice The stride is not in the posting.
    error InteractionRollup_NotInPosting(uint64 posting, uint256 stride);
    /// @notice These are not the assertion's roots, or it has none for this stride.
    error InteractionRollup_RootsInvalid(bytes32 id, uint256 stride);
    /// @notice The witness shows the leaves under another root than the one before the stride.
    error InteractionRollup_RootBeforeDiffers(bytes32 shown, bytes32 before);
    /// @notice The stride leads to the asserted root.
    error InteractionRollup_RootTrue(bytes32 id, uint256 stride);
    /// @notice The next final state is that of `next`, after the root `root`.
    error InteractionRollup_NotNext(uint64 next, bytes32 root);
    /// @notice The assertion may still become final.
    error InteractionRollup_NotOrphaned(bytes32 id);
    /// @notice The caller committed to no such falsehood before the present holder of the reward.
    error InteractionRollup_NotEarlier(bytes32 id);
    /// @notice There is nothing to collect: the assertion stands, or was paid.
    error InteractionRollup_NothingToCollect(bytes32 id, Verdict verdict);
    /// @notice Only the guardian may, and once for each posting.
    error InteractionRollup_NotTheGuardian(address caller);
    /// @notice No root of this posting is kept: it is not final yet, or 64 later ones are.
    error InteractionRollup_NoRoot(uint64 posting);

    /// @notice Asserts the state after a posting, for {BOND} wei of ether.
    /// @dev Emits an {Asserted} event. The window begins now, whatever stands beside it; the posting before need not be final.
    /// Requirements:
    /// - the posting is as it was posted, its marks are final, and it has no final state yet;
    /// - there is a root for each of its strides;
    /// - the same was not asserted before.
    /// Warning: an assertion on a false root before is never final, even if its strides follow from it; half its bond burns.
    /// @param rootBefore The root after the posting before; zero for posting 0.
    /// @param roots The root after each stride.
    function assertState(
        uint64 number,
        Posting calldata posting,
        bytes32 rootBefore,
        bytes32[] calldata roots
    ) external payable returns (bytes32 id);

    /// @notice Falsifies an assertion by executing one stride of it. The caller gets a quarter of the bond at once, and another by {collect}, or who
    /// committed earlier does; half burns.
    /// @dev Emits a {Falsified} event. The caller needs no bond, and nobody has to answer. The fault may be shown as long as the assertion stands.
    /// Requirements:
    /// - the assertion stands, and `roots` are its roots;
    /// - the stride is in its posting;
    /// - the evidence opens the root before the stride, and execution leads to another root after.
    function falsify(
        Assertion calldata assertion,
        bytes32[] calldata roots,
        Posting calldata posting,
        Stride calldata stride,
        Evidence calldata evidence
    ) external;

    /// @notice Makes an assertion final.
    /// @dev Emits a {Confirmed} event. Requirements: it stands since {WINDOW} (and {MOST_DELAY}, if the guardian asked for it), is of the next posting, and
    /// begins at the last final root.
    function confirm(Assertion calldata assertion) external;

    /// @notice Ends an assertion of a posting that has another final state. The caller gets half the bond, the other half burns.
    /// @dev Emits a {Reaped} event. Requirements: the assertion stands, and its posting has a final state.
    function reap(Assertion calldata assertion) external;

    /// @notice Commits to a falsehood before showing it, so that who copies the evidence gets no reward. Not needed for {falsify}.
    /// @dev Emits a {Committed} event. A second call for the same is a no-op.
    /// @param commitment keccak256(abi.encode(id, stride, caller, salt)).
    function commit(bytes32 commitment) external;

    /// @notice Takes the second quarter of a falsified assertion's bond over from who committed later, or not at all.
    /// @dev Emits a {RewardTaken} event. Requirements: the assertion was falsified less than {REVEAL_TIME} ago, and the caller committed to the
    /// stride that was shown, before the assertion was falsified and before the present holder committed.
    function takeReward(Assertion calldata assertion, bytes32 salt) external;

    /// @notice Pays what an assertion's bond owes: all of it to who asserted what is final, half of it to who reaped it, the second quarter of it to
    /// who committed to its falsehood first, or falsified it.
    /// @dev Emits a {Collected} event. Anybody may call. Requirements: the assertion is final, reaped, or was falsified {REVEAL_TIME} ago.
    function collect(Assertion calldata assertion) external;

    /// @notice Puts off the next confirmation by {MOST_DELAY}. Nothing else: what is false can be falsified all the time.
    /// @dev Emits a {ConfirmationDelayed} event. Requirements: the caller is {GUARDIAN}, and did not do so for this posting before.
    function delayConfirmation() external;

    /// @notice Reads a leaf of the state after a posting.
    /// @param posting One of the last 64 with a final state.
    /// @param key The leaf's key.
    /// @param value The leaf's value; zero if there is no such leaf.
    /// @param witness Shows it.
    /// @return Whether the leaf has this value.
    function read(uint64 posting, bytes32 key, uint256 value, bytes calldata witness)
        external
        view
        returns (bool);

    /// @return Whether nothing was confirmed for {ESCAPE_TIME}, so that anybody may post inputs.
    function isOpenToAll() external view returns (bool);

    /// @return posting The first posting without a final state.
    /// @return root The last final root.
    function next() external view returns (uint64 posting, bytes32 root);

    /// @return The id of an assertion: its hash.
    function idOf(Assertion calldata assertion) external pure returns (bytes32);

    /// @return verdict What became of the assertion.
    /// @return holder Who has the bond, or the reward.
    /// @return since When it was made, in seconds; once it is false, when its holder committed to that.
    function statusOf(bytes32 id) external view returns (Verdict verdict, address holder, uint40 since);

    /// @return The bond of an assertion, in wei of ether.
    function BOND() external view returns (uint96);

    /// @return How long an assertion stands until it is final, in seconds.
    function WINDOW() external view returns (uint40);

    /// @return How long a reward waits for who committed to it earlier, in seconds.
    function REVEAL_TIME() external view returns (uint40);

    /// @return After how long without a final state anybody may post inputs, in seconds.
    function ESCAPE_TIME() external view returns (uint40);

    /// @return How much later the guardian can make a confirmation, in seconds.
    function MOST_DELAY() external view returns (uint40);

    /// @return Who may delay confirmations; zero for nobody.
    function GUARDIAN() external view returns (address);
}
