// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {IStreams} from "src/interfaces/IStreams.sol";
import {StreamKey, StreamStatus} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

contract StreamingProtocol_TopUp_Test is StreamScene {
    function test_RevertWhen_TheStreamIsNotOpen() external {
        StreamKey memory key = keyOf(1);
        expectNotOpen(key);
        vm.prank(VIEWER);
        streams.topUp(key, 1e18);
    }

    function test_RevertWhen_ItIsMoreThanAStreamCanHold() external {
        TestToken token = new TestToken();
        StreamKey memory key = open(1, token);
        token.mint(VIEWER, type(uint96).max);
        vm.expectRevert(SafeCastLib.Overflow.selector);
        vm.prank(VIEWER);
        streams.topUp(key, type(uint96).max - DEPOSIT + 1);
    }

    function test_RevertWhen_ItIsInETH() external {
        StreamKey memory key = keyOf(1);
        key.token = address(0);
        vm.expectRevert(abi.encodeWithSelector(IDeposits.Deposits_ValueInexact.selector, 0, 1));
        streams.topUp(key, 1);
    }

    function test_GivenItStreams() external {
        StreamKey memory key = open(1);
        skip(DURATION - 1);
        vm.expectEmit(address(streams));
        emit IStreams.StreamToppedUp(hashOf(key), 1e18);
        vm.prank(VIEWER);
        streams.topUp(key, 1e18);
        assertEq(streams.streamOf(key).funds, DEPOSIT + 1e18);
        assertEq(streams.accruedOf(key), DEPOSIT - WEI_PER_SECOND);
        assertEq(stream.balanceOf(CREATOR), 0);
        skip(1000);
        assertEq(streams.accruedOf(key), DEPOSIT - WEI_PER_SECOND + 1000 * uint256(WEI_PER_SECOND));
    }

    function test_GivenItIsDepleted() external {
        StreamKey memory key = open(1);
        skip(DURATION + 3 days);
        expectWithdrawn(key, DEPOSIT);
        vm.prank(VIEWER);
        streams.topUp(key, 1e18);
        assertEq(stream.balanceOf(CREATOR), DEPOSIT);
        assertEq(streams.streamOf(key).funds, 1e18);
        assertEq(streams.accruedOf(key), 0);
        skip(10);
        assertEq(streams.accruedOf(key), 10 * uint256(WEI_PER_SECOND));
    }

    function test_GivenItWasDepletedAndCollected() external {
        StreamKey memory key = open(1);
        skip(DURATION);
        streams.withdraw(key);
        skip(3 days);
        vm.prank(VIEWER);
        streams.topUp(key, 1e18);
        assertEq(streams.accruedOf(key), 0);
        assertEq(streams.depletionTimeOf(key), block.timestamp + 1000);
    }

    function test_GivenItIsDepletedToAPartOfASecond() external {
        StreamTerms memory terms = termsOf(1);
        terms.deposit = DEPOSIT - 1;
        StreamKey memory key = open(terms);
        skip(DURATION);
        vm.prank(VIEWER);
        streams.topUp(key, 1e18);
        assertEq(stream.balanceOf(CREATOR), DEPOSIT - 1);
        assertEq(streams.streamOf(key).remainder, 0);
        assertEq(streams.accruedOf(key), 0);
    }

    function test_GivenItIsPaused() external {
        StreamKey memory key = open(1);
        skip(60);
        pause(key);
        vm.prank(VIEWER);
        streams.topUp(key, 1e18);
        skip(60);
        assertStatus(key, StreamStatus.Paused);
        assertEq(streams.accruedOf(key), 60 * uint256(WEI_PER_SECOND));
        assertEq(streams.refundableOf(key), DEPOSIT + 1e18 - 60 * uint256(WEI_PER_SECOND));
    }

    function test_GivenTheStreamIsAPositionAndItIsDepleted() external {
        StreamKey memory key = open(1);
        sell(key);
        skip(DURATION);
        vm.prank(VIEWER);
        streams.topUp(key, 1e18);
        assertEq(stream.balanceOf(BUYER), DEPOSIT);
    }

    /// @dev The money of a depleted stream would be pushed to the owner, who may be an escrow.
    function test_RevertGiven_ThePositionIsRestrictedAndItIsDepleted() external {
        StreamKey memory key = open(1);
        sellRestricted(key);
        skip(60);
        vm.prank(VIEWER);
        streams.topUp(key, 1e18);
        skip(2 * DURATION);
        expectRestricted(VIEWER);
        vm.prank(VIEWER);
        streams.topUp(key, 1e18);
        vm.prank(BUYER);
        streams.withdraw(key);
        vm.prank(VIEWER);
        streams.topUp(key, 1e18);
        assertEq(stream.balanceOf(BUYER), DEPOSIT + 1e18);
    }

    function test_WhenAnyoneTopsUp() external {
        StreamKey memory key = open(1);
        fund(STRANGER, 1e18, address(streams));
        vm.prank(STRANGER);
        streams.topUp(key, 1e18);
        assertEq(stream.balanceOf(STRANGER), 0);
        assertEq(cancel(key), DEPOSIT + 1e18);
        assertEq(stream.balanceOf(VIEWER), 1_000_000e18 + 1e18);
    }

    function test_WhenItIsNothing() external {
        StreamKey memory key = open(1);
        skip(60);
        streams.topUp(key, 0);
        assertEq(streams.accruedOf(key), 60 * uint256(WEI_PER_SECOND));
        assertEq(streams.streamOf(key).funds, DEPOSIT);
    }

    function test_WhenTheTokenKeepsAFee() external {
        FeeOnTransferToken token = new FeeOnTransferToken();
        StreamKey memory key = open(1, token);
        vm.prank(VIEWER);
        streams.topUp(key, 100);
        assertEq(streams.streamOf(key).funds, DEPOSIT - DEPOSIT / 100 + 99);
    }
}
