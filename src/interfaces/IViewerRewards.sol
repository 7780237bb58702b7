// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {BackingKey, RewardKind, ShownLeaf} from "src/types/Reward.sol";

/// @title ViewerRewards
/// @notice Pays the viewers' allocation of STREAM to who watched, and to peers who helped, by the final state of interactions
/// (docs/INTERACTIONS.md).
/// @dev Somebody backs each reward: as much as is paid out of the reserve, and a hundredth more, burns of the backing. So a reward never exceeds what was
/// given up for it, and whoever is viewer, peer, payee and backer at once ends with less than before.
/// Notes:
/// - the reserve is all STREAM here that backs nothing: {ITokenVesting.release} of the allocation's grant fills it, and so may anybody;
/// - a leaf of the state only grows, and what was paid for it is kept: a later posting pays the difference, an earlier one nothing;
/// - several may back the same; rewards of a leaf never exceed what the leaf is worth.
/// Warning: a backing for help is shared by an actor's eight peers, whoever is rewarded first.
interface IViewerRewards {
    event Backed(
        address indexed backer, uint32 indexed actor, uint32 indexed epoch, RewardKind kind, uint256 amount
    );
    /// @param slot Of the leaf; 0 for watching.
    /// @param paid Out of the reserve to `account`, in wei.
    /// @param burned Out of the backing, in wei.
    event Rewarded(
        address indexed backer,
        uint32 indexed actor,
        uint32 indexed epoch,
        RewardKind kind,
        uint8 slot,
        address account,
        uint256 paid,
        uint256 burned
    );
    event TakenBack(
        address indexed backer, uint32 indexed actor, uint32 indexed epoch, RewardKind kind, uint256 amount
    );

    /// @notice The account has no number: it never registered.
    error ViewerRewards_NotAnActor(address account);
    /// @notice The leaf names another peer: the actor `actor`.
    error ViewerRewards_NotThePeer(address peer, uint32 actor);
    /// @notice The witness does not show this value of the leaf under the posting's root.
    error ViewerRewards_NotInState(uint64 posting, bytes32 leaf, uint256 value);
    /// @notice An epoch after `last` cannot be backed yet.
    error ViewerRewards_EpochTooFar(uint32 epoch, uint64 last);
    /// @notice What is left returns from `until` on, in seconds.
    error ViewerRewards_TooEarly(uint256 until);

    /// @notice Gives up `amount` of the caller's STREAM for the rewards of what an actor watched, or was helped, in an epoch.
    /// @dev Emits a {Backed} event. Backings with the same key add up. Requirements: the epoch begins in a day at the latest, and the caller approved `amount`.
    /// @param amount In wei.
    function back(uint32 actor, uint32 epoch, RewardKind kind, uint96 amount) external;

    /// @notice Pays a viewer for what it watched in an epoch: {WATCH_RATE} for each second, less what was paid.
    /// @dev Emits a {Rewarded} event, unless nothing is paid. Anybody may call; only the viewer is paid. Requirements: the viewer is an actor, and the leaf
    /// `watched(actor, epoch)` is shown.
    /// Note: backing and reserve are drawn as far as they reach; the rest is paid by a later call, once there is more.
    /// @return paid In wei.
    function rewardWatching(address backer, address viewer, uint32 epoch, ShownLeaf calldata leaf)
        external
        returns (uint256 paid);

    /// @notice Pays a peer for what it helped an actor in an epoch: {UNIT_RATE} for each unit of 64 KiB, less what was paid.
    /// @dev As {rewardWatching}, by the leaf `help(actor, epoch, slot)`. Requirements: the leaf is shown, and names `peer`.
    /// @param actor Who was helped.
    function rewardHelp(
        address backer,
        uint32 actor,
        uint32 epoch,
        uint8 slot,
        address peer,
        ShownLeaf calldata leaf
    ) external returns (uint256 paid);

    /// @notice Returns what is left of a backing to its backer. Anybody may call.
    /// @dev Emits a {TakenBack} event. Requirement: {returnsAt} has passed.
    function takeBack(BackingKey calldata key) external returns (uint256 amount);

    /// @return What is left of a backing, in wei.
    function leftOf(BackingKey calldata key) external view returns (uint256);

    /// @return What was paid for a leaf, in wei.
    function paidOf(bytes32 leaf) external view returns (uint256);

    /// @return The STREAM that rewards are paid from, in wei.
    function reserve() external view returns (uint256);

    /// @return What is left of all backings, in wei.
    function escrowed() external view returns (uint256);

    /// @return From when on backings of an epoch return, in seconds.
    function returnsAt(uint32 epoch) external view returns (uint256);

    /// @return What a second of watching is worth, in wei.
    function WATCH_RATE() external view returns (uint256);

    /// @return What 64 KiB of help are worth, in wei: 0.05 STREAM for each gigabyte.
    function UNIT_RATE() external view returns (uint256);

    /// @return What burns of a backing for what is paid, in hundredths of a percent.
    function BURN_BPS() external view returns (uint256);

    /// @return How long after an epoch backings of it stay, in seconds: three times {IInteractionRollup.WINDOW}. The final state of an epoch that is asserted
    /// in time can be put off by two of them at most.
    function HOLD_TIME() external view returns (uint256);
}
