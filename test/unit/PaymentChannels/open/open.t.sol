// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";
import {ReentrancyGuardTransient} from "solady/utils/ReentrancyGuardTransient.sol";

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {IPayouts} from "src/interfaces/IPayouts.sol";
import {Channel, ChannelKey, ChannelStatus} from "src/types/Channel.sol";
import {Payee, payeeOf} from "src/types/Payee.sol";
import {SplitId} from "src/types/SplitId.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {FalseReturnToken} from "test/helpers/tokens/FalseReturnToken.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";
import {GenerousToken} from "test/helpers/tokens/GenerousToken.sol";
import {KeepingToken} from "test/helpers/tokens/KeepingToken.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

contract PaymentChannels_Open_Test is ChannelScene {
    function test_RevertWhen_ThePayeeIsZero() external {
        _expectPayeeInvalid(keyOf(1, Payee.wrap(0)));
    }

    function test_RevertWhen_ThePayeeIsNeitherAnAddressNorASplit() external {
        _expectPayeeInvalid(keyOf(1, Payee.wrap(bytes32(uint256(2) << 160))));
    }

    function test_RevertWhen_ThePayeeIsASplitWithDirtyBits() external {
        bytes32 clean = Payee.unwrap(payeeOf(registeredSplit()));
        _expectPayeeInvalid(keyOf(1, Payee.wrap(clean | bytes32(uint256(1) << 64))));
    }

    function test_RevertWhen_ThePayeeIsASplitThatIsNotRegistered() external {
        _expectPayeeInvalid(keyOf(1, payeeOf(SplitId.wrap(0))));
    }

    function test_RevertWhen_ThePayeeIsASplitAndTheTokenIsNotTheRollups() external {
        TestToken token = new TestToken();
        approve(token);
        ChannelKey memory key = keyOf(1, token);
        key.payee = payeeOf(registeredSplit());
        _expectPayeeInvalid(key);
    }

    function test_RevertWhen_TheSessionKeyIsZero() external {
        ChannelKey memory key = keyOf(1);
        key.sessionKey = address(0);
        vm.expectRevert(IPaymentChannels.PaymentChannels_SessionKeyZero.selector);
        open(key);
    }

    function test_RevertWhen_TheDepositIsZero() external {
        vm.expectRevert(IPaymentChannels.PaymentChannels_NoDeposit.selector);
        open(keyOf(1), WINDOW, 0);
    }

    function test_RevertWhen_TheWindowIsTooShort() external {
        _expectWindowOutOfRange(15 minutes - 1);
    }

    function test_RevertWhen_TheWindowIsTooLong() external {
        _expectWindowOutOfRange(30 days + 1);
    }

    function test_RevertGiven_TheChannelIsOpen() external {
        bytes32 channelId = open(keyOf(1));
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentChannels.PaymentChannels_AlreadyUsed.selector, channelId)
        );
        open(keyOf(1));
    }

    function test_RevertGiven_TheChannelWasClosed() external {
        bytes32 channelId = openAndClose(keyOf(1));
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentChannels.PaymentChannels_AlreadyUsed.selector, channelId)
        );
        open(keyOf(1));
    }

    function test_RevertWhen_TheCallerHasTooLittle() external {
        ChannelKey memory key = keyOf(1);
        key.payer = STRANGER;
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        open(key);
    }

    function test_RevertWhen_TheTokenIsNotAContract() external {
        ChannelKey memory key = keyOf(1);
        key.token = STRANGER;
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        open(key);
    }

    function test_RevertWhen_TheTokenAnswersFalse() external {
        FalseReturnToken token = new FalseReturnToken();
        approve(token);
        token.setRefusing(true);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        open(keyOf(1, token));
    }

    function test_RevertWhen_NothingOfTheDepositArrives() external {
        KeepingToken token = new KeepingToken();
        approve(token);
        vm.expectRevert(IPaymentChannels.PaymentChannels_NoDeposit.selector);
        open(keyOf(1, token));
    }

    function test_RevertWhen_MoreArrivesThanAChannelHolds() external {
        GenerousToken token = new GenerousToken();
        approve(token);
        token.mint(PAYER, type(uint96).max);
        vm.expectRevert(SafeCastLib.Overflow.selector);
        open(keyOf(1, token), WINDOW, type(uint96).max);
    }

    function test_RevertWhen_ETHIsSentAlongAToken() external {
        vm.expectRevert(abi.encodeWithSelector(IDeposits.Deposits_ValueInexact.selector, 1, DEPOSIT));
        _openWithValue(keyOf(1), 1);
    }

    function test_RevertWhen_TooLittleETHIsSent() external {
        vm.expectRevert(
            abi.encodeWithSelector(IDeposits.Deposits_ValueInexact.selector, DEPOSIT - 1, DEPOSIT)
        );
        _openWithValue(keyOf(1, ERC20(address(0))), DEPOSIT - 1);
    }

    function test_RevertWhen_TooMuchETHIsSent() external {
        vm.expectRevert(
            abi.encodeWithSelector(IDeposits.Deposits_ValueInexact.selector, DEPOSIT + 1, DEPOSIT)
        );
        _openWithValue(keyOf(1, ERC20(address(0))), DEPOSIT + 1);
    }

    function test_WhenTheTokenIsETH() external {
        ChannelKey memory key = keyOf(1, ERC20(address(0)));
        bytes32 channelId = open(key);
        assertEq(channels.channelOf(channelId).deposit, DEPOSIT);
        assertEq(address(channels).balance, DEPOSIT);
    }

    function test_WhenTheTokenTakesAFee() external {
        FeeOnTransferToken token = new FeeOnTransferToken();
        approve(token);
        ChannelKey memory key = keyOf(1, token);
        vm.expectEmit(address(channels));
        emit IPaymentChannels.Opened(
            channels.channelIdOf(key),
            PAYER,
            key.payee,
            key.token,
            1,
            key.sessionKey,
            WINDOW,
            DEPOSIT - DEPOSIT / 100
        );
        open(key);
        assertEq(channelOf(key).deposit, DEPOSIT - DEPOSIT / 100, "PAY-2: what arrived");
        assertEq(token.balanceOf(address(channels)), DEPOSIT - DEPOSIT / 100);
    }

    function test_WhenTheTokenCallsBack() external {
        ReentrantToken token = new ReentrantToken();
        approve(token);
        ChannelKey memory key = keyOf(1, token);
        token.arm(address(channels), abi.encodeCall(channels.topUp, (key, 1)));
        open(key);
        assertFalse(token.succeeded(), "a token must not come back in");
        assertEq(bytes4(token.answer()), ReentrancyGuardTransient.Reentrancy.selector);
        assertEq(channelOf(key).deposit, DEPOSIT);
    }

    function test_WhenThePayeeIsAnAddress() external {
        ChannelKey memory key = keyOf(1);
        uint256 before = stream.balanceOf(PAYER);
        bytes32 channelId = channels.channelIdOf(key);
        vm.expectEmit(address(channels));
        emit IPaymentChannels.Opened(
            channelId, PAYER, key.payee, key.token, 1, key.sessionKey, WINDOW, DEPOSIT
        );
        assertEq(open(key), channelId);

        Channel memory channel = channels.channelOf(channelId);
        assertEq(channel.deposit, DEPOSIT);
        assertEq(channel.settled, 0);
        assertEq(channel.closesAt, 0);
        assertEq(channel.windowSec, WINDOW);
        assertTrue(statusOf(channelId) == ChannelStatus.Open);
        assertEq(before - stream.balanceOf(PAYER), DEPOSIT);
        assertEq(stream.balanceOf(address(channels)), DEPOSIT);
    }

    function test_WhenThePayeeIsASplit() external {
        ChannelKey memory key = keyOf(1, payeeOf(registeredSplit()));
        assertTrue(statusOf(open(key)) == ChannelStatus.Open);
    }

    function test_WhenTheWindowIsAtAnEndOfItsRange() external {
        assertEq(channels.channelOf(open(keyOf(1), 15 minutes, 1)).windowSec, 15 minutes);
        assertEq(channels.channelOf(open(keyOf(2), 30 days, 1)).windowSec, 30 days);
    }

    function _openWithValue(ChannelKey memory key, uint256 value) private {
        vm.prank(PAYER);
        channels.open{value: value}(key.payee, key.token, key.salt, key.sessionKey, WINDOW, DEPOSIT);
    }

    function _expectPayeeInvalid(ChannelKey memory key) private {
        vm.expectRevert(abi.encodeWithSelector(IPayouts.Payouts_PayeeInvalid.selector, key.payee, key.token));
        open(key);
    }

    function _expectWindowOutOfRange(uint24 windowSec) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_WindowOutOfRange.selector, windowSec, 15 minutes, 30 days
            )
        );
        open(keyOf(1), windowSec, DEPOSIT);
    }
}
