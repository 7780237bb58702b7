// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {payeeOf} from "src/types/Payee.sol";
import {SplitId} from "src/types/SplitId.sol";
import {StreamId, StreamKey} from "src/types/Stream.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";

contract StreamingProtocol_WithdrawMany_Test is StreamScene {
    function test_WhenThereAreNoRows() external {
        StreamId[] memory none;
        assertEq(streams.withdrawMany(payeeOf(CREATOR), address(stream), none), 0);
    }

    function test_WhenTheStreamsAreOpen() external {
        StreamId[] memory ids = openMany(5);
        skip(100);
        uint256 each = 100 * uint256(WEI_PER_SECOND);
        for (uint256 i = 0; i < ids.length; ++i) {
            expectWithdrawn(StreamKey(ids[i], payeeOf(CREATOR), address(stream)), each);
        }
        vm.expectEmit(address(stream));
        emit ERC20.Transfer(address(streams), CREATOR, 5 * each);
        vm.prank(STRANGER);
        assertEq(streams.withdrawMany(payeeOf(CREATOR), address(stream), ids), 5 * each);
        assertEq(stream.balanceOf(CREATOR), 5 * each);
    }

    function test_WhenARowComesTwice() external {
        StreamId[] memory ids = openMany(2);
        ids[1] = ids[0];
        skip(100);
        assertEq(streams.withdrawMany(payeeOf(CREATOR), address(stream), ids), 100 * uint256(WEI_PER_SECOND));
    }

    function test_WhenARowIsOfAStreamThatIsNotOpen() external {
        StreamId[] memory ids = openMany(2);
        ids[0] = StreamId.wrap("none");
        skip(100);
        assertEq(streams.withdrawMany(payeeOf(CREATOR), address(stream), ids), 100 * uint256(WEI_PER_SECOND));
    }

    function test_WhenARowIsOfAnotherPayee() external {
        contentId = publish("another's", payeeOf(STRANGER));
        StreamId[] memory ids = openMany(2);
        contentId = publish("mine", payeeOf(CREATOR));
        ids[1] = openMany(1)[0];
        skip(100);
        assertEq(streams.withdrawMany(payeeOf(CREATOR), address(stream), ids), 100 * uint256(WEI_PER_SECOND));
        assertEq(stream.balanceOf(STRANGER), 0);
    }

    function test_GivenARowWasMadeAPosition() external {
        StreamId[] memory ids = openMany(2);
        StreamKey memory sold = StreamKey(ids[0], payeeOf(CREATOR), address(stream));
        sell(sold);
        skip(100);
        assertEq(streams.withdrawMany(payeeOf(CREATOR), address(stream), ids), 100 * uint256(WEI_PER_SECOND));
        assertEq(streams.accruedOf(sold), 100 * uint256(WEI_PER_SECOND));
    }

    function test_GivenThePayeeIsASplit() external {
        SplitId split = registeredSplit();
        contentId = publish("a shared work", payeeOf(split));
        StreamId[] memory ids = openMany(3);
        skip(100);
        uint96 all = 300 * uint96(WEI_PER_SECOND);
        vm.expectEmit(address(rollup));
        emit ISplitRollup.Credited(0, 0, abi.encodePacked(uint16(1), split.slot(), all - PROVING_FEE));
        streams.withdrawMany(payeeOf(split), address(stream), ids);
        assertEq(stream.balanceOf(address(rollup)), all);
    }

    function test_GivenTheTokenRefusesThePayee() external {
        BlocklistToken token = new BlocklistToken();
        StreamId[] memory ids = new StreamId[](2);
        ids[0] = open(1, token).id;
        ids[1] = open(2, token).id;
        token.setBlocked(CREATOR, true);
        skip(100);
        streams.withdrawMany(payeeOf(CREATOR), address(token), ids);
        assertOwed(streams, CREATOR, address(token), 200 * uint256(WEI_PER_SECOND));
    }
}
