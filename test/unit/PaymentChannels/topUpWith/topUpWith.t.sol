// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {ChannelKey} from "src/types/Channel.sol";
import {Funding, FundingSource} from "src/types/Funding.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {Permit} from "test/helpers/Permit.sol";
import {Permit2} from "test/helpers/Permit2.sol";

contract PaymentChannels_TopUpWith_Test is ChannelScene {
    ChannelKey private _key;

    function setUp() public override {
        super.setUp();
        vm.startPrank(PAYER);
        stream.approve(Permit2.AT, type(uint256).max);
        vm.stopPrank();
        _key = keyOf(1);
        open(_key);
    }

    function test_RevertGiven_TheChannelIsNotOpen() external {
        startClose(_key);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_NotOpen.selector, channels.channelIdOf(_key)
            )
        );
        _topUpWith(PAYER, Funding(FundingSource.Allowance, ""));
    }

    function test_RevertWhen_ThePrepaidIsThePayersAndNotTheCallers() external {
        prepay(address(stream), 5e18);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDeposits.Deposits_PrepaidTooLow.selector, STRANGER, address(stream), 0, 5e18
            )
        );
        _topUpWith(STRANGER, Funding(FundingSource.Prepaid, ""));
    }

    function test_WhenItIsByAllowance() external {
        _topUpWith(PAYER, Funding(FundingSource.Allowance, ""));
        _assertToppedUp();
    }

    function test_WhenItIsPrepaid() external {
        prepay(address(stream), 5e18);
        vm.expectEmit(address(channels));
        emit IPaymentChannels.ToppedUp(channels.channelIdOf(_key), 5e18);
        _topUpWith(PAYER, Funding(FundingSource.Prepaid, ""));
        _assertToppedUp();
        assertEq(channels.prepaid(PAYER, address(stream)), 0);
    }

    function test_WhenItIsPrepaidInETH() external {
        ChannelKey memory key = keyOf(1, ERC20(address(0)));
        open(key);
        prepay(address(0), 5e18);
        vm.prank(PAYER);
        channels.topUpWith(key, 5e18, Funding(FundingSource.Prepaid, ""));
        assertEq(channelOf(key).deposit, DEPOSIT + 5e18);
    }

    function test_WhenItIsByPermit() external {
        vm.prank(PAYER);
        stream.approve(address(channels), 0);
        _topUpWith(PAYER, Permit.funding(PAYER_KEY, stream, 5e18, address(channels)));
        _assertToppedUp();
    }

    function test_WhenItIsByPermit2() external {
        _topUpWith(PAYER, Permit2.funding(PAYER_KEY, address(stream), 5e18, address(channels), 0));
        _assertToppedUp();
    }

    function _topUpWith(address caller, Funding memory funding) private {
        vm.prank(caller);
        channels.topUpWith(_key, 5e18, funding);
    }

    function _assertToppedUp() private view {
        assertEq(channelOf(_key).deposit, DEPOSIT + 5e18);
        assertEq(stream.balanceOf(address(channels)), DEPOSIT + 5e18);
    }
}
