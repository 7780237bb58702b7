// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {payeeOf} from "src/types/Payee.sol";
import {Opening} from "src/types/Opening.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {Eip712} from "test/helpers/Eip712.sol";

contract PaymentChannels_OpenDigest_Test is ChannelScene {
    bytes32 private constant TYPEHASH = keccak256(
        "Open(address payer,bytes32 payee,address token,uint64 salt,address sessionKey,uint24 windowSec,uint96 deposit,uint40 deadline)"
    );

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
        return channels.openDigest(Opening(keyOf(7), WINDOW, DEPOSIT, FOREVER));
    }

    function _message() private view returns (bytes32) {
        return keccak256(
            abi.encode(
                TYPEHASH,
                PAYER,
                payeeOf(PAYEE),
                address(stream),
                7,
                vm.addr(SESSION_SECRET),
                WINDOW,
                DEPOSIT,
                FOREVER
            )
        );
    }
}
