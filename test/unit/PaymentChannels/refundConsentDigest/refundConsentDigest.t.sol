// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {Eip712} from "test/helpers/Eip712.sol";

contract PaymentChannels_RefundConsentDigest_Test is ChannelScene {
    bytes32 private constant TYPEHASH =
        keccak256("RefundConsent(bytes32 channelId,uint96 amount,uint64 nonce,uint40 deadline)");

    function test_WhenItIsForThisChain() external view {
        assertEq(_digest(), Eip712.digest(address(channels), _message()));
    }

    function test_WhenTheChainHasForked() external {
        bytes32 before = _digest();
        vm.chainId(10);
        assertEq(_digest(), Eip712.digest(address(channels), _message()));
        assertNotEq(_digest(), before);
    }

    function _digest() private view returns (bytes32) {
        return channels.refundConsentDigest(channels.channelIdOf(keyOf(7)), 5e18, 9, FOREVER);
    }

    function _message() private view returns (bytes32) {
        return keccak256(abi.encode(TYPEHASH, channels.channelIdOf(keyOf(7)), 5e18, 9, FOREVER));
    }
}
