// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {ChannelKey, ChannelStatus} from "src/types/Channel.sol";
import {Funding, FundingSource} from "src/types/Funding.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {Permit} from "test/helpers/Permit.sol";
import {Permit2} from "test/helpers/Permit2.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";

contract PaymentChannels_OpenWith_Test is ChannelScene {
    ChannelKey private _key;
    ChannelKey private _inEth;

    function setUp() public override {
        super.setUp();
        vm.startPrank(PAYER);
        stream.approve(Permit2.AT, type(uint256).max);
        vm.stopPrank();
        _key = keyOf(1);
        _inEth = keyOf(1, ERC20(address(0)));
    }

    /* ALLOWANCE */

    function test_WhenItIsByAllowance() external {
        _openWith(_key, Funding(FundingSource.Allowance, ""), 0);
        _assertOpened(_key, DEPOSIT);
    }

    function test_WhenItIsByAllowanceInETH() external {
        _openWith(_inEth, Funding(FundingSource.Allowance, ""), DEPOSIT);
        _assertOpened(_inEth, DEPOSIT);
    }

    /* PREPAID */

    function test_RevertWhen_ThePrepaidIsTooLow() external {
        prepay(address(stream), DEPOSIT - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDeposits.Deposits_PrepaidTooLow.selector, PAYER, address(stream), DEPOSIT - 1, DEPOSIT
            )
        );
        _openWith(_key, Funding(FundingSource.Prepaid, ""), 0);
    }

    function test_RevertWhen_ThePrepaidIsOfAnotherToken() external {
        prepay(address(0), DEPOSIT);
        vm.expectPartialRevert(IDeposits.Deposits_PrepaidTooLow.selector);
        _openWith(_key, Funding(FundingSource.Prepaid, ""), 0);
    }

    function test_RevertWhen_ETHIsSentAlongThePrepaid() external {
        prepay(address(0), DEPOSIT);
        vm.expectRevert(abi.encodeWithSelector(IDeposits.Deposits_ValueInexact.selector, DEPOSIT, 0));
        _openWith(_inEth, Funding(FundingSource.Prepaid, ""), DEPOSIT);
    }

    function test_WhenItIsPrepaid() external {
        prepay(address(stream), DEPOSIT + 7);
        uint256 before = stream.balanceOf(PAYER);
        _openWith(_key, Funding(FundingSource.Prepaid, ""), 0);
        _assertOpened(_key, DEPOSIT);
        assertEq(channels.prepaid(PAYER, address(stream)), 7);
        assertEq(stream.balanceOf(PAYER), before, "nothing more is taken");
    }

    function test_WhenItIsPrepaidInETH() external {
        prepay(address(0), DEPOSIT);
        _openWith(_inEth, Funding(FundingSource.Prepaid, ""), 0);
        _assertOpened(_inEth, DEPOSIT);
        assertEq(channels.prepaid(PAYER, address(0)), 0);
    }

    /* PERMIT */

    function test_RevertWhen_ThePermitIsOfAnotherAndThereIsNoAllowance() external {
        _revokeAllowance();
        Funding memory funding = Permit.funding(PAYEE_KEY, stream, DEPOSIT, address(channels));
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        _openWith(_key, funding, 0);
    }

    function test_RevertWhen_ThePermitDoesNotDecode() external {
        vm.expectRevert();
        _openWith(_key, Funding(FundingSource.Permit, hex"00"), 0);
    }

    function test_RevertWhen_ThePermitIsForETH() external {
        Funding memory funding = Permit.funding(PAYER_KEY, stream, DEPOSIT, address(channels));
        vm.expectRevert();
        _openWith(_inEth, funding, DEPOSIT);
    }

    function test_WhenItIsByPermit() external {
        _revokeAllowance();
        _openWith(_key, Permit.funding(PAYER_KEY, stream, DEPOSIT, address(channels)), 0);
        _assertOpened(_key, DEPOSIT);
        assertEq(stream.allowance(PAYER, address(channels)), 0, "nothing is left of it");
    }

    function test_GivenSomebodyElseUsedThePermit() external {
        _revokeAllowance();
        Funding memory funding = Permit.funding(PAYER_KEY, stream, DEPOSIT, address(channels));
        (uint256 deadline, uint8 v, bytes32 r, bytes32 s) =
            abi.decode(funding.authorization, (uint256, uint8, bytes32, bytes32));
        vm.prank(STRANGER);
        stream.permit(PAYER, address(channels), DEPOSIT, deadline, v, r, s);
        _openWith(_key, funding, 0);
        _assertOpened(_key, DEPOSIT);
    }

    /* PERMIT2 */

    function test_RevertWhen_ThePermit2SignatureIsOfAnother() external {
        _expectPermit2Refused(
            Permit2.funding(PAYEE_KEY, address(stream), DEPOSIT, address(channels), 0), _key
        );
    }

    function test_RevertWhen_ThePermit2SignatureIsForAnotherSpender() external {
        _expectPermit2Refused(Permit2.funding(PAYER_KEY, address(stream), DEPOSIT, STRANGER, 0), _key);
    }

    function test_RevertWhen_ThePermit2SignatureIsForAnotherAmount() external {
        _expectPermit2Refused(
            Permit2.funding(PAYER_KEY, address(stream), DEPOSIT + 1, address(channels), 0), _key
        );
    }

    function test_RevertWhen_ThePermit2SignatureIsTooOld() external {
        Funding memory funding = Permit2.funding(PAYER_KEY, address(stream), DEPOSIT, address(channels), 0);
        skip(1);
        _expectPermit2Refused(funding, _key);
    }

    function test_RevertWhen_ThePermit2SignatureIsUsedAgain() external {
        Funding memory funding = Permit2.funding(PAYER_KEY, address(stream), DEPOSIT, address(channels), 0);
        _openWith(_key, funding, 0);
        _expectPermit2Refused(funding, keyOf(2));
    }

    function test_RevertWhen_ETHIsSentAlongPermit2() external {
        Funding memory funding = Permit2.funding(PAYER_KEY, address(stream), DEPOSIT, address(channels), 0);
        vm.expectRevert(abi.encodeWithSelector(IDeposits.Deposits_ValueInexact.selector, 1, 0));
        _openWith(_key, funding, 1);
    }

    function test_RevertWhen_Permit2IsForETH() external {
        Funding memory funding = Permit2.funding(PAYER_KEY, address(0), DEPOSIT, address(channels), 0);
        vm.expectRevert(IPaymentChannels.PaymentChannels_NoDeposit.selector);
        _openWith(_inEth, funding, 0);
    }

    function test_WhenItIsByPermit2() external {
        _openWith(_key, Permit2.funding(PAYER_KEY, address(stream), DEPOSIT, address(channels), 0), 0);
        _assertOpened(_key, DEPOSIT);
    }

    function test_WhenItIsByPermit2AndTheTokenTakesAFee() external {
        FeeOnTransferToken token = new FeeOnTransferToken();
        approve(token);
        ChannelKey memory key = keyOf(1, token);
        _openWith(key, Permit2.funding(PAYER_KEY, address(token), DEPOSIT, address(channels), 0), 0);
        assertEq(channelOf(key).deposit, DEPOSIT - DEPOSIT / 100, "PAY-2: what arrived");
    }

    function _openWith(ChannelKey memory key, Funding memory funding, uint256 value) private {
        vm.prank(PAYER);
        channels.openWith{value: value}(
            key.payee, key.token, key.salt, key.sessionKey, WINDOW, DEPOSIT, funding
        );
    }

    function _revokeAllowance() private {
        vm.prank(PAYER);
        stream.approve(address(channels), 0);
    }

    function _assertOpened(ChannelKey memory key, uint256 deposit) private view {
        assertTrue(statusOf(key) == ChannelStatus.Open);
        assertEq(channelOf(key).deposit, deposit);
        assertEq(channelOf(key).windowSec, WINDOW);
    }

    function _expectPermit2Refused(Funding memory funding, ChannelKey memory key) private {
        vm.expectRevert();
        _openWith(key, funding, 0);
        assertTrue(statusOf(key) == ChannelStatus.None);
    }
}
