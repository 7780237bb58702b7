// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Stream, StreamKey} from "src/types/Stream.sol";
import {Channel, ChannelKey} from "src/types/Channel.sol";
import {Grant, GrantKey} from "src/types/Grant.sol";
import {Step} from "src/types/VestingSchedule.sol";
import {Call, HistoryCalls, Operation} from "test/model/HistoryCalls.sol";
import {Words} from "test/model/Words.sol";

/// @notice Replays what `generate.ts` wrote, and compares every outcome with the model's, to the wei. `FROM=1000` replays the
/// thousand histories from that seed on, `SEED=7` one history alone.
contract Histories_Test is HistoryCalls {
    uint256 private constant QUARTER = 250;

    /// @dev What is replayed, for a message.
    uint256 private _seed;
    uint256 private _step;
    Operation private _operation;

    function setUp() public override {
        vm.skip(!vm.isFile(_fileOf(_seedsFrom(0)[0])), "no histories, run `npx node test/model/generate.ts`");
        super.setUp();
    }

    // a quarter each, so that they run side by side

    function fixtureFirst() public view returns (uint256[] memory) {
        return _seedsFrom(0);
    }

    function fixtureSecond() public view returns (uint256[] memory) {
        return _seedsFrom(QUARTER);
    }

    function fixtureThird() public view returns (uint256[] memory) {
        return _seedsFrom(2 * QUARTER);
    }

    function fixtureFourth() public view returns (uint256[] memory) {
        return _seedsFrom(3 * QUARTER);
    }

    function table_FirstQuarter(uint256 first) public {
        _replay(first);
    }

    function table_SecondQuarter(uint256 second) public {
        _replay(second);
    }

    function table_ThirdQuarter(uint256 third) public {
        _replay(third);
    }

    function table_FourthQuarter(uint256 fourth) public {
        _replay(fourth);
    }

    function _seedsFrom(uint256 offset) private view returns (uint256[] memory seeds) {
        bool isAlone = vm.envExists("SEED");
        uint256 first = isAlone ? vm.envUint("SEED") : vm.envOr("FROM", uint256(0)) + offset;
        seeds = new uint256[](isAlone ? 1 : QUARTER);
        for (uint256 i; i < seeds.length; ++i) {
            seeds[i] = first + i;
        }
    }

    function _fileOf(uint256 seed) private pure returns (string memory) {
        return string.concat("test/model/.histories/", vm.toString(seed), ".bin");
    }

    function _replay(uint256 seed) private {
        _seed = seed;
        Words memory words = Words(vm.readFileBinary(_fileOf(seed)), 0);
        int256[] memory expected = new int256[](CELLS);
        for (uint256 cell; cell < CELLS; ++cell) {
            // forge-lint: disable-next-line(unsafe-typecast) no balance is that large
            expected[cell] = int256(read(cell));
        }
        for (uint256 left = words.next(); left != 0; --left) {
            ++_step;
            _replayStep(words, expected);
            if (words.nextBool()) _compareAll(words, expected);
        }
        assertEq(words.at, words.data.length, "the history goes on");
    }

    function _replayStep(Words memory words, int256[] memory expected) private {
        vm.warp(words.next());
        _operation = Operation(words.next());
        uint256 caller = words.next();
        Call memory call = readCall(words, _operation, caller);
        vm.prank(holders[caller]);
        (bool done, bytes memory answer) = call.target.call{value: call.value}(call.data);

        _compareError(words.next(), done, answer, "error");
        uint256 said = words.next();
        if (said != 0) _compare(abi.decode(answer, (uint256)), said - 1, "returned");
        if (call.selectors.length != 0) _compareBatch(call.selectors, answer);
        for (uint256 left = words.next(); left != 0; --left) {
            uint256 cell = words.next();
            expected[cell] += words.nextSigned();
            _compareCell(cell, expected);
        }
    }

    function _compareBatch(bytes4[] memory selectors, bytes memory answer) private view {
        (bool[] memory done, bytes[] memory answers) = abi.decode(answer, (bool[], bytes[]));
        for (uint256 i; i < selectors.length; ++i) {
            _compareError(uint32(selectors[i]), done[i], answers[i], "error in a batch");
        }
    }

    function _compareError(uint256 selector, bool done, bytes memory answer, string memory what)
        private
        view
    {
        // forge-lint: disable-next-line(unsafe-typecast) the selector is what is compared
        _compare(done ? 0 : uint32(bytes4(answer)), selector, what);
    }

    /* WHAT STANDS */

    function _compareAll(Words memory words, int256[] memory expected) private view {
        for (uint256 cell; cell < CELLS; ++cell) {
            _compareCell(cell, expected);
        }
        _compareStreams(words);
        for (uint256 left = words.next(); left != 0; --left) {
            bytes32 poolId = pools.poolIdOf(readPoolKey(words));
            _compare(pools.collectableOf(poolId), words.next(), "collectable of a pool");
        }
        _compareChannels(words);
        _compareGrants(words);
        for (uint256 i; i < ACTORS; ++i) {
            _compare(staking.stakeOf(holders[i]).amount, words.next(), "stake");
            _compare(staking.earned(holders[i]), words.next(), "earned by a stake");
        }
    }

    function _compareCell(uint256 cell, int256[] memory expected) private view {
        // forge-lint: disable-next-line(unsafe-typecast) no balance is below zero
        if (read(cell) != uint256(expected[cell])) {
            _compare(read(cell), uint256(expected[cell]), nameOf(cell));
        }
    }

    function _compareStreams(Words memory words) private view {
        for (uint256 left = words.next(); left != 0; --left) {
            StreamKey memory key = readStreamKey(words);
            _compare(uint256(streams.statusOf(key)), words.next(), "status of a stream");
            _compare(streams.accruedOf(key), words.next(), "accrued in a stream");
            _compare(streams.refundableOf(key), words.next(), "refundable of a stream");
            uint256 depletesAt = words.next();
            if (depletesAt != 0) {
                _compare(streams.depletionTimeOf(key), depletesAt, "depletion time of a stream");
            }
        }
    }

    function _compareChannels(Words memory words) private view {
        for (uint256 left = words.next(); left != 0; --left) {
            ChannelKey memory key = readChannelKey(words);
            Channel memory channel = channels.channelOf(channels.channelIdOf(key));
            _compare(channel.deposit, words.next(), "deposit of a channel");
            _compare(channel.settled, words.next(), "settled of a channel");
            _compare(channel.closesAt, words.next(), "closing time of a channel");
            _compare(channel.windowSec, words.next(), "window of a channel");
        }
    }

    function _compareGrants(Words memory words) private view {
        for (uint256 left = words.next(); left != 0; --left) {
            (GrantKey memory key, Step[] memory schedule) = readGrant(words);
            Grant memory grant = vesting.grantOf(vesting.grantIdOf(key));
            _compare(grant.total, words.next(), "total of a grant");
            _compare(grant.released, words.next(), "released of a grant");
            _compare(vesting.releasableOf(key, schedule), words.next(), "releasable of a grant");
        }
    }

    function _compare(uint256 contracts, uint256 model, string memory what) private view {
        if (contracts == model) return;
        string memory operation =
            vm.split(vm.readFile("test/model/.histories/operations.txt"), "\n")[uint256(_operation)];
        string memory where =
            string.concat("seed ", vm.toString(_seed), ", step ", vm.toString(_step), ", ", operation, ": ");
        revert(string.concat(where, what, " ", vm.toString(contracts), ", model ", vm.toString(model)));
    }
}
