// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC2771Forwarder} from "@openzeppelin/contracts/metatx/ERC2771Forwarder.sol";
import {ERC721} from "solady/tokens/ERC721.sol";
import {Base64} from "solady/utils/Base64.sol";
import {LibString} from "solady/utils/LibString.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {payeeOf} from "src/types/Payee.sol";
import {Rate, rateOf} from "src/types/Rate.sol";
import {SplitId} from "src/types/SplitId.sol";
import {StreamId, StreamKey, StreamStatus} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";
import {RevertingToken} from "test/helpers/tokens/RevertingToken.sol";
import {ScriptSymbolToken} from "test/helpers/tokens/ScriptSymbolToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

/// @notice What went wrong in other protocols of streams, vesting, splits and staking, tried here.
///
/// | class | what went wrong                                        | tried                                       |
/// | 1     | each withdrawal rounds down, and anyone may withdraw   | here                                        |
/// | 2     | debts of low precision                                 | here                                        |
/// | 3     | the time of depletion is off by one                    | here                                        |
/// | 4     | unchecked times: start, cliff and end                  | here; schedules in unit/TokenVesting        |
/// | 5     | script in a token's symbol                             | here; unit/PositionToken/tokenURI           |
/// | 6     | a blocklisted receiver locks a stream or a batch       | here                                        |
/// | 7     | an approval outlives what it was for                   | here; campaigns in unit/TokenVesting        |
/// | 8     | a forged context                                       | here                                        |
/// | 9     | liquidators cannot close what is insolvent             | here                                        |
/// | 10    | too many recipients, incentives, rounding of the small | here                                        |
/// | 11    | a Merkle tree promises more than it was given          | here for seats; unit/TokenVesting           |
/// | 12    | withdrawn again and again; burnt; ETH counted twice    | here                                        |
/// | 13    | rewards for a time without stakers                     | unit/Staking/knownBugs                      |
/// | 14    | a gap between reward periods                           | unit/Staking/knownBugs                      |
/// | 15    | an index that a supply of 1 wei blows up               | unit/Staking/knownBugs                      |
/// | 16    | two entry points that differ                           | here                                        |
/// | 17    | tokens that misbehave                                  | here                                        |
/// | 18    | a start in the past                                    | here                                        |
contract Streams_Attacks is StreamScene {
    function test_Class01_WithdrawFrequency() external {
        // LlamaPay's case: 0.9 units a second, withdrawn every second for 1,000 s, paid 0 of 900
        StreamKey memory key = _flow(Rate.wrap(58_983), 10_000);
        StreamKey memory below = _flow(Rate.wrap(58_982), 10_000);
        // 5 USDC a month
        StreamKey memory monthly = _flow(Rate.wrap(126_420), 5_000_000);
        uint256[3] memory paid;
        for (uint256 i; i < 1000; ++i) {
            skip(1);
            paid[0] += streams.withdraw(key);
            paid[1] += streams.withdraw(below);
            paid[2] += streams.withdraw(monthly);
        }
        assertEq(paid[0], 900);
        assertEq(paid[1], 899, "floor(899.99)");
        assertEq(paid[2], 1929);
        assertEq(stream.balanceOf(CREATOR), 900 + 899 + 1929);
    }

    function testFuzz_Class01_WithdrawFrequency(uint88 perSecond, uint8 everySec) external {
        uint256 any = bound(perSecond, 1, 1e18);
        uint256 every = bound(everySec, 1, 100);
        // forge-lint: disable-next-line(unsafe-typecast) bounded
        StreamKey memory key = _flow(Rate.wrap(uint88(any)), DEPOSIT);
        uint256 paid;
        for (uint256 i; i < 50; ++i) {
            skip(every);
            paid += streams.withdraw(key);
        }
        assertEq(paid, any * 50 * every / 65_536, "PAY-1: sum(withdrawn) == floor(rate * time)");
    }

    function test_Class02_SnapshotPrecision() external {
        StreamKey memory key = _flow(Rate.wrap(65_535), DEPOSIT);
        // whatever takes a snapshot: pause, resume, rate, top up, withdraw
        for (uint256 i; i < 65_536 / 8; ++i) {
            skip(1);
            pause(key);
            resume(key);
            skip(1);
            vm.prank(VIEWER);
            streams.setRate(key, Rate.wrap(65_535));
        }
        uint256 time = 65_536 / 4;
        assertEq(stream.balanceOf(CREATOR) + streams.accruedOf(key), time * 65_535 / 65_536);
        assertEq(streams.streamOf(key).remainder, time * 65_535 % 65_536);
    }

    function testFuzz_Class03_DepletionTime(uint88 perSecond, uint96 deposit) external {
        uint96 put = uint96(bound(deposit, 1, 100_000e18));
        // of a rate at which it ends before the clock does
        uint256 slowest = (uint256(put) << 16) / 2 ** 39 + 1;
        Rate any = Rate.wrap(uint88(bound(perSecond, slowest, type(uint88).max)));
        StreamKey memory key = _flow(any, put);
        uint256 depletesAt = streams.depletionTimeOf(key);
        vm.warp(depletesAt - 1);
        assertStatus(key, StreamStatus.Streaming);
        assertLt(streams.accruedOf(key), put);
        vm.warp(depletesAt);
        assertStatus(key, StreamStatus.Depleted);
        assertEq(streams.accruedOf(key), put);
        vm.warp(depletesAt + 1);
        assertStatus(key, StreamStatus.Depleted);
        assertEq(streams.accruedOf(key), put);
    }

    function test_Class04_Times() external {
        // no time is ever given for a stream: it begins now, and its length may be any
        vm.prank(VIEWER);
        streams.initiateStream(contentId, type(uint96).max / 2 ** 30, 1);
        StreamKey memory key = keyOf(0);
        vm.warp(type(uint40).max);
        assertEq(streams.accruedOf(key), type(uint40).max - 1_800_000_000);
        streams.withdraw(key);
        pause(key);
        resume(key);
        assertEq(cancel(key) + stream.balanceOf(CREATOR), type(uint96).max / 2 ** 30);
    }

    function test_Class05_ScriptInSymbol() external {
        uint256 positionId = sell(open(1, new ScriptSymbolToken()));
        string memory json = _decode(positions.tokenURI(positionId), "data:application/json;base64,");
        string memory svg = _decode(vm.parseJsonString(json, ".image"), "data:image/svg+xml;base64,");
        assertFalse(LibString.contains(json, "<script"));
        assertFalse(LibString.contains(svg, "<script"));
    }

    function test_Class06_Blocklist() external {
        BlocklistToken token = new BlocklistToken();
        StreamKey memory key = open(1, token);
        StreamKey memory other = open(2, token);
        token.setBlocked(CREATOR, true);
        skip(100);
        uint256 due = 100 * uint256(WEI_PER_SECOND);
        // the viewer is not held up, in a batch or alone
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(streams.setRate, (other, rateOf(1)));
        calls[1] = abi.encodeCall(streams.cancel, (key));
        vm.prank(VIEWER);
        (bool[] memory done,) = streams.batch(calls);
        assertTrue(done[0] && done[1]);
        assertEq(token.balanceOf(VIEWER), 1_000_000e18 - due);
        // nor is the payee, who names another address
        vm.prank(CREATOR);
        assertEq(streams.payOutTo(address(token), BUYER), 2 * due);
        assertEq(token.balanceOf(BUYER), 2 * due);
    }

    function test_Class07_NoApprovalIsLeft() external {
        SplitId split = registeredSplit();
        StreamKey memory key = open(1, split);
        skip(200);
        cancel(key);
        assertEq(stream.allowance(address(streams), address(rollup)), 0);
        // nor do those of a viewer pay for anybody else
        StreamKey memory another = open(3);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        vm.prank(STRANGER);
        streams.topUp(another, 1);
    }

    function test_Class08_ForgedContext() external {
        StreamKey memory key = open(1);
        skip(100);
        bytes memory call = abi.encodeCall(streams.cancel, (key));
        // who is not the forwarder names nobody
        _refused(STRANGER, abi.encodePacked(call, VIEWER));
        // nor does a batch of theirs, however deep
        bytes[] memory calls = new bytes[](1);
        calls[0] = abi.encodePacked(call, VIEWER);
        vm.prank(STRANGER);
        (bool[] memory done,) = streams.batch(calls);
        assertFalse(done[0]);
        // the forwarder names only who signed
        ERC2771Forwarder.ForwardRequestData memory forged = request(call);
        forged.from = STRANGER;
        vm.expectPartialRevert(ERC2771Forwarder.ERC2771ForwarderInvalidSigner.selector);
        ERC2771Forwarder(forwarder).execute(forged);
        forged = request(call);
        forged.data = abi.encodeCall(streams.setRate, (key, rateOf(1)));
        vm.expectPartialRevert(ERC2771Forwarder.ERC2771ForwarderInvalidSigner.selector);
        ERC2771Forwarder(forwarder).execute(forged);
        assertStatus(key, StreamStatus.Streaming);
        // and each signature once
        ERC2771Forwarder.ForwardRequestData memory signed = request(call);
        ERC2771Forwarder(forwarder).execute(signed);
        assertStatus(key, StreamStatus.None);
        open(1);
        vm.expectPartialRevert(ERC2771Forwarder.ERC2771ForwarderInvalidSigner.selector);
        ERC2771Forwarder(forwarder).execute(signed);
    }

    function test_Class09_NoKeeper() external {
        // 50 streams run dry and nobody comes for years: nobody owes anything
        StreamId[] memory ids = openMany(50);
        skip(3650 days);
        assertEq(streams.withdrawMany(payeeOf(CREATOR), address(stream), ids), 50 * uint256(DEPOSIT));
        assertEq(stream.balanceOf(address(streams)), 0);
    }

    function test_Class10_SmallPayeesAreNotRobbed() external {
        // settling a split second by second would leave it nothing but fees
        StreamKey memory key = open(1, registeredSplit());
        for (uint256 i; i < 1000; ++i) {
            skip(1);
            streams.withdraw(key);
        }
        uint256 all = 1000 * uint256(WEI_PER_SECOND);
        assertEq(stream.balanceOf(address(rollup)) + streams.owed(key.payee, key.token), all);
        uint256 credits = stream.balanceOf(address(rollup)) / streams.LEAST_CREDIT();
        assertLe(credits * PROVING_FEE * 100, all, "PAY-2: fees <= 1 %");
        // and whoever calls gets nothing for it
        assertEq(stream.balanceOf(address(this)), 0);
    }

    function test_Class11_NoMoreIsPromisedThanWasPaid() external {
        uint256 paid;
        for (uint88 i; i < 30; ++i) {
            paid += join(viewerOf(i), Rate.wrap(1 + i * 7919), i);
        }
        assertEq(stream.balanceOf(address(pools)), paid);
        uint256 refunded;
        for (uint256 i; i < 30; i += 3) {
            refunded += leave(viewerOf(i));
        }
        skip(31 days);
        assertEq(pools.collectPool(poolKey()) + refunded, paid);
    }

    function test_Class12_WithdrawnAgainAndAgain() external {
        StreamKey memory key = open(1);
        open(2);
        skip(100);
        for (uint256 i; i < 10; ++i) {
            streams.withdraw(key);
            streams.processPayment(CREATOR, type(uint256).max, StreamId.unwrap(key.id));
        }
        assertEq(stream.balanceOf(CREATOR), 100 * uint256(WEI_PER_SECOND));
        // burnt with a debt: the debt is paid
        uint256 positionId = sell(key);
        skip(100);
        cancel(key);
        assertEq(stream.balanceOf(BUYER), 100 * uint256(WEI_PER_SECOND));
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        positions.ownerOf(positionId);
        // nor does it come back to life
        expectNotOpen(key);
        resume(key);
        // ETH counts once: batches take none
        deal(STRANGER, 2);
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(streams.prepay, (STRANGER, address(0), 1));
        calls[1] = calls[0];
        vm.prank(STRANGER);
        (bool succeeded,) = address(streams).call{value: 1}(abi.encodeCall(streams.batch, (calls)));
        assertFalse(succeeded);
        vm.prank(STRANGER);
        (bool[] memory done,) = streams.batch(calls);
        assertFalse(done[0] || done[1]);
        assertEq(streams.prepaid(STRANGER, address(0)), 0);
    }

    function test_Class16_AllEntryPointsAgree() external {
        // the same stream by four doors: the protocol's own, terms, the forwarder, a batch
        vm.prank(VIEWER);
        streams.initiateStream(contentId, DURATION, WEI_PER_SECOND);
        bytes32 direct = keccak256(abi.encode(streams.streamOf(keyOf(0))));
        cancel(keyOf(0));
        open(0);
        assertEq(keccak256(abi.encode(streams.streamOf(keyOf(0)))), direct);
        cancel(keyOf(0));
        relay(abi.encodeCall(streams.initiateStream, (contentId, DURATION, WEI_PER_SECOND)));
        assertEq(keccak256(abi.encode(streams.streamOf(keyOf(0)))), direct);
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(streams.cancel, (keyOf(0)));
        calls[1] = abi.encodeCall(streams.open, (termsOf(0), byAllowance()));
        vm.prank(VIEWER);
        streams.batch(calls);
        assertEq(keccak256(abi.encode(streams.streamOf(keyOf(0)))), direct);
        // and every way out of it pays the same
        skip(100);
        uint256 state = vm.snapshotState();
        uint256[4] memory paid;
        StreamKey memory key = keyOf(0);
        paid[0] = streams.withdraw(key);
        vm.revertToState(state);
        streams.processPayment(CREATOR, type(uint256).max, StreamId.unwrap(keyOf(0).id));
        paid[1] = stream.balanceOf(CREATOR);
        vm.revertToState(state);
        cancel(keyOf(0));
        paid[2] = stream.balanceOf(CREATOR);
        vm.revertToState(state);
        vm.prank(CREATOR);
        paid[3] = streams.withdrawTo(key, BUYER);
        for (uint256 i; i < 4; ++i) {
            assertEq(paid[i], 100 * uint256(WEI_PER_SECOND));
        }
    }

    function test_Class17_TokensThatMisbehave() external {
        // one that keeps a fee counts at what arrived, so it never draws on what others put in
        FeeOnTransferToken fee = new FeeOnTransferToken();
        StreamKey memory one = open(1, fee);
        StreamKey memory two = open(2, fee);
        skip(2 * DURATION);
        streams.withdraw(one);
        streams.withdraw(two);
        assertEq(fee.balanceOf(CREATOR), 2 * (DEPOSIT - uint256(DEPOSIT) / 100));
        assertEq(fee.balanceOf(address(streams)), 0);
        // one that cannot be taken out stops nothing in another
        StreamKey memory stuck = open(3, new RevertingToken());
        StreamKey memory good = open(4);
        skip(100);
        assertEq(cancel(good), DEPOSIT - 100 * uint256(WEI_PER_SECOND));
        // two payments that fail burn what a payment may use, and no more
        vm.prank(VIEWER);
        streams.cancel{gas: 1_000_000}(stuck);
        assertOwed(streams, CREATOR, stuck.token, 100 * uint256(WEI_PER_SECOND));
        assertOwed(streams, VIEWER, stuck.token, DEPOSIT - 100 * uint256(WEI_PER_SECOND));
    }

    function test_Class17_NoTokenIsTakenForAnother() external {
        // a refund to nobody in a worthless token once could have been credited to split 0 in STREAM
        registeredSplit();
        TestToken worthless = new TestToken();
        worthless.mint(STRANGER, 1e24);
        bytes32 mine = publish("mine", payeeOf(STRANGER));
        StreamTerms memory terms = StreamTerms(mine, address(0), 0, address(worthless), rateOf(1), DEPOSIT);
        vm.startPrank(STRANGER);
        worthless.approve(address(streams), 1e24);
        vm.expectRevert(
            abi.encodeWithSelector(GuardedTransfer.GuardedTransfer_DestinationInvalid.selector, address(0))
        );
        streams.open(terms, byAllowance());
        vm.stopPrank();
    }

    function testFuzz_Class18_NothingFlowsBeforeNow(uint40 since, uint16 elapsed) external {
        vm.warp(bound(since, 1_800_000_000, type(uint40).max - 400 days));
        elapsed = uint16(bound(elapsed, 0, DURATION - 1));
        StreamKey memory key = open(1);
        assertEq(streams.accruedOf(key), 0);
        skip(elapsed);
        uint256 due = streams.accruedOf(key);
        pause(key);
        skip(elapsed);
        assertEq(streams.accruedOf(key), due);
        // nor into a seat of a pool
        uint256 before = pools.collectableOf(pools.poolIdOf(poolKey()));
        join(VIEWER, rate(), 3);
        assertEq(pools.collectableOf(pools.poolIdOf(poolKey())), before);
    }

    function _flow(Rate rate_, uint96 deposit) private returns (StreamKey memory) {
        StreamTerms memory terms = termsOf(uint64(Rate.unwrap(rate_)));
        (terms.rate, terms.deposit) = (rate_, deposit);
        return open(terms);
    }

    function _decode(string memory uri, string memory prefix) private pure returns (string memory) {
        assertTrue(LibString.startsWith(uri, prefix));
        return string(Base64.decode(LibString.slice(uri, bytes(prefix).length)));
    }

    function _refused(address caller, bytes memory call) private {
        vm.prank(caller);
        (bool succeeded,) = address(streams).call(call);
        assertFalse(succeeded);
    }
}
