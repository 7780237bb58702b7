// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {PaymentChannels} from "src/payments/PaymentChannels.sol";
import {ChannelKey} from "src/types/Channel.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";

contract PaymentChannels_ChannelIdOf_Test is ChannelScene {
    function test_WhenAFieldOfTheKeyDiffers() external view {
        ChannelKey memory key = keyOf(1);
        key.payer = STRANGER;
        _expectOther(key);
        key = keyOf(1);
        key.payee = payeeOf(STRANGER);
        _expectOther(key);
        key = keyOf(1);
        key.token = STRANGER;
        _expectOther(key);
        _expectOther(keyOf(2));
        key = keyOf(1);
        key.sessionKey = STRANGER;
        _expectOther(key);
    }

    function test_WhenTheContractDiffers() external {
        PaymentChannels twin = new PaymentChannels(rollup, channels.PASSKEY_VERIFIER());
        assertNotEq(twin.channelIdOf(keyOf(1)), channels.channelIdOf(keyOf(1)));
    }

    function test_WhenTheChainOfTheDeploymentDiffers() external {
        // the same address on another chain: only the chain's id tells the two apart
        uint256 state = vm.snapshotState();
        bytes32 here = new PaymentChannels(rollup, channels.PASSKEY_VERIFIER()).channelIdOf(keyOf(1));
        vm.revertToState(state);
        vm.chainId(10);
        assertNotEq(new PaymentChannels(rollup, channels.PASSKEY_VERIFIER()).channelIdOf(keyOf(1)), here);
    }

    function test_GivenTheChainForked() external {
        bytes32 before = channels.channelIdOf(keyOf(1));
        vm.chainId(10);
        assertEq(channels.channelIdOf(keyOf(1)), before);
    }

    function _expectOther(ChannelKey memory key) private view {
        assertNotEq(channels.channelIdOf(key), channels.channelIdOf(keyOf(1)));
    }
}
