// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Assertion} from "src/types/Interactions.sol";
import {BackingKey, RewardKind, ShownLeaf} from "src/types/Reward.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";
import {RewardScene} from "test/helpers/RewardScene.sol";

/// @notice Two actors who watch and help one another, and back each other and themselves beside a backer; claims by final and by other states, true
/// and false. The reserve is small, so it is empty now and then.
contract ViewerRewards_Invariants is RewardScene {
    /// @dev What a leaf is of.
    struct Name {
        uint32 actor;
        uint32 epoch;
        RewardKind kind;
        uint8 slot;
        uint256 payee;
    }

    uint256 private constant MOST_POSTINGS = 8;
    uint256 private constant BACKED = 1000e18;

    address[3] private _backers;
    Name[] private _names;
    mapping(bytes32 leaf => bool) private _isKnown;
    /// @dev Leaves after each posting, and which they are.
    ShownLeaf[] private _shown;
    uint256[] private _nameOf;
    Assertion[] private _assertions;
    /// @dev The book.
    mapping(address backer => mapping(uint256 epoch => mapping(uint256 actorAndKind => uint256))) private
        _left;
    uint256 private _supply;
    uint256 private _paid;
    uint256 private _burned;
    uint256 private _stolen;

    function setUp() public override {
        super.setUp();
        _backers = [BACKER, accountOf(ALICE), accountOf(BOB)];
        vm.startPrank(BACKER);
        assertTrue(stream.transfer(HOLDER, stream.balanceOf(BACKER)));
        vm.stopPrank();
        for (uint256 i; i < 3; ++i) {
            fund(_backers[i], BACKED, address(rewards));
        }
        vm.prank(address(rewards));
        assertTrue(stream.transfer(HOLDER, LAUNCHED - 1e18));
        _supply = stream.totalSupply();

        bytes4[] memory selectors = new bytes4[](7);
        selectors[0] = this.doPlay.selector;
        selectors[1] = this.doHelp.selector;
        selectors[2] = this.doConfirm.selector;
        selectors[3] = this.doBack.selector;
        selectors[4] = this.doReward.selector;
        selectors[5] = this.doForge.selector;
        selectors[6] = this.doTakeBack.selector;
        targetContract(address(this));
        targetSelector(FuzzSelector(address(this), selectors));
    }

    /* WHAT HAPPENS */

    function doPlay(uint256 actor, uint256 time) external {
        if (_assertions.length == MOST_POSTINGS) return;
        actor %= 2;
        // forge-lint: disable-next-line(unsafe-typecast) 0 or 1
        _say(played(actor, 1 + time % 3600), Name(uint32(actor), _now(), RewardKind.Watching, 0, actor));
    }

    function doHelp(uint256 actor, uint256 slot, uint256 units) external {
        if (_assertions.length == MOST_POSTINGS) return;
        (actor, slot) = (actor % 2, slot % 3);
        // forge-lint: disable-next-line(unsafe-typecast) 0 or 1, and 2 at most
        Name memory name = Name(uint32(actor), _now(), RewardKind.Help, uint8(slot), 1 - actor);
        _say(helped(actor, 1 - actor, slot, units % 2 ** 21), name);
    }

    function doConfirm() external {
        (uint64 next,) = interactions.next();
        if (next == _assertions.length) return;
        vm.warp(block.timestamp + ASSERTION_WINDOW);
        interactions.confirm(_assertions[next]);
    }

    function doBack(uint256 who, uint256 which, uint256 amount) external {
        if (_names.length == 0) return;
        Name memory name = _names[which % _names.length];
        address backer = _backers[who % 3];
        amount = amount % 4 == 0 ? amount % 200 : amount % 1e18;
        if (amount > stream.balanceOf(backer)) return;
        vm.prank(backer);
        // forge-lint: disable-next-line(unsafe-typecast) below 1e18
        rewards.back(name.actor, name.epoch, name.kind, uint96(amount));
        _left[backer][name.epoch][_slotOf(name)] += amount;
    }

    function doReward(uint256 which, uint256 who) external {
        if (_shown.length == 0) return;
        which %= _shown.length;
        (Name memory name, ShownLeaf memory leaf) = (_names[_nameOf[which]], _shown[which]);
        address backer = _backers[who % 3];
        (uint64 next,) = interactions.next();
        if (leaf.posting >= next) {
            try this.claim(backer, name, leaf) {
                ++_stolen;
            } catch {}
            return;
        }
        uint256 owed = _owed(name, leaf.value);
        uint256 paid = rewards.paidOf(_keyOf(name));
        uint256 most = owed > paid ? owed - paid : 0;
        uint256 left_ = _left[backer][name.epoch][_slotOf(name)];
        while (most > 0 && burnedFor(most) > left_) most = _min(most - 1, left_ * 100 / 101);
        most = _min(most, stream.balanceOf(address(rewards)) - _sumLeft());

        assertEq(this.claim(backer, name, leaf), most, "REW-2: paid = min(owed - paid, backing, reserve)");
        if (most == 0) return;
        _paid += most;
        _burned += burnedFor(most);
        _left[backer][name.epoch][_slotOf(name)] -= burnedFor(most);
    }

    /// @dev Claims with a change: in the value, the witness, the posting, or whom it pays.
    function doForge(uint256 which, uint256 who, uint256 how) external {
        if (_shown.length == 0) return;
        which %= _shown.length;
        (Name memory name, ShownLeaf memory leaf) = (_names[_nameOf[which]], _shown[which]);
        if (how % 4 == 0) leaf.value += 1 + how % 1e6;
        // forge-lint: disable-next-line(unsafe-typecast) any byte
        if (how % 4 == 1) leaf.witness[how % leaf.witness.length] ^= bytes1(uint8(1 + (how >> 8) % 255));
        if (how % 4 == 2) name.payee = 1 - name.payee;
        if (how % 4 == 3) name.epoch += 1;
        try this.claim(_backers[who % 3], name, leaf) returns (uint256 paid) {
            if (paid > 0) ++_stolen;
        } catch {}
    }

    function doTakeBack(uint256 who, uint256 which) external {
        if (_names.length == 0) return;
        Name memory name = _names[which % _names.length];
        address backer = _backers[who % 3];
        BackingKey memory key = BackingKey(backer, name.actor, name.epoch, name.kind);
        uint256 until = (uint256(name.epoch) + 1) * 3600 + 3 * ASSERTION_WINDOW;
        try rewards.takeBack(key) returns (uint256 amount) {
            assertGe(block.timestamp, until, "REW-3: a backing is held for its time");
            assertEq(amount, _left[backer][name.epoch][_slotOf(name)], "REW-3: what was not drawn returns");
            _left[backer][name.epoch][_slotOf(name)] = 0;
        } catch {
            assertLt(block.timestamp, until, "REW-3: what was not drawn returns after its time");
        }
    }

    function claim(address backer, Name calldata name, ShownLeaf calldata leaf) external returns (uint256) {
        address payee = accountOf(name.payee);
        if (name.kind == RewardKind.Watching) {
            return rewards.rewardWatching(backer, payee, name.epoch, leaf);
        }
        return rewards.rewardHelp(backer, name.actor, name.epoch, name.slot, payee, leaf);
    }

    /* WHAT HOLDS */

    function invariant_All() external view {
        assertEq(_stolen, 0, "REW-4: nothing is paid by what is not final and true");
        assertEq(stream.totalSupply(), _supply - _burned, "REW-1: supply = before - burned");
        assertGe(_burned * 100, _paid * 101, "REW-1: burned >= 1.01 * paid");
        uint256 sum = _sumLeft();
        assertEq(rewards.escrowed(), sum, "REW-3: escrowed = sum of backings left");
        assertEq(stream.balanceOf(address(rewards)), sum + rewards.reserve(), "REW-3: balance");
        assertEq(rewards.reserve(), 1e18 - _paid, "REW-3: reserve = what came in - paid");

        (uint64 next,) = interactions.next();
        for (uint256 i; i < _names.length; ++i) {
            uint256 owed;
            for (uint256 j; j < _shown.length; ++j) {
                if (_nameOf[j] == i && _shown[j].posting < next) owed = _owed(_names[i], _shown[j].value);
            }
            assertLe(rewards.paidOf(_keyOf(_names[i])), owed, "REW-2: paid <= owed by the final state");
        }
        uint256 held = sum;
        for (uint256 i; i < 3; ++i) {
            held += stream.balanceOf(_backers[i]);
        }
        assertEq(held, 3 * BACKED + _paid - _burned, "REW-5: all roles together: before + paid - burned");
    }

    function _say(Played memory one, Name memory name) private {
        bytes32 key = _keyOf(name);
        if (!_isKnown[key]) _names.push(name);
        _isKnown[key] = true;
        _assertions.push(assertTruth(one.posted, one.truth));
        for (uint256 i; i < _names.length; ++i) {
            _shown.push(shown(uint256(_keyOf(_names[i]))));
            _nameOf.push(i);
        }
    }

    function _sumLeft() private view returns (uint256 sum) {
        bytes32[] memory seen = new bytes32[](_names.length);
        for (uint256 i; i < _names.length; ++i) {
            // the slots of a help have one backing
            seen[i] = keccak256(abi.encode(_names[i].epoch, _slotOf(_names[i])));
            bool isNew = true;
            for (uint256 j; j < i; ++j) {
                if (seen[j] == seen[i]) isNew = false;
            }
            if (!isNew) continue;
            for (uint256 who; who < 3; ++who) {
                uint256 left_ = _left[_backers[who]][_names[i].epoch][_slotOf(_names[i])];
                BackingKey memory key =
                    BackingKey(_backers[who], _names[i].actor, _names[i].epoch, _names[i].kind);
                assertEq(rewards.leftOf(key), left_, "REW-3: left = backed - burned - returned");
                sum += left_;
            }
        }
    }

    function _owed(Name memory name, uint256 value) private pure returns (uint256) {
        if (name.kind == RewardKind.Watching) return (value & 0xffff) * WATCH_RATE;
        return (value >> 32 & 0xffffffff) * 65_536 * 0.05e18 / 1e9;
    }

    function _keyOf(Name memory name) private pure returns (bytes32) {
        uint256 space = name.kind == RewardKind.Watching ? 6 : 7;
        return bytes32(OperationTwin.leafKey(space, name.actor, name.epoch, name.slot));
    }

    function _slotOf(Name memory name) private pure returns (uint256) {
        return 2 * uint256(name.actor) + uint256(name.kind);
    }

    function _now() private view returns (uint32) {
        // forge-lint: disable-next-line(unsafe-typecast) hours
        return uint32(block.timestamp / 3600);
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
