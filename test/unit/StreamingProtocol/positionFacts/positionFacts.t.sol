// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {LibString} from "solady/utils/LibString.sol";

import {PositionFacts} from "src/types/Position.sol";
import {payeeOf} from "src/types/Payee.sol";
import {Rate} from "src/types/Rate.sol";
import {StreamId, StreamKey} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_PositionFacts_Test is StreamScene {
    function test_RevertGiven_TheStreamIsNotOpen() external view {
        (bool succeeded,) = address(streams).staticcall(abi.encodeCall(streams.positionFacts, (1)));
        assertFalse(succeeded);
    }

    function test_GivenItStreams() external {
        StreamKey memory key = open(1);
        uint256 positionId = sell(key);
        skip(100);
        PositionFacts memory facts = streams.positionFacts(positionId);
        assertEq(facts.kind, "Stream");
        assertEq(facts.token, address(stream));
        assertEq(facts.total, DEPOSIT);
        assertEq(facts.paid, 0);
        assertTrue(facts.isRevocable, "the viewer may cancel");
        assertEq(facts.due, 100 * uint256(WEI_PER_SECOND));
        assertEq(facts.endsAt, block.timestamp + DURATION - 100);
        assertTrue(LibString.startsWith(positions.tokenURI(positionId), "data:application/json;base64,"));
    }

    function test_GivenItIsPaused() external {
        StreamKey memory key = open(1);
        uint256 positionId = sell(key);
        pause(key);
        assertEq(streams.positionFacts(positionId).endsAt, 0);
        assertGt(bytes(positions.tokenURI(positionId)).length, 0);
    }

    function test_GivenItEndsAfterAllTime() external {
        StreamTerms memory terms = termsOf(1);
        terms.rate = Rate.wrap(1);
        StreamKey memory key = open(terms);
        uint256 positionId = sell(key);
        assertGt(streams.depletionTimeOf(key), type(uint40).max);
        assertEq(streams.positionFacts(positionId).endsAt, type(uint40).max, "it does not wrap");
        assertGt(bytes(positions.tokenURI(positionId)).length, 0);
    }

    /// @dev By every way in which money leaves a stream, and not before it was a position.
    function test_GivenItWasPaid() external {
        StreamKey memory key = open(1);
        skip(10);
        streams.withdraw(key);
        uint256 positionId = sell(key);
        _assertPaid(positionId, 0, DEPOSIT - 10 * uint256(WEI_PER_SECOND));

        skip(100);
        streams.withdraw(key);
        _assertPaid(positionId, 100, DEPOSIT - 10 * uint256(WEI_PER_SECOND));
        skip(20);
        vm.prank(BUYER);
        streams.withdrawTo(key, STRANGER);
        skip(3);
        streams.processPayment(CREATOR, type(uint256).max, StreamId.unwrap(key.id));
        skip(7);
        vm.prank(VIEWER);
        streams.setRate(key, rate());
        _assertPaid(positionId, 130, DEPOSIT - 10 * uint256(WEI_PER_SECOND));
        skip(DURATION);
        vm.prank(VIEWER);
        streams.topUp(key, DEPOSIT);
        _assertPaid(positionId, 3590, 2 * uint256(DEPOSIT) - 10 * uint256(WEI_PER_SECOND));
        assertEq(stream.balanceOf(BUYER) + stream.balanceOf(STRANGER), streams.positionFacts(positionId).paid);
    }

    function test_GivenItPaysETH() external {
        deal(VIEWER, 1 ether);
        vm.prank(VIEWER);
        streams.prepay{value: 1 ether}(VIEWER, address(0), 1 ether);
        StreamTerms memory terms = termsOf(1);
        (terms.token, terms.deposit) = (address(0), 1 ether);
        vm.prank(VIEWER);
        StreamKey memory key = StreamKey(streams.open(terms, fromPrepaid()), payeeOf(CREATOR), address(0));
        uint256 positionId = sell(key);
        skip(100);
        streams.withdraw(key);
        assertEq(BUYER.balance, 100 * uint256(WEI_PER_SECOND));
        PositionFacts memory facts = streams.positionFacts(positionId);
        assertEq(facts.token, address(0));
        assertEq(facts.paid, 100 * uint256(WEI_PER_SECOND));
        assertEq(facts.total, 1 ether);
        assertGt(bytes(positions.tokenURI(positionId)).length, 0);
    }

    function test_RevertGiven_ItEnded() external {
        StreamKey memory key = open(1);
        uint256 positionId = sell(key);
        cancel(key);
        (bool succeeded,) = address(streams).staticcall(abi.encodeCall(streams.positionFacts, (positionId)));
        assertFalse(succeeded);
    }

    function _assertPaid(uint256 positionId, uint256 secondsPaid, uint256 total) private view {
        PositionFacts memory facts = streams.positionFacts(positionId);
        assertEq(facts.paid, secondsPaid * WEI_PER_SECOND, "paid");
        assertEq(facts.total, total, "total");
    }
}
