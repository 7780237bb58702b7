// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IInteractionInputs} from "src/interfaces/IInteractionInputs.sol";
import {IInteractionRollup} from "src/interfaces/IInteractionRollup.sol";
import {IStreamToken} from "src/interfaces/IStreamToken.sol";
import {IViewerRewards} from "src/interfaces/IViewerRewards.sol";
import {Epochs} from "src/libraries/Epochs.sol";
import {Leaves} from "src/libraries/Leaves.sol";
import {BackingKey, RewardKind, ShownLeaf} from "src/types/Reward.sol";

/// @title ViewerRewards
/// @notice See {IViewerRewards}.
/// @dev No lock: STREAM calls nobody back.
contract ViewerRewards is IViewerRewards {
    using FixedPointMathLib for uint256;
    using SafeTransferLib for address;

    /// @inheritdoc IViewerRewards
    uint256 public constant UNIT_RATE = 65_536 * 50_000_000;
    /// @inheritdoc IViewerRewards
    uint256 public constant BURN_BPS = 10_100;
    uint256 private constant BPS = 10_000;
    /// @dev A day. Whoever names seconds for an epoch would else wait for ever.
    uint64 private constant MOST_EPOCHS_AHEAD = 24;
    uint256 private constant WINDOWS_HELD = 3;

    /// @notice STREAM.
    address public immutable TOKEN;
    /// @notice Where accounts have their numbers.
    IInteractionInputs public immutable INPUTS;
    /// @notice Where the final state is read.
    IInteractionRollup public immutable ROLLUP;
    /// @inheritdoc IViewerRewards
    uint256 public immutable WATCH_RATE;
    /// @inheritdoc IViewerRewards
    uint256 public immutable HOLD_TIME;

    /// @inheritdoc IViewerRewards
    uint256 public escrowed;
    /// @inheritdoc IViewerRewards
    mapping(bytes32 leaf => uint256) public paidOf;
    mapping(bytes32 backing => uint256) private _left;

    /// @param watchRate In wei for each second.
    constructor(address token, IInteractionInputs inputs, IInteractionRollup rollup, uint96 watchRate) {
        (TOKEN, INPUTS, ROLLUP, WATCH_RATE) = (token, inputs, rollup, watchRate);
        HOLD_TIME = WINDOWS_HELD * rollup.WINDOW();
    }

    /* BACKERS */

    /// @inheritdoc IViewerRewards
    function back(uint32 actor, uint32 epoch, RewardKind kind, uint96 amount) external {
        uint64 last = Epochs.present() + MOST_EPOCHS_AHEAD;
        if (epoch > last) revert ViewerRewards_EpochTooFar(epoch, last);
        _left[_idOf(BackingKey(msg.sender, actor, epoch, kind))] += amount;
        escrowed += amount;
        emit Backed(msg.sender, actor, epoch, kind, amount);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IViewerRewards
    function takeBack(BackingKey calldata key) external returns (uint256 amount) {
        uint256 until = returnsAt(key.epoch);
        if (block.timestamp < until) revert ViewerRewards_TooEarly(until);
        bytes32 id = _idOf(key);
        amount = _left[id];
        _left[id] = 0;
        escrowed -= amount;
        emit TakenBack(key.backer, key.actor, key.epoch, key.kind, amount);
        TOKEN.safeTransfer(key.backer, amount);
    }

    /* REWARDS */

    /// @inheritdoc IViewerRewards
    function rewardWatching(address backer, address viewer, uint32 epoch, ShownLeaf calldata leaf)
        external
        returns (uint256)
    {
        uint32 actor = _actorOf(viewer);
        bytes32 id = _shown(leaf, Leaves.keyOf(Leaves.WATCHED, actor, epoch, 0));
        uint256 owed = uint16(leaf.value) * WATCH_RATE;
        return _reward(BackingKey(backer, actor, epoch, RewardKind.Watching), id, 0, viewer, owed);
    }

    /// @inheritdoc IViewerRewards
    function rewardHelp(
        address backer,
        uint32 actor,
        uint32 epoch,
        uint8 slot,
        address peer,
        ShownLeaf calldata leaf
    ) external returns (uint256) {
        uint32 named = uint32(leaf.value);
        if (_actorOf(peer) != named) revert ViewerRewards_NotThePeer(peer, named);
        bytes32 id = _shown(leaf, Leaves.keyOf(Leaves.HELP, actor, epoch, slot));
        uint256 owed = uint32(leaf.value >> 32) * UNIT_RATE;
        return _reward(BackingKey(backer, actor, epoch, RewardKind.Help), id, slot, peer, owed);
    }

    /* VIEWERS */

    /// @inheritdoc IViewerRewards
    function leftOf(BackingKey calldata key) external view returns (uint256) {
        return _left[_idOf(key)];
    }

    /// @inheritdoc IViewerRewards
    function reserve() public view returns (uint256) {
        return TOKEN.balanceOf(address(this)) - escrowed;
    }

    /// @inheritdoc IViewerRewards
    function returnsAt(uint32 epoch) public view returns (uint256) {
        return (uint256(epoch) + 1) * Epochs.LENGTH + HOLD_TIME;
    }

    /* INTERNAL */

    /// @dev REW-1, REW-2: no more is paid than the leaf owes, and more burns than is paid.
    /// @param owed What the leaf is worth in total; of an earlier posting, it may be less than what was paid.
    function _reward(BackingKey memory key, bytes32 leaf, uint8 slot, address account, uint256 owed)
        private
        returns (uint256 paid)
    {
        bytes32 id = _idOf(key);
        uint256 left = _left[id];
        paid = owed.zeroFloorSub(paidOf[leaf]).min(left * BPS / BURN_BPS).min(reserve());
        if (paid == 0) return 0;
        uint256 burned = (paid * BURN_BPS).divUp(BPS);
        paidOf[leaf] += paid;
        _left[id] = left - burned;
        escrowed -= burned;
        emit Rewarded(key.backer, key.actor, key.epoch, key.kind, slot, account, paid, burned);
        IStreamToken(TOKEN).burn(burned);
        TOKEN.safeTransfer(account, paid);
    }

    /// @dev REW-4: the rollup reads final roots alone.
    function _shown(ShownLeaf calldata leaf, bytes32 key) private view returns (bytes32) {
        if (!ROLLUP.read(leaf.posting, key, leaf.value, leaf.witness)) {
            revert ViewerRewards_NotInState(leaf.posting, key, leaf.value);
        }
        return key;
    }

    function _actorOf(address account) private view returns (uint32) {
        (uint32 actor, bool isRegistered) = INPUTS.actorOf(account);
        if (!isRegistered) revert ViewerRewards_NotAnActor(account);
        return actor;
    }

    function _idOf(BackingKey memory key) private pure returns (bytes32) {
        return keccak256(abi.encode(key));
    }
}
