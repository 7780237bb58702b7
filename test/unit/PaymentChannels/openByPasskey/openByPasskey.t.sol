// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {ChannelKey, ChannelStatus} from "src/types/Channel.sol";
import {Funding, FundingSource} from "src/types/Funding.sol";
import {Opening} from "src/types/Opening.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {Passkey} from "test/helpers/Passkey.sol";

contract PaymentChannels_OpenByPasskey_Test is ChannelScene {
    ChannelKey private _key;
    bytes32 private _x;
    bytes32 private _y;

    function setUp() public override {
        super.setUp();
        _key = keyOf(1);
        prepay(address(stream), DEPOSIT);
        (_x, _y) = Passkey.publicKey();
        vm.prank(PAYER);
        channels.setPasskey(_x, _y);
    }

    function test_RevertGiven_ThePayerNamedNoPasskey() external {
        vm.prank(PAYER);
        channels.setPasskey(0, 0);
        _expectInvalid(_key, _assertion());
    }

    function test_RevertGiven_ThePayerNamedAnotherPasskey() external {
        vm.prank(PAYER);
        channels.setPasskey(_y, _x);
        _expectInvalid(_key, _assertion());
    }

    function test_RevertWhen_ThePasskeyIsOfAnotherPayer() external {
        ChannelKey memory key = keyOf(1);
        key.payer = STRANGER;
        _expectInvalid(key, Passkey.assertion(channels.openDigest(Opening(key, WINDOW, DEPOSIT, FOREVER))));
    }

    function test_RevertWhen_WhatWasSignedDiffers() external {
        ChannelKey memory changed = keyOf(1);
        changed.payee = payeeOf(STRANGER);
        _expectInvalid(changed, _assertion());
        _expectInvalid(keyOf(2), _assertion());
    }

    function test_RevertWhen_TheAssertionIsMalformed() external {
        _expectInvalid(_key, "");
        _expectInvalid(_key, new bytes(500));
        bytes memory cut = _assertion();
        assembly {
            mstore(cut, sub(mload(cut), 0x40))
        }
        _expectInvalid(_key, cut);
    }

    function test_RevertGiven_TheChannelWasOpenedByTheSameAssertion() external {
        prepay(address(stream), DEPOSIT);
        bytes memory assertion = _assertion();
        bytes32 channelId = _open(assertion);
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentChannels.PaymentChannels_AlreadyUsed.selector, channelId)
        );
        _open(assertion);
    }

    function test_RevertGiven_ThePrepaidIsTooLow() external {
        vm.prank(PAYER);
        channels.withdrawPrepaid(address(stream), PAYER, DEPOSIT);
        bytes memory assertion = _assertion();
        vm.expectRevert(
            abi.encodeWithSelector(
                IDeposits.Deposits_PrepaidTooLow.selector, PAYER, address(stream), 0, DEPOSIT
            )
        );
        _open(assertion);
    }

    function test_RevertWhen_TheDeadlineHasPassed() external {
        Opening memory opening = Opening(_key, WINDOW, DEPOSIT, uint40(block.timestamp));
        bytes memory assertion = Passkey.assertion(channels.openDigest(opening));
        skip(1);
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentChannels.PaymentChannels_DeadlinePassed.selector, opening.deadline)
        );
        channels.openByPasskey(opening, fromPrepaid(), _x, _y, assertion);
    }

    function test_WhenItIsByAllowanceInTheLastSecond() external {
        Opening memory opening = Opening(_key, WINDOW, DEPOSIT, uint40(block.timestamp));
        uint256 before = stream.balanceOf(PAYER);
        channels.openByPasskey(
            opening,
            Funding(FundingSource.Allowance, ""),
            _x,
            _y,
            Passkey.assertion(channels.openDigest(opening))
        );
        assertEq(before - stream.balanceOf(PAYER), DEPOSIT);
    }

    function test_WhenThePayersPasskeySigned() external {
        bytes memory assertion = _assertion();
        bytes32 channelId = channels.channelIdOf(_key);
        vm.expectEmit(address(channels));
        emit IPaymentChannels.Opened(
            channelId, PAYER, _key.payee, _key.token, 1, _key.sessionKey, WINDOW, DEPOSIT
        );
        vm.prank(STRANGER);
        assertEq(_open(assertion), channelId);
        assertTrue(statusOf(channelId) == ChannelStatus.Open);
        assertEq(channels.prepaid(PAYER, address(stream)), 0);
    }

    function _assertion() private view returns (bytes memory) {
        return Passkey.assertion(channels.openDigest(Opening(_key, WINDOW, DEPOSIT, FOREVER)));
    }

    function _open(bytes memory assertion) private returns (bytes32) {
        return
            channels.openByPasskey(Opening(_key, WINDOW, DEPOSIT, FOREVER), fromPrepaid(), _x, _y, assertion);
    }

    function _expectInvalid(ChannelKey memory key, bytes memory assertion) private {
        bytes32 digest = channels.openDigest(Opening(key, WINDOW, DEPOSIT, FOREVER));
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_SignatureInvalid.selector, key.payer, digest
            )
        );
        channels.openByPasskey(Opening(key, WINDOW, DEPOSIT, FOREVER), fromPrepaid(), _x, _y, assertion);
    }
}
