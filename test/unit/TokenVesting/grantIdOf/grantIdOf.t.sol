// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {TokenVesting} from "src/token/TokenVesting.sol";
import {GrantKey} from "src/types/Grant.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_GrantIdOf_Test is VestingScene {
    function test_WhenAFieldOfTheKeyDiffers() external view {
        GrantKey memory key = keyOf(1);
        key.beneficiary = STRANGER;
        _expectOther(key);
        key = keyOf(1);
        key.token = STRANGER;
        _expectOther(key);
        key = keyOf(1);
        key.granter = STRANGER;
        _expectOther(key);
        _expectOther(keyOf(2));
        _expectOther(keyOf(1, custom()));
    }

    function testFuzz_WhenItIsComputedByTheBook(GrantKey calldata key) external view {
        bytes32 byTheBook = keccak256(abi.encode(block.chainid, address(vesting), key));
        assertEq(vesting.grantIdOf(key), byTheBook);
    }

    function test_WhenTheContractDiffers() external {
        TokenVesting twin = new TokenVesting(LAUNCH, positions);
        assertNotEq(twin.grantIdOf(keyOf(1)), vesting.grantIdOf(keyOf(1)));
    }

    function test_GivenTheChainForked() external {
        bytes32 before = vesting.grantIdOf(keyOf(1));
        vm.chainId(10);
        assertEq(vesting.grantIdOf(keyOf(1)), before);
    }

    function _expectOther(GrantKey memory key) private view {
        assertNotEq(vesting.grantIdOf(key), vesting.grantIdOf(keyOf(1)));
    }
}
