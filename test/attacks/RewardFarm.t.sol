// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Leaves} from "src/libraries/Leaves.sol";
import {Assertion} from "src/types/Interactions.sol";
import {RewardKind, ShownLeaf} from "src/types/Reward.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";
import {RewardScene} from "test/helpers/RewardScene.sol";
import {StateTwin} from "test/helpers/StateTwin.sol";

/// @notice 10,000 sessions, of a crowd in which so many in a hundred are one farm. Each has a viewer, who pays, and a peer.
/// @dev An honest sequencer backs half of what it was paid, for whoever paid. The farm pays as others do, or pays and backs itself; then it signs any seconds
/// and any bytes. Its peers are its own: who is paid for help that an honest viewer got has helped. Every state here is final as it was asserted.
contract RewardFarm_Attacks is RewardScene {
    using StateTwin for StateTwin.Store;

    struct Session {
        uint32 epoch;
        uint256 viewer;
        uint256 peer;
        bool isFarm;
        address backer;
        uint256 seconds_;
        uint256 units;
    }

    uint256 private constant SESSIONS = 10_000;
    uint256 private constant BATCH = 8;
    uint256 private constant ACTORS = 100;
    uint256 private constant PRICE = 0.001e18;
    uint256 private constant FUNDS = 1_000_000e18;

    address private immutable FARM = makeAddr("farm");
    address private immutable PAYEE = makeAddr("payee");
    uint256 private _percent;
    bytes32 private _root;
    uint256 private _farmPaid;
    uint256 private _honestPaid;
    uint256 private _honestDue;

    function setUp() public override {
        super.setUp();
        vm.deal(ASSERTER, 1_000_000 ether);
        fund(FARM, FUNDS, address(rewards));
        for (uint256 actor = 2; actor < ACTORS; ++actor) {
            address account = accountOf(actor);
            vm.prank(account);
            inputs.register(account);
        }
    }

    function test_OnePercent() external {
        _farm(1);
    }

    function test_TenPercent() external {
        _farm(10);
    }

    function test_FiftyPercent() external {
        _farm(50);
    }

    function _farm(uint256 percent) private {
        _percent = percent;
        // more than a test has
        vm.pauseGasMetering();
        for (uint256 first; first < SESSIONS; first += BATCH) {
            // a call, so that its memory is given back
            this.play(first);
        }
        uint256 farm = stream.balanceOf(FARM);
        for (uint256 actor; actor < percent; ++actor) {
            farm += stream.balanceOf(accountOf(actor));
        }
        emit log_named_uint("the farm was rewarded with", _farmPaid);
        emit log_named_uint("the farm lost", FUNDS - farm);
        assertGt(_farmPaid, 0, "the farm was paid");
        assertLe(farm + _farmPaid / 100, FUNDS, "REW-5: and lost a hundredth more than that, at least");
        assertEq(_honestPaid, _honestDue, "nobody else lost anything");
    }

    function play(uint256 first) external {
        Session[BATCH] memory sessions;
        StateTwin.Store memory state;
        for (uint256 i; i < BATCH; ++i) {
            sessions[i] = _draw(first + i);
            state = state.set(_watched(sessions[i]), Leaves.PRESENT | sessions[i].seconds_);
            state = state.set(_help(sessions[i]), Leaves.PRESENT | sessions[i].units << 32 | sessions[i].peer);
        }
        uint64 posting = _confirm(state.root());
        for (uint256 i; i < BATCH; ++i) {
            _claim(sessions[i], posting, state);
        }
    }

    /// @dev Pays for a session and backs it.
    function _draw(uint256 number) private returns (Session memory one) {
        uint256 draw = uint256(keccak256(abi.encode(_percent, number)));
        one.viewer = draw % ACTORS;
        one.isFarm = one.viewer < _percent;
        uint256 others = one.isFarm ? _percent : ACTORS - _percent;
        one.peer = (one.isFarm ? 0 : _percent) + (draw >> 16) % others;
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        one.epoch = uint32(number);
        (one.seconds_, one.units) = (1 + (draw >> 32) % 3600, (draw >> 48) % 2 ** 21);
        bool isSelfDealt = one.isFarm && (draw >> 80) % 2 == 0;
        one.backer = isSelfDealt ? FARM : BACKER;

        uint256 price = PRICE * one.seconds_;
        uint256 backing = price / 4;
        if (isSelfDealt) {
            // it pays itself, and backs as much as it likes
            (price, backing) = (0, (draw >> 96) % 8e18);
        }
        vm.prank(one.isFarm ? FARM : HOLDER);
        assertTrue(stream.transfer(PAYEE, price));
        vm.startPrank(one.backer);
        // forge-lint: disable-start(unsafe-typecast) the test's own numbers fit
        rewards.back(uint32(one.viewer), one.epoch, RewardKind.Watching, uint96(backing));
        rewards.back(uint32(one.viewer), one.epoch, RewardKind.Help, uint96(backing));
        // forge-lint: disable-end(unsafe-typecast)
        vm.stopPrank();
        if (!one.isFarm) {
            uint256 most = backing * 100 / 101;
            _honestDue += _min(most, one.seconds_ * WATCH_RATE) + _min(most, one.units * UNIT_RATE);
        }
    }

    function _claim(Session memory one, uint64 posting, StateTwin.Store memory state) private {
        ShownLeaf memory watching = _shownIn(state, posting, _watched(one));
        ShownLeaf memory helping = _shownIn(state, posting, _help(one));
        (address viewer, address peer) = (accountOf(one.viewer), accountOf(one.peer));
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        uint32 actor = uint32(one.viewer);
        uint256 paid = rewards.rewardWatching(one.backer, viewer, one.epoch, watching);
        paid += rewards.rewardHelp(one.backer, actor, one.epoch, 0, peer, helping);
        // again, and of the other's backing
        paid += rewards.rewardWatching(one.backer, viewer, one.epoch, watching);
        paid += rewards.rewardHelp(one.backer == FARM ? BACKER : FARM, actor, one.epoch, 0, peer, helping);
        if (one.isFarm) _farmPaid += paid;
        else _honestPaid += paid;
    }

    function _confirm(bytes32 root) private returns (uint64) {
        Posted memory posted = settled(new bytes(192));
        bytes32[] memory roots = new bytes32[](1);
        roots[0] = root;
        Assertion memory assertion = assertAs(ASSERTER, posted, _root, roots);
        vm.warp(block.timestamp + ASSERTION_WINDOW);
        interactions.confirm(assertion);
        _root = root;
        return posted.number;
    }

    function _shownIn(StateTwin.Store memory state, uint64 posting, uint256 key)
        private
        pure
        returns (ShownLeaf memory)
    {
        uint256[] memory keys = new uint256[](1);
        keys[0] = key;
        return ShownLeaf(posting, state.get(key), state.witness(keys));
    }

    function _watched(Session memory one) private pure returns (uint256) {
        return OperationTwin.leafKey(6, one.viewer, one.epoch, 0);
    }

    function _help(Session memory one) private pure returns (uint256) {
        return OperationTwin.leafKey(7, one.viewer, one.epoch, 0);
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
