// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPayouts} from "src/interfaces/IPayouts.sol";
import {payeeOf} from "src/types/Payee.sol";
import {StreamKey} from "src/types/Stream.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";

contract StreamingProtocol_PayOut_Test is StreamScene {
    function test_WhenNothingIsOwed() external {
        vm.recordLogs();
        assertEq(streams.payOut(payeeOf(CREATOR), address(stream)), 0);
        assertEq(streams.payOut(payeeOf(CREATOR), STRANGER), 0);
        assertEq(streams.payOut(payeeOf(registeredSplit()), STRANGER), 0);
        assertEq(vm.getRecordedLogs().length, 1);
    }

    function test_GivenTheTokenStillRefuses() external {
        BlocklistToken token = _oweTheCreator();
        vm.expectEmit(address(streams));
        emit IPayouts.PaidOut(payeeOf(CREATOR), address(token), 0, 0.1e18);
        assertEq(streams.payOut(payeeOf(CREATOR), address(token)), 0);
        assertOwed(streams, CREATOR, address(token), 0.1e18);
    }

    function test_GivenTheTokenRelents() external {
        BlocklistToken token = _oweTheCreator();
        token.setBlocked(CREATOR, false);
        vm.expectEmit(address(streams));
        emit IPayouts.PaidOut(payeeOf(CREATOR), address(token), 0.1e18, 0);
        vm.prank(STRANGER);
        assertEq(streams.payOut(payeeOf(CREATOR), address(token)), 0.1e18);
        assertEq(token.balanceOf(CREATOR), 0.1e18);
        assertEq(streams.payOut(payeeOf(CREATOR), address(token)), 0);
    }

    function test_GivenASplitIsOwedTooLittleToCredit() external {
        StreamKey memory key = open(1, registeredSplit());
        skip(99);
        streams.withdraw(key);
        assertEq(streams.payOut(key.payee, key.token), 0);
        assertEq(streams.owed(key.payee, key.token), 99 * uint256(WEI_PER_SECOND));
    }

    function _oweTheCreator() private returns (BlocklistToken token) {
        token = new BlocklistToken();
        StreamKey memory key = open(1, token);
        token.setBlocked(CREATOR, true);
        skip(100);
        streams.withdraw(key);
    }
}
