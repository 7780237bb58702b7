// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC721} from "solady/tokens/ERC721.sol";

import {IStreams} from "src/interfaces/IStreams.sol";
import {payeeOf} from "src/types/Payee.sol";
import {Rate} from "src/types/Rate.sol";
import {SplitId} from "src/types/SplitId.sol";
import {StreamKey} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

contract StreamingProtocol_Cancel_Test is StreamScene {
    function test_RevertWhen_TheStreamIsNotOpen() external {
        StreamKey memory key = keyOf(1);
        expectNotOpen(key);
        cancel(key);
    }

    function test_RevertWhen_TheCallerIsNeitherTheViewerNorThePayee() external {
        StreamKey memory key = open(1);
        expectNotHolder(STRANGER, key);
        vm.prank(STRANGER);
        streams.cancel(key);
    }

    function test_RevertWhen_TheCallerIsAPayeeWhoSoldThePosition() external {
        StreamKey memory key = open(1);
        sell(key);
        expectNotHolder(CREATOR, key);
        vm.prank(CREATOR);
        streams.cancel(key);
    }

    function test_RevertWhen_ItIsCancelledTwice() external {
        StreamKey memory key = open(1);
        cancel(key);
        expectNotOpen(key);
        cancel(key);
    }

    function test_WhenTheViewerCancels() external {
        StreamKey memory key = open(1);
        skip(100);
        uint256 due = 100 * uint256(WEI_PER_SECOND);
        vm.expectEmit(address(streams));
        emit IStreams.StreamCancelled(hashOf(key), due, DEPOSIT - due);
        assertEq(cancel(key), DEPOSIT - due);
        assertEq(stream.balanceOf(CREATOR), due);
        assertEq(stream.balanceOf(VIEWER), 1_000_000e18 - due);
        assertEq(stream.balanceOf(address(streams)), 0);
        assertGone(key);
    }

    function test_WhenThePayeeCancels() external {
        StreamKey memory key = open(1);
        skip(100);
        vm.prank(CREATOR);
        assertEq(streams.cancel(key), DEPOSIT - 100 * uint256(WEI_PER_SECOND));
        assertEq(stream.balanceOf(CREATOR), 100 * uint256(WEI_PER_SECOND));
        assertEq(stream.balanceOf(VIEWER), 1_000_000e18 - 100 * uint256(WEI_PER_SECOND));
    }

    function test_WhenTheOwnerOfThePositionCancels() external {
        StreamKey memory key = open(1);
        uint256 positionId = sell(key);
        skip(100);
        vm.prank(BUYER);
        streams.cancel(key);
        assertEq(stream.balanceOf(BUYER), 100 * uint256(WEI_PER_SECOND));
        assertEq(stream.balanceOf(VIEWER), 1_000_000e18 - 100 * uint256(WEI_PER_SECOND));
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        positions.ownerOf(positionId);
    }

    function test_WhenTheViewerCancelsAPosition() external {
        StreamKey memory key = open(1);
        uint256 positionId = sell(key);
        skip(100);
        cancel(key);
        assertEq(stream.balanceOf(BUYER), 100 * uint256(WEI_PER_SECOND));
        assertEq(stream.balanceOf(CREATOR), 0);
        open(1);
        vm.prank(CREATOR);
        assertEq(streams.mintPosition(key), positionId);
        assertEq(positions.ownerOf(positionId), CREATOR);
    }

    function test_GivenItIsPaused() external {
        StreamKey memory key = open(1);
        skip(100);
        pause(key);
        skip(100);
        assertEq(cancel(key), DEPOSIT - 100 * uint256(WEI_PER_SECOND));
        assertEq(stream.balanceOf(CREATOR), 100 * uint256(WEI_PER_SECOND));
    }

    function test_GivenItIsDepleted() external {
        StreamKey memory key = open(1);
        skip(2 * DURATION);
        assertEq(cancel(key), 0);
        assertEq(stream.balanceOf(CREATOR), DEPOSIT);
        assertGone(key);
    }

    function test_GivenAFractionOfAWeiHasAccrued() external {
        StreamTerms memory terms = termsOf(1);
        terms.rate = Rate.wrap(65_535);
        StreamKey memory key = open(terms);
        skip(1);
        assertEq(cancel(key), DEPOSIT);
        assertEq(stream.balanceOf(address(streams)), 0);
    }

    function test_GivenTheTokenRefusesThePayee() external {
        BlocklistToken token = new BlocklistToken();
        StreamKey memory key = open(1, token);
        token.setBlocked(CREATOR, true);
        skip(100);
        cancel(key);
        assertOwed(streams, CREATOR, address(token), 100 * uint256(WEI_PER_SECOND));
        assertEq(token.balanceOf(VIEWER), 1_000_000e18 - 100 * uint256(WEI_PER_SECOND));
    }

    function test_GivenTheTokenRefusesTheViewer() external {
        BlocklistToken token = new BlocklistToken();
        StreamKey memory key = open(1, token);
        token.setBlocked(VIEWER, true);
        skip(100);
        cancel(key);
        assertOwed(streams, VIEWER, address(token), DEPOSIT - 100 * uint256(WEI_PER_SECOND));
        assertEq(token.balanceOf(CREATOR), 100 * uint256(WEI_PER_SECOND));
    }

    function test_GivenThePayeeIsASplit() external {
        SplitId split = registeredSplit();
        StreamKey memory key = open(1, split);
        skip(200);
        cancel(key);
        assertEq(stream.balanceOf(address(rollup)), 200 * uint256(WEI_PER_SECOND));
        assertEq(stream.balanceOf(VIEWER), 1_000_000e18 - 200 * uint256(WEI_PER_SECOND));
        assertEq(stream.allowance(address(streams), address(rollup)), 0);
    }
}
