// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {IPayouts} from "src/interfaces/IPayouts.sol";
import {ChannelKey, ChannelStatus} from "src/types/Channel.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {Wallet} from "test/helpers/Wallet.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";

contract PaymentChannels_Refund_Test is ChannelScene {
    ChannelKey private _key;

    function setUp() public override {
        super.setUp();
        _key = keyOf(1);
        open(_key);
        settle(_key, row(_key, 10e18));
    }

    function test_RevertGiven_TheChannelWasNeverOpened() external {
        _expectNotOpen(keyOf(2));
    }

    function test_RevertGiven_TheChannelIsClosed() external {
        openAndClose(keyOf(2));
        _expectNotOpen(keyOf(2));
    }

    function test_RevertWhen_ThePayeeDidNotConsent() external {
        bytes32 digest = _digest(_key, 5e18, 0);
        _expectInvalid(_key, 5e18, 0, sign(PAYER_KEY, digest));
        _expectInvalid(_key, 5e18, 0, sign(SESSION_SECRET, digest));
        _expectInvalid(_key, 5e18, 0, "");
    }

    function test_RevertWhen_AFieldDiffersFromWhatWasSigned() external {
        open(keyOf(2));
        bytes memory consent = refundConsent(_key, 5e18, 0);
        _expectInvalid(_key, 6e18, 0, consent);
        _expectInvalid(_key, 5e18, 1, consent);
        _expectInvalid(keyOf(2), 5e18, 0, consent);
    }

    function test_RevertWhen_ThePayeeIsASplit() external {
        ChannelKey memory key = keyOf(1, payeeOf(registeredSplit()));
        open(key);
        _expectInvalid(key, 5e18, 0, refundConsent(key, 5e18, 0));
    }

    function test_RevertGiven_TheConsentWasUsed() external {
        bytes memory consent = refundConsent(_key, 5e18, 0);
        channels.refund(_key, 5e18, 0, FOREVER, consent);
        assertTrue(channels.consentUsed(channels.channelIdOf(_key), 0));
        _expectUsed(5e18, FOREVER, consent);
    }

    function test_RevertGiven_AConsentOfTheNonceWasUsed() external {
        bytes32 channelId = channels.channelIdOf(_key);
        bytes32 later = channels.refundConsentDigest(channelId, 5e18, 0, FOREVER - 1);
        channels.refund(_key, 5e18, 0, FOREVER, refundConsent(_key, 5e18, 0));
        _expectUsed(5e18, FOREVER - 1, sign(PAYEE_KEY, later));
        _expectUsed(6e18, FOREVER, refundConsent(_key, 6e18, 0));
        assertEq(channelOf(_key).deposit, DEPOSIT - 5e18, "PAY-4: what is signed anew pays once");
    }

    function test_GivenTheNonceWasUsedInAnotherChannel() external {
        open(keyOf(2));
        channels.refund(keyOf(2), 5e18, 0, FOREVER, refundConsent(keyOf(2), 5e18, 0));
        channels.refund(_key, 5e18, 0, FOREVER, refundConsent(_key, 5e18, 0));
        assertEq(channelOf(_key).deposit, DEPOSIT - 5e18);
    }

    function test_RevertGiven_TheConsentWasUsedAndTheSignatureIsMalleated() external {
        channels.refund(_key, 5e18, 0, FOREVER, refundConsent(_key, 5e18, 0));
        bytes32 digest = _digest(_key, 5e18, 0);
        (bytes32 r, bytes32 vs) = vm.signCompact(PAYEE_KEY, digest);
        _expectUsed(5e18, FOREVER, abi.encodePacked(r, vs));
    }

    function test_RevertWhen_ItIsMoreThanWhatIsNotSettled() external {
        bytes memory consent = refundConsent(_key, 90e18 + 1, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentChannels.PaymentChannels_AboveDeposit.selector, 90e18 + 1, 90e18)
        );
        channels.refund(_key, 90e18 + 1, 0, FOREVER, consent);
    }

    function test_RevertWhen_TheDeadlineHasPassed() external {
        uint40 deadline = uint40(block.timestamp);
        bytes32 digest = channels.refundConsentDigest(channels.channelIdOf(_key), 5e18, 0, deadline);
        bytes memory consent = sign(PAYEE_KEY, digest);
        skip(1);
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentChannels.PaymentChannels_DeadlinePassed.selector, deadline)
        );
        channels.refund(_key, 5e18, 0, deadline, consent);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_ConsentInvalid.selector,
                _key.payee,
                channels.refundConsentDigest(channels.channelIdOf(_key), 5e18, 0, deadline + 1)
            )
        );
        channels.refund(_key, 5e18, 0, deadline + 1, consent);
    }

    function test_WhenItIsTheLastSecond() external {
        uint40 deadline = uint40(block.timestamp + 60);
        bytes32 digest = channels.refundConsentDigest(channels.channelIdOf(_key), 5e18, 0, deadline);
        skip(60);
        channels.refund(_key, 5e18, 0, deadline, sign(PAYEE_KEY, digest));
        assertEq(channelOf(_key).deposit, DEPOSIT - 5e18);
    }

    function test_GivenTheChannelIsOpen() external {
        uint256 before = stream.balanceOf(PAYER);
        bytes memory consent = refundConsent(_key, 5e18, 0);
        vm.expectEmit(address(channels));
        emit IPaymentChannels.Refunded(channels.channelIdOf(_key), 5e18, 0);
        vm.prank(STRANGER);
        channels.refund(_key, 5e18, 0, FOREVER, consent);

        assertEq(stream.balanceOf(PAYER) - before, 5e18);
        assertEq(channelOf(_key).deposit, DEPOSIT - 5e18);
        assertEq(channelOf(_key).settled, 10e18);
        assertEq(channelOf(_key).windowSec, WINDOW);
        assertTrue(statusOf(_key) == ChannelStatus.Open);
        assertEq(settle(_key, row(_key, DEPOSIT)), DEPOSIT - 15e18, "no voucher reaches what is gone");
    }

    function test_GivenTheChannelIsClosing() external {
        startClose(_key);
        uint40 closesAt = channelOf(_key).closesAt;
        channels.refund(_key, 5e18, 0, FOREVER, refundConsent(_key, 5e18, 0));
        assertEq(channelOf(_key).closesAt, closesAt, "the close goes on");
        assertEq(channelOf(_key).deposit, DEPOSIT - 5e18);
    }

    function test_WhenItIsAllThatIsNotSettled() external {
        channels.refund(_key, 90e18, 0, FOREVER, refundConsent(_key, 90e18, 0));
        assertEq(channelOf(_key).deposit, 10e18);
        assertEq(settle(_key, row(_key, DEPOSIT)), 0);
        assertTrue(statusOf(_key) == ChannelStatus.Open);
    }

    function test_WhenTheNonceIsAnother() external {
        channels.refund(_key, 5e18, 0, FOREVER, refundConsent(_key, 5e18, 0));
        channels.refund(_key, 5e18, 1, FOREVER, refundConsent(_key, 5e18, 1));
        assertEq(channelOf(_key).deposit, DEPOSIT - 10e18);
    }

    function test_WhenThePayeeIsAWallet() external {
        Wallet wallet = new Wallet(PAYEE);
        ChannelKey memory key = keyOf(1, payeeOf(address(wallet)));
        open(key);
        channels.refund(key, 5e18, 0, FOREVER, refundConsent(key, 5e18, 0));
        assertEq(channelOf(key).deposit, DEPOSIT - 5e18);
    }

    function test_WhenTheTokenIsETH() external {
        ChannelKey memory key = keyOf(1, ERC20(address(0)));
        open(key);
        uint256 before = PAYER.balance;
        channels.refund(key, 5e18, 0, FOREVER, refundConsent(key, 5e18, 0));
        assertEq(PAYER.balance - before, 5e18);
    }

    function test_WhenTheTokenRefusesThePayer() external {
        BlocklistToken token = new BlocklistToken();
        approve(token);
        ChannelKey memory key = keyOf(1, token);
        open(key);
        token.setBlocked(PAYER, true);
        bytes memory consent = refundConsent(key, 5e18, 0);
        vm.expectEmit(address(channels));
        emit IPayouts.Owed(payeeOf(PAYER), address(token), 5e18);
        channels.refund(key, 5e18, 0, FOREVER, consent);
        assertEq(channels.owed(payeeOf(PAYER), address(token)), 5e18);
    }

    function _digest(ChannelKey memory key, uint96 amount, uint64 nonce) private view returns (bytes32) {
        return channels.refundConsentDigest(channels.channelIdOf(key), amount, nonce, FOREVER);
    }

    function _expectInvalid(ChannelKey memory key, uint96 amount, uint64 nonce, bytes memory consent)
        private
    {
        bytes32 digest = _digest(key, amount, nonce);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_ConsentInvalid.selector, key.payee, digest
            )
        );
        channels.refund(key, amount, nonce, FOREVER, consent);
        assertFalse(channels.consentUsed(channels.channelIdOf(key), nonce));
    }

    function _expectUsed(uint96 amount, uint40 deadline, bytes memory consent) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_ConsentUsed.selector, channels.channelIdOf(_key), 0
            )
        );
        channels.refund(_key, amount, 0, deadline, consent);
    }

    function _expectNotOpen(ChannelKey memory key) private {
        bytes memory consent = refundConsent(key, 5e18, 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_NotOpen.selector, channels.channelIdOf(key)
            )
        );
        channels.refund(key, 5e18, 0, FOREVER, consent);
    }
}
