// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";

contract PaymentChannels_SetPasskey_Test is ChannelScene {
    bytes32 private constant X = bytes32(uint256(7));
    bytes32 private constant Y = bytes32(uint256(8));

    function test_WhenItIsNotZero() external {
        vm.expectEmit(address(channels));
        emit IPaymentChannels.PasskeySet(PAYER, X, Y);
        vm.prank(PAYER);
        channels.setPasskey(X, Y);
        assertEq(channels.passkeyHash(PAYER), keccak256(abi.encode(X, Y)));
        assertEq(channels.passkeyHash(STRANGER), 0);
    }

    function test_WhenOneHalfIsZero() external {
        vm.prank(PAYER);
        channels.setPasskey(0, Y);
        assertEq(channels.passkeyHash(PAYER), keccak256(abi.encode(bytes32(0), Y)));
    }

    function test_WhenItIsZero() external {
        vm.startPrank(PAYER);
        channels.setPasskey(X, Y);
        vm.expectEmit(address(channels));
        emit IPaymentChannels.PasskeySet(PAYER, 0, 0);
        channels.setPasskey(0, 0);
        vm.stopPrank();
        assertEq(channels.passkeyHash(PAYER), 0);
    }
}
