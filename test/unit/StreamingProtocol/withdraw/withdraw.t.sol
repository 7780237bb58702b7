// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ReentrancyGuardTransient} from "solady/utils/ReentrancyGuardTransient.sol";

import {IPayouts} from "src/interfaces/IPayouts.sol";
import {payeeOf} from "src/types/Payee.sol";
import {Rate} from "src/types/Rate.sol";
import {StreamKey, StreamStatus} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {FalseReturnToken} from "test/helpers/tokens/FalseReturnToken.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";
import {RevertingToken} from "test/helpers/tokens/RevertingToken.sol";

contract StreamingProtocol_Withdraw_Test is StreamScene {
    function test_RevertWhen_TheStreamIsNotOpen() external {
        StreamKey memory key = keyOf(1);
        expectNotOpen(key);
        streams.withdraw(key);
    }

    function test_RevertWhen_ThePayeeIsAnother() external {
        StreamKey memory key = open(1);
        key.payee = payeeOf(STRANGER);
        expectNotOpen(key);
        streams.withdraw(key);
    }

    function test_WhenAnyoneCalls() external {
        StreamKey memory key = open(1);
        skip(100);
        expectWithdrawn(key, 100 * uint256(WEI_PER_SECOND));
        vm.prank(STRANGER);
        assertEq(streams.withdraw(key), 100 * uint256(WEI_PER_SECOND));
        assertEq(stream.balanceOf(CREATOR), 100 * uint256(WEI_PER_SECOND));
        assertEq(streams.streamOf(key).funds, DEPOSIT - 100 * uint256(WEI_PER_SECOND));
    }

    function test_WhenItIsCalledTwiceInASecond() external {
        StreamKey memory key = open(1);
        skip(100);
        streams.withdraw(key);
        assertEq(streams.withdraw(key), 0);
        assertEq(stream.balanceOf(CREATOR), 100 * uint256(WEI_PER_SECOND));
    }

    function testFuzz_WhenItIsCalledAtAnyTimes(uint88 perSecond, uint16[12] calldata steps) external {
        StreamTerms memory terms = termsOf(1);
        terms.rate = Rate.wrap(uint88(bound(perSecond, 1, uint256(DEPOSIT) << 16)));
        StreamKey memory key = open(terms);
        uint256 ran;
        for (uint256 i = 0; i < steps.length; ++i) {
            skip(steps[i]);
            ran += steps[i];
            streams.withdraw(key);
            uint256 whole = ran * Rate.unwrap(terms.rate) >> 16;
            assertEq(stream.balanceOf(CREATOR), whole < DEPOSIT ? whole : DEPOSIT);
        }
    }

    function test_GivenItIsDepleted() external {
        StreamKey memory key = open(1);
        skip(365 days);
        assertEq(streams.withdraw(key), DEPOSIT);
        skip(1);
        assertEq(streams.withdraw(key), 0);
        assertStatus(key, StreamStatus.Depleted);
    }

    function test_GivenTheStreamIsAPosition() external {
        StreamKey memory key = open(1);
        sell(key);
        skip(100);
        streams.withdraw(key);
        assertEq(stream.balanceOf(BUYER), 100 * uint256(WEI_PER_SECOND));
        assertEq(stream.balanceOf(CREATOR), 0);
    }

    function test_RevertGiven_ThePositionIsRestrictedAndAnotherCalls() external {
        StreamKey memory key = open(1);
        sellRestricted(key);
        skip(100);
        expectRestricted(STRANGER);
        vm.prank(STRANGER);
        streams.withdraw(key);
        expectRestricted(CREATOR);
        vm.prank(CREATOR);
        streams.withdraw(key);
        vm.prank(BUYER);
        assertEq(streams.withdraw(key), 100 * uint256(WEI_PER_SECOND), "the owner may");
    }

    function test_GivenThePayeeIsASplit() external {
        StreamKey memory key = open(1, registeredSplit());
        skip(200);
        streams.withdraw(key);
        assertEq(stream.balanceOf(address(rollup)), 200 * uint256(WEI_PER_SECOND));
        assertEq(stream.allowance(address(streams), address(rollup)), 0);
    }

    function test_GivenThePayeeIsASplitThatIsDueTooLittle() external {
        StreamKey memory key = open(1, registeredSplit());
        skip(60);
        vm.expectEmit(address(streams));
        emit IPayouts.Owed(key.payee, key.token, 60 * uint256(WEI_PER_SECOND));
        streams.withdraw(key);
        assertEq(stream.balanceOf(address(rollup)), 0);
        skip(60);
        streams.withdraw(key);
        assertEq(stream.balanceOf(address(rollup)), 120 * uint256(WEI_PER_SECOND));
        assertEq(streams.owed(key.payee, key.token), 0);
    }

    function test_GivenTheTokenRefusesThePayee() external {
        BlocklistToken token = new BlocklistToken();
        StreamKey memory key = open(1, token);
        token.setBlocked(CREATOR, true);
        skip(100);
        vm.expectEmit(address(streams));
        emit IPayouts.Owed(key.payee, key.token, 100 * uint256(WEI_PER_SECOND));
        streams.withdraw(key);
        assertOwed(streams, CREATOR, address(token), 100 * uint256(WEI_PER_SECOND));
    }

    function test_GivenTheTokenAnswersFalse() external {
        FalseReturnToken token = new FalseReturnToken();
        StreamKey memory key = open(1, token);
        token.setRefusing(true);
        skip(100);
        streams.withdraw(key);
        assertOwed(streams, CREATOR, address(token), 100 * uint256(WEI_PER_SECOND));
    }

    function test_GivenTheTokenBurnsAllGas() external {
        RevertingToken token = new RevertingToken();
        StreamKey memory key = open(1, token);
        skip(100);
        streams.withdraw{gas: 10_000_000}(key);
        assertOwed(streams, CREATOR, address(token), 100 * uint256(WEI_PER_SECOND));
    }

    function test_GivenThePayeeTakesNoETH() external {
        contentId = publish("of a contract", payeeOf(address(contents)));
        deal(VIEWER, DEPOSIT);
        StreamTerms memory terms = termsOf(1);
        terms.token = address(0);
        vm.startPrank(VIEWER);
        streams.prepay{value: DEPOSIT}(VIEWER, address(0), DEPOSIT);
        StreamKey memory key =
            StreamKey(streams.open(terms, fromPrepaid()), payeeOf(address(contents)), address(0));
        vm.stopPrank();
        skip(100);
        streams.withdraw(key);
        assertOwed(streams, address(contents), address(0), 100 * uint256(WEI_PER_SECOND));
    }

    function test_WhenTheTokenCallsBack() external {
        ReentrantToken token = new ReentrantToken();
        StreamKey memory key = open(1, token);
        skip(100);
        token.arm(address(streams), abi.encodeCall(streams.withdraw, (key)));
        streams.withdraw(key);
        assertFalse(token.succeeded());
        assertEq(bytes4(token.answer()), ReentrancyGuardTransient.Reentrancy.selector);
        assertEq(token.balanceOf(CREATOR), 100 * uint256(WEI_PER_SECOND));
    }
}
