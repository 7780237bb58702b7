// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {TokenDistribution} from "src/token/TokenDistribution.sol";
import {ITokenDistribution} from "src/interfaces/ITokenDistribution.sol";
import {StreamToken} from "src/token/StreamToken.sol";
import {Allocation} from "src/types/Allocation.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenDistribution_Constructor_Test is VestingScene {
    function test_RevertWhen_ABeneficiaryIsZero() external {
        _expectRevert(Allocation.Development, address(0));
    }

    function test_RevertWhen_ABeneficiaryIsTheVestingContract() external {
        _expectRevert(Allocation.Viewers, address(vesting));
    }

    function test_RevertWhen_ABeneficiaryIsTheContractItself() external {
        _expectRevert(Allocation.Creators, vm.computeCreateAddress(address(this), vm.getNonce(address(this))));
    }

    function test_WhenTwoAllocationsHaveOneBeneficiary() external {
        address one = makeAddr("one");
        address predicted = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        StreamToken token = new StreamToken(predicted);
        TokenDistribution both = new TokenDistribution(token, vesting, [one, one, one, one, one]);
        both.distribute();
        vm.warp(LAUNCH + 36 * MONTH);
        for (uint256 i; i < 5; ++i) {
            vesting.release(both.grantKeyOf(Allocation(i)));
        }
        assertEq(token.balanceOf(one), token.INITIAL_SUPPLY());
    }

    function _expectRevert(Allocation allocation, address beneficiary) private {
        address[5] memory beneficiaries = [STRANGER, STRANGER, STRANGER, STRANGER, STRANGER];
        beneficiaries[uint256(allocation)] = beneficiary;
        vm.expectRevert(
            abi.encodeWithSelector(
                ITokenDistribution.TokenDistribution_BeneficiaryInvalid.selector, allocation, beneficiary
            )
        );
        new TokenDistribution(stream, vesting, beneficiaries);
    }
}
