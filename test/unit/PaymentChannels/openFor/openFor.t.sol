// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {ChannelKey, ChannelStatus} from "src/types/Channel.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {Wallet, WalletFactory} from "test/helpers/Wallet.sol";

contract PaymentChannels_OpenFor_Test is ChannelScene {
    ChannelKey private _key;

    function setUp() public override {
        super.setUp();
        _key = keyOf(1);
        prepay(address(stream), DEPOSIT);
    }

    /* SIGNATURES THAT OPEN NOTHING */

    function test_RevertWhen_AnotherSigned() external {
        _expectInvalid(_signed(_key, PAYEE_KEY));
        _expectInvalid(_signed(_key, SESSION_SECRET));
    }

    function test_RevertWhen_AFieldDiffersFromWhatWasSigned() external {
        bytes memory signature = _signed(_key, PAYER_KEY);
        ChannelKey memory changed = keyOf(2);
        _expectInvalid(changed, WINDOW, DEPOSIT, signature);
        changed = keyOf(1);
        changed.payee = payeeOf(STRANGER);
        _expectInvalid(changed, WINDOW, DEPOSIT, signature);
        changed = keyOf(1);
        changed.token = address(0);
        _expectInvalid(changed, WINDOW, DEPOSIT, signature);
        changed = keyOf(1);
        changed.sessionKey = STRANGER;
        _expectInvalid(changed, WINDOW, DEPOSIT, signature);
        _expectInvalid(_key, WINDOW + 1, DEPOSIT, signature);
        _expectInvalid(_key, WINDOW, DEPOSIT - 1, signature);
    }

    function test_RevertWhen_TheSignatureIsOfAnotherChain() external {
        bytes memory signature = _signed(_key, PAYER_KEY);
        vm.chainId(10);
        _expectInvalid(signature);
    }

    function test_RevertWhen_TheSignatureIsMalformed() external {
        _expectInvalid("");
        _expectInvalid(new bytes(64));
        _expectInvalid(new bytes(65));
        _expectInvalid(new bytes(200));
    }

    function test_RevertWhen_ThePayerIsZero() external {
        ChannelKey memory key = keyOf(1);
        key.payer = address(0);
        vm.prank(PAYER);
        channels.prepay(address(0), address(stream), DEPOSIT);
        _expectInvalid(key, WINDOW, DEPOSIT, new bytes(65));
    }

    function test_RevertGiven_TheWalletsOwnerWasReplaced() external {
        (ChannelKey memory key, Wallet wallet) = _walletKey();
        bytes memory signature = _signed(key, PAYER_KEY);
        wallet.setOwner(STRANGER);
        _expectInvalid(key, WINDOW, DEPOSIT, signature);
    }

    function test_RevertWhen_ThePayerIsAWalletThatIsNotDeployedAndTheOwnerOfAnotherSigned() external {
        WalletFactory factory = new WalletFactory();
        ChannelKey memory key = _prepaidKey(factory.walletOf(PAYER));
        bytes memory signature = factory.wrapped(STRANGER, _signed(key, PAYEE_KEY));
        _expectInvalid(key, WINDOW, DEPOSIT, signature);
        assertEq(key.payer.code.length, 0);
    }

    function test_RevertWhen_AFactoryIsNamedForAnEOA() external {
        WalletFactory factory = new WalletFactory();
        _expectInvalid(factory.wrapped(STRANGER, _signed(_key, PAYEE_KEY)));
    }

    /* OTHER REASONS */

    function test_RevertGiven_TheChannelWasOpenedByTheSameSignature() external {
        prepay(address(stream), DEPOSIT);
        bytes memory signature = _signed(_key, PAYER_KEY);
        bytes32 channelId = _openFor(_key, signature);
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentChannels.PaymentChannels_AlreadyUsed.selector, channelId)
        );
        _openFor(_key, signature);
        assertEq(channels.prepaid(PAYER, address(stream)), DEPOSIT);
    }

    function test_RevertGiven_ThePrepaidIsTooLow() external {
        vm.prank(PAYER);
        channels.withdrawPrepaid(address(stream), PAYER, 1);
        bytes memory signature = _signed(_key, PAYER_KEY);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDeposits.Deposits_PrepaidTooLow.selector, PAYER, address(stream), DEPOSIT - 1, DEPOSIT
            )
        );
        _openFor(_key, signature);
    }

    function test_RevertWhen_TheWindowIsOutOfRange() external {
        bytes memory signature = sign(PAYER_KEY, channels.openDigest(_key, 1, DEPOSIT));
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_WindowOutOfRange.selector, 1, 15 minutes, 30 days
            )
        );
        channels.openFor(_key, 1, DEPOSIT, signature);
    }

    /* SIGNATURES THAT OPEN */

    function test_WhenThePayerIsAnEOA() external {
        bytes memory signature = _signed(_key, PAYER_KEY);
        bytes32 channelId = channels.channelIdOf(_key);
        vm.expectEmit(address(channels));
        emit IPaymentChannels.Opened(
            channelId, PAYER, _key.payee, _key.token, 1, _key.sessionKey, WINDOW, DEPOSIT
        );
        vm.prank(STRANGER);
        assertEq(_openFor(_key, signature), channelId);
        _assertOpened(_key);
    }

    function test_WhenTheSignatureIsCompact() external {
        (bytes32 r, bytes32 vs) = vm.signCompact(PAYER_KEY, channels.openDigest(_key, WINDOW, DEPOSIT));
        _openFor(_key, abi.encodePacked(r, vs));
        _assertOpened(_key);
    }

    function test_WhenThePayerIsAWallet() external {
        (ChannelKey memory key,) = _walletKey();
        _openFor(key, _signed(key, PAYER_KEY));
        _assertOpened(key);
    }

    function test_WhenThePayerIsAWalletThatIsNotDeployed() external {
        WalletFactory factory = new WalletFactory();
        ChannelKey memory key = _prepaidKey(factory.walletOf(PAYER));
        _openFor(key, factory.wrapped(PAYER, _signed(key, PAYER_KEY)));
        _assertOpened(key);
        assertEq(key.payer.code.length, 0, "the check leaves no trace");

        startClose(key);
        finalize(key);
        assertEq(stream.balanceOf(key.payer), DEPOSIT);
    }

    function test_WhenThePayerIsAWalletThatWasDeployedMeanwhile() external {
        WalletFactory factory = new WalletFactory();
        ChannelKey memory key = _prepaidKey(factory.walletOf(PAYER));
        bytes memory signature = factory.wrapped(PAYER, _signed(key, PAYER_KEY));
        factory.deploy(PAYER);
        _openFor(key, signature);
        _assertOpened(key);
    }

    function _walletKey() private returns (ChannelKey memory key, Wallet wallet) {
        wallet = new Wallet(PAYER);
        key = _prepaidKey(address(wallet));
    }

    function _prepaidKey(address payer) private returns (ChannelKey memory key) {
        key = keyOf(1);
        key.payer = payer;
        vm.prank(PAYER);
        channels.prepay(payer, address(stream), DEPOSIT);
    }

    function _signed(ChannelKey memory key, uint256 signer) private view returns (bytes memory) {
        return sign(signer, channels.openDigest(key, WINDOW, DEPOSIT));
    }

    function _openFor(ChannelKey memory key, bytes memory signature) private returns (bytes32) {
        return channels.openFor(key, WINDOW, DEPOSIT, signature);
    }

    function _assertOpened(ChannelKey memory key) private view {
        assertTrue(statusOf(key) == ChannelStatus.Open);
        assertEq(channelOf(key).deposit, DEPOSIT);
        assertEq(channels.prepaid(key.payer, key.token), 0);
    }

    function _expectInvalid(bytes memory signature) private {
        _expectInvalid(_key, WINDOW, DEPOSIT, signature);
    }

    function _expectInvalid(ChannelKey memory key, uint24 windowSec, uint96 deposit, bytes memory signature)
        private
    {
        bytes32 digest = channels.openDigest(key, windowSec, deposit);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_SignatureInvalid.selector, key.payer, digest
            )
        );
        channels.openFor(key, windowSec, deposit, signature);
    }
}
