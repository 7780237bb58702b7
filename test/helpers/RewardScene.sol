// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Allocation} from "src/types/Allocation.sol";
import {BackingKey, RewardKind, ShownLeaf} from "src/types/Reward.sol";
import {InteractionScene} from "test/helpers/InteractionScene.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";
import {StateTwin} from "test/helpers/StateTwin.sol";

/// @notice Two actors who watch and help one another, somebody who backs them, and a reserve that launch filled.
abstract contract RewardScene is InteractionScene {
    using StateTwin for StateTwin.Store;

    struct Played {
        Posted posted;
        Truth truth;
    }

    uint256 internal constant PLAY = 7;
    uint256 internal constant PEER = 8;
    uint256 internal constant UNIT_RATE = 3_276_800_000_000;
    uint256 internal constant LAUNCHED = 20_000_000e18;

    address internal immutable BACKER = makeAddr("backer");
    /// @notice Half an hour of it are over.
    uint32 internal epoch;
    mapping(uint256 actor => uint32) private _versions;

    function setUp() public virtual override {
        super.setUp();
        // forge-lint: disable-next-line(unsafe-typecast) hours
        epoch = uint32(block.timestamp / 3600);
        vm.warp(uint256(epoch) * 3600 + 1800);
        fund(BACKER, 1_000_000e18, address(rewards));
        vesting.release(distribution.grantKeyOf(Allocation.Viewers));
    }

    /* WHAT ACTORS SIGN */

    /// @dev Posts that an actor watched so many seconds more; nothing of it is final.
    function played(uint256 actor, uint256 time) internal returns (Played memory) {
        return _posted(OperationTwin.cell(PLAY, 0, actor, 0, time), actor, _versions[actor]++);
    }

    /// @dev Posts that an actor got so many units of a peer.
    function helped(uint256 actor, uint256 peer, uint256 slot, uint256 units)
        internal
        returns (Played memory)
    {
        // forge-lint: disable-next-line(unsafe-typecast) hours
        uint32 now_ = uint32(block.timestamp / 3600);
        return _posted(OperationTwin.cell(PEER, 0, actor, peer, slot << 21 | units), actor, now_);
    }

    function settle(Played memory one) internal {
        confirmTruth(one.posted, one.truth);
    }

    /* LEAVES */

    function watched(uint256 actor) internal view returns (ShownLeaf memory) {
        return shown(OperationTwin.leafKey(6, actor, epoch, 0));
    }

    function help(uint256 actor, uint256 slot) internal view returns (ShownLeaf memory) {
        return shown(OperationTwin.leafKey(7, actor, epoch, slot));
    }

    /// @dev The leaf as the last posting leaves it.
    function shown(uint256 key) internal view returns (ShownLeaf memory) {
        uint256[] memory keys = new uint256[](1);
        keys[0] = key;
        return ShownLeaf(inputs.postingCount() - 1, store().get(key), store().witness(keys));
    }

    /* BACKINGS */

    function back(uint256 actor, RewardKind kind, uint96 amount) internal {
        vm.prank(BACKER);
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        rewards.back(uint32(actor), epoch, kind, amount);
    }

    function keyOf(uint256 actor, RewardKind kind) internal view returns (BackingKey memory) {
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        return BackingKey(BACKER, uint32(actor), epoch, kind);
    }

    function left(uint256 actor, RewardKind kind) internal view returns (uint256) {
        return rewards.leftOf(keyOf(actor, kind));
    }

    function accountOf(uint256 actor) internal pure returns (address) {
        return vm.addr(actorSecret(actor));
    }

    /// @dev What burns of a backing.
    function burnedFor(uint256 paid) internal pure returns (uint96) {
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        return uint96((paid * 101 + 99) / 100);
    }

    function rewardWatching(uint256 actor, ShownLeaf memory leaf) internal returns (uint256) {
        return rewards.rewardWatching(BACKER, accountOf(actor), epoch, leaf);
    }

    function rewardHelp(uint256 actor, uint256 slot, uint256 peer, ShownLeaf memory leaf)
        internal
        returns (uint256)
    {
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        return rewards.rewardHelp(BACKER, uint32(actor), epoch, uint8(slot), accountOf(peer), leaf);
    }

    function _posted(bytes12 cell, uint256 actor, uint32 version) private returns (Played memory one) {
        (bytes32 r, bytes32 vs) = vm.signCompact(
            actorSecret(actor), OperationTwin.digest(inputs.domainSeparator(), cell, 0, version)
        );
        one.posted = post(abi.encodePacked(cell, new bytes(180)), abi.encodePacked(r, vs, new bytes(960)));
        one.truth = execute(one.posted);
    }
}
