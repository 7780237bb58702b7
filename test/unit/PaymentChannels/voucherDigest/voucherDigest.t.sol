// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {payeeOf} from "src/types/Payee.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {Eip712} from "test/helpers/Eip712.sol";

contract PaymentChannels_VoucherDigest_Test is ChannelScene {
    bytes32 private constant TYPEHASH =
        keccak256("Voucher(address payer,bytes32 payee,address token,uint64 salt,uint96 cumulative)");

    function test_WhenTheVoucherIsForThisChain() external view {
        bytes32 message = keccak256(abi.encode(TYPEHASH, PAYER, payeeOf(PAYEE), address(stream), 7, 5e18));
        assertEq(digestOf(channels, keyOf(7), 5e18), Eip712.digest(address(channels), message));
    }

    function test_WhenTheChainHasForked() external {
        bytes32 before = digestOf(channels, keyOf(7), 5e18);
        vm.chainId(10);
        bytes32 message = keccak256(abi.encode(TYPEHASH, PAYER, payeeOf(PAYEE), address(stream), 7, 5e18));
        assertEq(digestOf(channels, keyOf(7), 5e18), Eip712.digest(address(channels), message));
        assertNotEq(digestOf(channels, keyOf(7), 5e18), before);
    }
}
