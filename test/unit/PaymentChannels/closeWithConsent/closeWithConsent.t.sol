// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {Channel, ChannelKey, ChannelStatus} from "src/types/Channel.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {Wallet} from "test/helpers/Wallet.sol";

contract PaymentChannels_CloseWithConsent_Test is ChannelScene {
    ChannelKey private _key;

    function setUp() public override {
        super.setUp();
        _key = keyOf(1);
        open(_key);
        settle(_key, row(_key, 10e18));
    }

    function test_RevertWhen_TheCallerIsNotThePayer() external {
        bytes memory consent = closeConsent(_key, 30e18);
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentChannels.PaymentChannels_NotPayer.selector, PAYEE, PAYER)
        );
        vm.prank(PAYEE);
        channels.closeWithConsent(_key, 30e18, FOREVER, consent);
    }

    function test_RevertGiven_TheChannelWasNeverOpened() external {
        _expectNotOpen(keyOf(2));
    }

    function test_RevertGiven_TheChannelIsClosed() external {
        _close(_key, 30e18, closeConsent(_key, 30e18));
        _expectNotOpen(_key);
    }

    function test_RevertWhen_ThePayeeDidNotConsent() external {
        bytes32 digest = channels.closeConsentDigest(channels.channelIdOf(_key), 30e18, FOREVER);
        _expectInvalid(_key, 30e18, sign(PAYER_KEY, digest));
        _expectInvalid(_key, 30e18, sign(SESSION_SECRET, digest));
        _expectInvalid(_key, 30e18, "");
    }

    function test_RevertWhen_AFieldDiffersFromWhatWasSigned() external {
        open(keyOf(2));
        _expectInvalid(_key, 29e18, closeConsent(_key, 30e18));
        _expectInvalid(keyOf(2), 30e18, closeConsent(_key, 30e18));
    }

    function test_RevertWhen_ThePayeeIsASplit() external {
        ChannelKey memory key = keyOf(1, payeeOf(registeredSplit()));
        open(key);
        _expectInvalid(key, 30e18, closeConsent(key, 30e18));
    }

    function test_RevertGiven_MoreWasSettled() external {
        bytes memory consent = closeConsent(_key, 10e18 - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentChannels.PaymentChannels_BelowSettled.selector, 10e18 - 1, 10e18)
        );
        _close(_key, 10e18 - 1, consent);
    }

    function test_RevertWhen_ItIsMoreThanTheDeposit() external {
        bytes memory consent = closeConsent(_key, DEPOSIT + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_AboveDeposit.selector, DEPOSIT + 1, DEPOSIT
            )
        );
        _close(_key, DEPOSIT + 1, consent);
    }

    function test_RevertWhen_TheDeadlineHasPassed() external {
        uint40 deadline = uint40(block.timestamp);
        bytes memory consent = _consentUntil(deadline);
        skip(1);
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentChannels.PaymentChannels_DeadlinePassed.selector, deadline)
        );
        vm.prank(PAYER);
        channels.closeWithConsent(_key, 30e18, deadline, consent);
        bytes32 digest = channels.closeConsentDigest(channels.channelIdOf(_key), 30e18, deadline + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_ConsentInvalid.selector, _key.payee, digest
            )
        );
        vm.prank(PAYER);
        channels.closeWithConsent(_key, 30e18, deadline + 1, consent);
    }

    function test_WhenItIsTheLastSecond() external {
        uint40 deadline = uint40(block.timestamp + 60);
        bytes memory consent = _consentUntil(deadline);
        skip(60);
        vm.prank(PAYER);
        channels.closeWithConsent(_key, 30e18, deadline, consent);
        assertTrue(statusOf(_key) == ChannelStatus.Closed);
    }

    function test_WhenThePayeeHasCodeThatSignsNothing() external {
        vm.etch(PAYEE, abi.encodePacked(hex"ef0100", address(stream)));
        _close(_key, 30e18, closeConsent(_key, 30e18));
        assertEq(stream.balanceOf(PAYEE), 30e18);
    }

    function test_GivenTheChannelIsOpen() external {
        uint256 before = stream.balanceOf(PAYER);
        bytes memory consent = closeConsent(_key, 30e18);
        vm.expectEmit(address(channels));
        emit IPaymentChannels.Closed(channels.channelIdOf(_key), 30e18, 70e18);
        _close(_key, 30e18, consent);

        assertEq(stream.balanceOf(PAYEE), 30e18);
        assertEq(stream.balanceOf(PAYER) - before, 70e18);
        assertEq(stream.balanceOf(address(channels)), 0);
        Channel memory channel = channelOf(_key);
        assertEq(channel.settled, 30e18);
        assertEq(channel.closesAt, block.timestamp, "the tombstone");
        assertEq(channel.windowSec, 0);
        assertEq(settle(_key, row(_key, DEPOSIT)), 0, "closed is for ever");
    }

    function test_GivenTheChannelIsClosing() external {
        startClose(_key);
        _close(_key, 30e18, closeConsent(_key, 30e18));
        assertTrue(statusOf(_key) == ChannelStatus.Closed);
    }

    function test_WhenNothingMoreIsSettled() external {
        _close(_key, 10e18, closeConsent(_key, 10e18));
        assertEq(stream.balanceOf(PAYEE), 10e18);
    }

    function test_WhenAllOfTheDepositIsSettled() external {
        _close(_key, DEPOSIT, closeConsent(_key, DEPOSIT));
        assertEq(stream.balanceOf(PAYEE), DEPOSIT);
    }

    function test_WhenThePayeeIsAWallet() external {
        ChannelKey memory key = keyOf(1, payeeOf(address(new Wallet(PAYEE))));
        open(key);
        _close(key, 30e18, closeConsent(key, 30e18));
        assertEq(stream.balanceOf(key.payee.toAddress()), 30e18);
    }

    function test_WhenTheTokenIsETH() external {
        ChannelKey memory key = keyOf(1, ERC20(address(0)));
        open(key);
        uint256 before = PAYER.balance;
        _close(key, 30e18, closeConsent(key, 30e18));
        assertEq(PAYEE.balance, 30e18);
        assertEq(PAYER.balance - before, 70e18);
    }

    function _consentUntil(uint40 deadline) private view returns (bytes memory) {
        return sign(PAYEE_KEY, channels.closeConsentDigest(channels.channelIdOf(_key), 30e18, deadline));
    }

    function _close(ChannelKey memory key, uint96 settled, bytes memory consent) private {
        vm.prank(PAYER);
        channels.closeWithConsent(key, settled, FOREVER, consent);
    }

    function _expectInvalid(ChannelKey memory key, uint96 settled, bytes memory consent) private {
        bytes32 digest = channels.closeConsentDigest(channels.channelIdOf(key), settled, FOREVER);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_ConsentInvalid.selector, key.payee, digest
            )
        );
        _close(key, settled, consent);
    }

    function _expectNotOpen(ChannelKey memory key) private {
        bytes memory consent = closeConsent(key, 30e18);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_NotOpen.selector, channels.channelIdOf(key)
            )
        );
        _close(key, 30e18, consent);
    }
}
