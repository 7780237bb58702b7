// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Eip712} from "test/helpers/Eip712.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_RedeemDigest_Test is VestingScene {
    bytes32 private constant ID = "id";

    function test_WhenItIsForThisChain() external view {
        assertEq(vesting.redeemDigest(ID, 5, STRANGER, 6), _byTheBook());
    }

    function test_WhenTheChainHasForked() external {
        bytes32 before = _byTheBook();
        vm.chainId(10);
        assertEq(vesting.redeemDigest(ID, 5, STRANGER, 6), _byTheBook());
        assertNotEq(_byTheBook(), before);
    }

    function _byTheBook() private view returns (bytes32) {
        bytes32 typehash = keccak256("Redeem(bytes32 campaignId,uint256 index,address to,uint40 deadline)");
        return Eip712.digest(address(vesting), keccak256(abi.encode(typehash, ID, 5, STRANGER, 6)));
    }
}
