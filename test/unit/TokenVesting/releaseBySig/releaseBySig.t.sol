// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Delegation} from "src/types/Delegation.sol";
import {GrantKey} from "src/types/Grant.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";
import {VestingWallet} from "test/helpers/VestingWallet.sol";

contract TokenVesting_ReleaseBySig_Test is VestingScene {
    function test_RevertWhen_TheDeadlineHasPassed() external {
        give(keyOf(1));
        Delegation memory delegation = _signed(keyOf(1), BENEFICIARY_SECRET);
        vm.warp(delegation.deadline + 1);
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_SignatureExpired.selector, delegation.deadline)
        );
        vesting.releaseBySig(keyOf(1), official(), delegation);
    }

    function test_WhenItIsTheLastSecond() external {
        give(keyOf(1));
        Delegation memory delegation = _signed(keyOf(1), BENEFICIARY_SECRET);
        vm.warp(delegation.deadline);
        assertEq(vesting.releaseBySig(keyOf(1), official(), delegation), TOTAL / 10);
    }

    function test_RevertWhen_AnotherSigned() external {
        give(keyOf(1));
        _expectInvalid(keyOf(1), _signed(keyOf(1), 0xbad), BENEFICIARY);
    }

    function test_RevertWhen_TheDestinationIsChanged() external {
        give(keyOf(1));
        Delegation memory delegation = _signed(keyOf(1), BENEFICIARY_SECRET);
        delegation.to = GRANTER;
        _expectInvalid(keyOf(1), delegation, BENEFICIARY);
    }

    function test_RevertWhen_TheDeadlineIsChanged() external {
        give(keyOf(1));
        Delegation memory delegation = _signed(keyOf(1), BENEFICIARY_SECRET);
        ++delegation.deadline;
        _expectInvalid(keyOf(1), delegation, BENEFICIARY);
    }

    function test_RevertWhen_ItWasSignedForAnotherGrant() external {
        give(keyOf(1));
        give(keyOf(2));
        _expectInvalid(keyOf(2), _signed(keyOf(1), BENEFICIARY_SECRET), BENEFICIARY);
    }

    function test_RevertWhen_ItIsUsedAgain() external {
        give(keyOf(1));
        Delegation memory delegation = _signed(keyOf(1), BENEFICIARY_SECRET);
        vesting.releaseBySig(keyOf(1), official(), delegation);
        _expectInvalid(keyOf(1), delegation, BENEFICIARY);
    }

    function test_RevertGiven_TheChainForked() external {
        give(keyOf(1));
        Delegation memory delegation = _signed(keyOf(1), BENEFICIARY_SECRET);
        vm.chainId(10);
        _expectInvalid(keyOf(1), delegation, BENEFICIARY);
    }

    function test_RevertGiven_TheBeneficiarySoldItsPosition() external {
        give(keyOf(1));
        Delegation memory delegation = _signed(keyOf(1), BENEFICIARY_SECRET);
        uint256 positionId = mintPosition(keyOf(1));
        vm.prank(BENEFICIARY);
        positions.transferFrom(BENEFICIARY, STRANGER, positionId);
        _expectInvalid(keyOf(1), delegation, STRANGER);
    }

    function test_WhenTheBeneficiarySigned() external {
        bytes32 grantId = give(keyOf(1));
        Delegation memory delegation = _signed(keyOf(1), BENEFICIARY_SECRET);
        vm.expectEmit(address(vesting));
        emit ITokenVesting.Released(grantId, STRANGER, TOTAL / 10);
        assertEq(vesting.releaseBySig(keyOf(1), official(), delegation), TOTAL / 10);
        assertEq(stream.balanceOf(STRANGER), TOTAL / 10);
        assertEq(stream.balanceOf(BENEFICIARY), 0);
    }

    function test_GivenTheBeneficiaryIsAContract() external {
        GrantKey memory key = keyOf(1);
        key.beneficiary = address(new VestingWallet(vm.addr(0x0123)));
        give(key);
        _expectInvalid(key, _signed(key, 0xbad), key.beneficiary);
        assertEq(vesting.releaseBySig(key, official(), _signed(key, 0x0123)), TOTAL / 10);
        assertEq(stream.balanceOf(STRANGER), TOTAL / 10);
    }

    function test_GivenTheBeneficiaryHasEIP7702Code() external {
        give(keyOf(1));
        vm.etch(BENEFICIARY, abi.encodePacked(hex"ef0100", address(new VestingWallet(vm.addr(0x0123)))));
        _expectInvalid(keyOf(1), _signed(keyOf(1), 0xbad), BENEFICIARY);
        assertEq(
            vesting.releaseBySig(keyOf(1), official(), _signed(keyOf(1), BENEFICIARY_SECRET)), TOTAL / 10
        );
    }

    function test_GivenTheWalletSignsInAnotherForm() external {
        give(keyOf(1));
        give(keyOf(2));
        Delegation memory delegation = _signed(keyOf(1), BENEFICIARY_SECRET);
        delegation.signature[64] = bytes1(uint8(delegation.signature[64]) - 27);
        vesting.releaseBySig(keyOf(1), official(), delegation);
        delegation = _signed(keyOf(2), BENEFICIARY_SECRET);
        bytes32 digest = vesting.releaseDigest(vesting.grantIdOf(keyOf(2)), STRANGER, 0, delegation.deadline);
        (bytes32 r, bytes32 vs) = vm.signCompact(BENEFICIARY_SECRET, digest);
        delegation.signature = abi.encodePacked(r, vs);
        vesting.releaseBySig(keyOf(2), official(), delegation);
        assertEq(stream.balanceOf(STRANGER), TOTAL / 10 * 2);
    }

    function _signed(GrantKey memory key, uint256 secret) private view returns (Delegation memory) {
        uint40 deadline = LAUNCH + 1 days;
        bytes32 grantId = vesting.grantIdOf(key);
        bytes32 digest = vesting.releaseDigest(grantId, STRANGER, vesting.grantOf(grantId).released, deadline);
        return Delegation(STRANGER, deadline, sign(secret, digest));
    }

    function _expectInvalid(GrantKey memory key, Delegation memory delegation, address signer) private {
        vm.expectRevert(abi.encodeWithSelector(ITokenVesting.TokenVesting_SignatureInvalid.selector, signer));
        vesting.releaseBySig(key, official(), delegation);
    }
}
