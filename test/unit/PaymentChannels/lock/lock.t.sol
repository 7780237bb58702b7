// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {ChannelKey, Settlement} from "src/types/Channel.sol";
import {Funding, FundingSource} from "src/types/Funding.sol";
import {Opening} from "src/types/Opening.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {LockProbe} from "test/helpers/LockProbe.sol";

contract PaymentChannels_Lock_Test is LockProbe, ChannelScene {
    function setUp() public override(LockProbe, ChannelScene) {
        ChannelScene.setUp();
        LockProbe.setUp();
        token.mint(PAYER, DEPOSIT);
        vm.prank(PAYER);
        token.approve(address(channels), DEPOSIT);
    }

    function test_WhenTheTokenCallsBack() external {
        ChannelKey memory key = keyOf(1);
        Opening memory opening = Opening(key, WINDOW, 1, FOREVER);
        Funding memory funding = Funding(FundingSource.Allowance, "");
        bytes[] memory calls = new bytes[](13);
        calls[0] = abi.encodeCall(IPaymentChannels.open, (key.payee, key.token, 1, key.sessionKey, WINDOW, 1));
        calls[1] = abi.encodeCall(
            IPaymentChannels.openWith, (key.payee, key.token, 1, key.sessionKey, WINDOW, 1, funding)
        );
        calls[2] = abi.encodeCall(IPaymentChannels.openFor, (opening, funding, ""));
        calls[3] = abi.encodeCall(IPaymentChannels.openByPasskey, (opening, funding, 0, 0, ""));
        calls[4] = abi.encodeCall(IPaymentChannels.topUp, (key, 1));
        calls[5] = abi.encodeCall(IPaymentChannels.topUpWith, (key, 1, funding));
        calls[6] = abi.encodeCall(IPaymentChannels.refund, (key, 1, 1, FOREVER, ""));
        calls[7] = abi.encodeCall(IPaymentChannels.closeWithConsent, (key, 0, FOREVER, ""));
        calls[8] = abi.encodeCall(IPaymentChannels.finalize, (key));
        calls[9] = abi.encodeCall(IPaymentChannels.settle, (payeeOf(PAYEE), key.token, ""));
        calls[10] = abi.encodeCall(IPaymentChannels.settleTicks, (payeeOf(PAYEE), key.token, ""));
        calls[11] = abi.encodeCall(IPaymentChannels.settleMany, (new Settlement[](0)));
        calls[12] = abi.encodeCall(IPaymentChannels.close, (key, 0, 0, 0));
        assertLocked(address(channels), withDepositsAndPayouts(calls), _prepay);
    }

    function _prepay() private {
        vm.prank(PAYER);
        channels.prepay(PAYER, address(token), 1);
    }
}
