// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {ChannelKey, ChannelStatus} from "src/types/Channel.sol";
import {Funding, FundingSource} from "src/types/Funding.sol";
import {Opening} from "src/types/Opening.sol";
import {payeeOf} from "src/types/Payee.sol";
import {TransferAuthorization} from "src/types/TransferAuthorization.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {Eip3009} from "test/helpers/Eip3009.sol";
import {Permit} from "test/helpers/Permit.sol";
import {Permit2} from "test/helpers/Permit2.sol";
import {Eip3009Token} from "test/helpers/tokens/Eip3009Token.sol";
import {Wallet, WalletFactory} from "test/helpers/Wallet.sol";

contract PaymentChannels_OpenFor_Test is ChannelScene {
    uint256 private constant OWNER_KEY = 0x0177e4;

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
        bytes memory signature = sign(PAYER_KEY, channels.openDigest(Opening(_key, 1, DEPOSIT, FOREVER)));
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_WindowOutOfRange.selector, 1, 15 minutes, 30 days
            )
        );
        channels.openFor(Opening(_key, 1, DEPOSIT, FOREVER), fromPrepaid(), signature);
    }

    function test_RevertWhen_TheDeadlineHasPassed() external {
        Opening memory opening = Opening(_key, WINDOW, DEPOSIT, uint40(block.timestamp));
        bytes memory signature = sign(PAYER_KEY, channels.openDigest(opening));
        skip(1);
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentChannels.PaymentChannels_DeadlinePassed.selector, opening.deadline)
        );
        channels.openFor(opening, fromPrepaid(), signature);
        opening.deadline += 1;
        bytes32 digest = channels.openDigest(opening);
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentChannels.PaymentChannels_SignatureInvalid.selector, PAYER, digest)
        );
        channels.openFor(opening, fromPrepaid(), signature);
    }

    /* SIGNATURES THAT OPEN */

    function test_WhenItIsTheLastSecond() external {
        Opening memory opening = Opening(_key, WINDOW, DEPOSIT, uint40(block.timestamp + 60));
        bytes memory signature = sign(PAYER_KEY, channels.openDigest(opening));
        skip(60);
        channels.openFor(opening, fromPrepaid(), signature);
        _assertOpened(_key);
    }

    function test_WhenTheWalletCountsItsRecoveryFromZero() external {
        bytes memory signature = _signed(_key, PAYER_KEY);
        signature[64] = bytes1(uint8(signature[64]) - 27);
        _openFor(_key, signature);
        _assertOpened(_key);
    }

    function test_RevertWhen_TheRecoveryIsNone() external {
        bytes memory signature = _signed(_key, PAYER_KEY);
        bytes1[4] memory wrong = [bytes1(0x02), 0x1a, 0x1d, 0xff];
        for (uint256 i; i < wrong.length; ++i) {
            signature[64] = wrong[i];
            _expectInvalid(signature);
        }
    }

    /// A contract signs for nobody here, and as a delegate it would answer neither yes nor no.
    function test_WhenThePayerHasCodeThatSignsNothing() external {
        address[3] memory delegates = [address(stream), address(channels), makeAddr("no code")];
        for (uint64 i; i < delegates.length; ++i) {
            vm.etch(PAYER, abi.encodePacked(hex"ef0100", delegates[i]));
            _expectInvalid(_signed(_key, PAYEE_KEY));
        }
        _openFor(_key, _signed(_key, PAYER_KEY));
        _assertOpened(_key);
    }

    function test_WhenThePayerHasCodeThatSigns() external {
        vm.etch(PAYER, address(new Wallet(address(0))).code);
        vm.store(PAYER, 0, bytes32(uint256(uint160(vm.addr(OWNER_KEY)))));
        _openFor(_key, _signed(_key, OWNER_KEY));
        _assertOpened(_key);
    }

    /* FUNDING */

    function test_RevertWhen_ThePayerAllowedNothing() external {
        vm.prank(PAYER);
        stream.approve(address(channels), 0);
        bytes memory signature = _signed(_key, PAYER_KEY);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        channels.openFor(
            Opening(_key, WINDOW, DEPOSIT, FOREVER), Funding(FundingSource.Allowance, ""), signature
        );
    }

    function test_WhenItIsByAllowance() external {
        uint256 before = stream.balanceOf(PAYER);
        vm.prank(STRANGER);
        channels.openFor(
            Opening(_key, WINDOW, DEPOSIT, FOREVER),
            Funding(FundingSource.Allowance, ""),
            _signed(_key, PAYER_KEY)
        );
        assertEq(before - stream.balanceOf(PAYER), DEPOSIT);
        assertEq(channels.prepaid(PAYER, address(stream)), DEPOSIT, "another source");
    }

    function test_RevertWhen_TheTokenIsETHAndNotPrepaid() external {
        ChannelKey memory key = keyOf(1);
        key.token = address(0);
        bytes memory signature = _signed(key, PAYER_KEY);
        for (uint256 i; i <= uint256(type(FundingSource).max); ++i) {
            if (FundingSource(i) == FundingSource.Prepaid) continue;
            vm.expectRevert();
            channels.openFor(
                Opening(key, WINDOW, DEPOSIT, FOREVER),
                Funding(FundingSource(i), abi.encode(0, 0, 0, 0, 0, 0)),
                signature
            );
        }
    }

    function test_WhenItIsByPermit() external {
        (ChannelKey memory key, uint256 secret) = _newcomer(stream);
        Funding memory funding = Permit.funding(secret, stream, DEPOSIT, address(channels));
        _openBy(key, secret, funding);
        assertEq(stream.allowance(key.payer, address(channels)), 0);
    }

    function test_WhenItIsByPermit2() external {
        (ChannelKey memory key, uint256 secret) = _newcomer(stream);
        vm.prank(key.payer);
        stream.approve(Permit2.AT, type(uint256).max);
        _openBy(key, secret, Permit2.funding(secret, key.token, DEPOSIT, address(channels), 1));
    }

    function test_WhenItIsByAuthorization() external {
        (ChannelKey memory key, uint256 secret, Eip3009Token token) = _authorizing();
        _openBy(key, secret, _authorized(key, secret, token));
    }

    function test_WhenItIsByAuthorizationAndTheWalletCountsItsRecoveryFromZero() external {
        (ChannelKey memory key, uint256 secret, Eip3009Token token) = _authorizing();
        TransferAuthorization memory by =
            Eip3009.sign(secret, token, DEPOSIT, address(channels), _digestOf(key));
        by.v -= 27;
        _openBy(key, secret, Funding(FundingSource.Eip3009, abi.encode(by)));
    }

    /// The relayer holds what the payer signed for one opening, and opens another that the payer signed.
    function test_RevertWhen_TheAuthorizationIsForAnotherOpening() external {
        (ChannelKey memory key, uint256 secret, Eip3009Token token) = _authorizing();
        ChannelKey memory other = key;
        Funding memory funding = _authorized(key, secret, token);
        other.salt = 2;
        bytes memory signature = _signed(other, secret);
        _expectRefused(token, other, funding, signature);
    }

    function test_RevertWhen_TheAuthorizationIsNotBoundToAnOpening() external {
        (ChannelKey memory key, uint256 secret, Eip3009Token token) = _authorizing();
        Funding memory funding =
            Eip3009.funding(secret, token, DEPOSIT, address(channels), keccak256("any nonce"));
        bytes memory signature = _signed(key, secret);
        _expectRefused(token, key, funding, signature);
    }

    function test_RevertWhen_TheAuthorizationIsTooOld() external {
        (ChannelKey memory key, uint256 secret, Eip3009Token token) = _authorizing();
        Funding memory funding = _authorized(key, secret, token);
        bytes memory signature = _signed(key, secret);
        skip(1);
        _expectRefused(token, key, funding, signature);
    }

    /// A token that answers any call, as WETH does, moves nothing.
    function test_RevertWhen_TheTokenMovesNothingForTheAuthorization() external {
        (ChannelKey memory key, uint256 secret, Eip3009Token token) = _authorizing();
        Funding memory funding = _authorized(key, secret, token);
        bytes memory signature = _signed(key, secret);
        vm.mockCall(
            address(token), abi.encodeWithSelector(token.receiveWithAuthorization.selector), bytes("")
        );
        vm.expectRevert(IPaymentChannels.PaymentChannels_NoDeposit.selector);
        channels.openFor(Opening(key, WINDOW, DEPOSIT, FOREVER), funding, signature);
    }

    function _expectRefused(
        Eip3009Token token,
        ChannelKey memory key,
        Funding memory funding,
        bytes memory signature
    ) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                GuardedTransfer.GuardedTransfer_AuthorizationRefused.selector, address(token), key.payer
            )
        );
        channels.openFor(Opening(key, WINDOW, DEPOSIT, FOREVER), funding, signature);
    }

    /* ACCOUNTS THAT OPEN */

    function test_WhenThePayerIsAnEOA() external {
        bytes memory signature = _signed(_key, PAYER_KEY);
        bytes32 channelId = channels.channelIdOf(_key);
        vm.expectEmit(address(channels));
        emit IDeposits.PrepaidSpent(PAYER, _key.token, DEPOSIT);
        vm.expectEmit(address(channels));
        emit IPaymentChannels.Opened(
            channelId, PAYER, _key.payee, _key.token, 1, _key.sessionKey, WINDOW, DEPOSIT
        );
        vm.prank(STRANGER);
        assertEq(_openFor(_key, signature), channelId);
        _assertOpened(_key);
    }

    function test_WhenTheSignatureIsCompact() external {
        (bytes32 r, bytes32 vs) =
            vm.signCompact(PAYER_KEY, channels.openDigest(Opening(_key, WINDOW, DEPOSIT, FOREVER)));
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

    /// @return key A channel of a payer who never sent a transaction, and holds the deposit.
    function _newcomer(ERC20 token) private returns (ChannelKey memory key, uint256 secret) {
        key = keyOf(1, token);
        (key.payer, secret) = makeAddrAndKey("newcomer");
        deal(address(token), key.payer, DEPOSIT);
    }

    function _authorizing() private returns (ChannelKey memory key, uint256 secret, Eip3009Token token) {
        token = new Eip3009Token();
        (key, secret) = _newcomer(token);
    }

    function _authorized(ChannelKey memory key, uint256 secret, Eip3009Token token)
        private
        view
        returns (Funding memory)
    {
        return Eip3009.funding(secret, token, DEPOSIT, address(channels), _digestOf(key));
    }

    function _digestOf(ChannelKey memory key) private view returns (bytes32) {
        return channels.openDigest(Opening(key, WINDOW, DEPOSIT, FOREVER));
    }

    function _openBy(ChannelKey memory key, uint256 secret, Funding memory funding) private {
        bytes memory signature = _signed(key, secret);
        vm.prank(STRANGER);
        channels.openFor(Opening(key, WINDOW, DEPOSIT, FOREVER), funding, signature);
        _assertOpened(key);
        assertEq(ERC20(key.token).balanceOf(key.payer), 0);
        assertEq(vm.getNonce(key.payer), 0, "no transaction");
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
        return sign(signer, channels.openDigest(Opening(key, WINDOW, DEPOSIT, FOREVER)));
    }

    function _openFor(ChannelKey memory key, bytes memory signature) private returns (bytes32) {
        return channels.openFor(Opening(key, WINDOW, DEPOSIT, FOREVER), fromPrepaid(), signature);
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
        bytes32 digest = channels.openDigest(Opening(key, windowSec, deposit, FOREVER));
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_SignatureInvalid.selector, key.payer, digest
            )
        );
        channels.openFor(Opening(key, windowSec, deposit, FOREVER), fromPrepaid(), signature);
    }
}
