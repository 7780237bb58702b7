// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {IInteractionInputs} from "src/interfaces/IInteractionInputs.sol";
import {Stride} from "src/types/Interactions.sol";
import {InputScene} from "test/helpers/InputScene.sol";

contract InteractionInputs_DemandSignature_Test is InputScene {
    uint256 private _bond;

    function setUp() public override {
        super.setUp();
        post(3);
        _bond = inputs.demandBond();
    }

    function test_RevertWhen_ThereIsNoSuchPosting() external {
        Stride memory stride = strideAt(1);
        ++number;
        expectNotPosted();
        _demand(stride, 5);
    }

    function test_RevertWhen_ThePostingIsAnother() external {
        Stride memory stride = strideAt(1);
        ++posting.works;
        expectNotPosted();
        _demand(stride, 5);
    }

    function test_RevertGiven_ThePostingIsSigned() external {
        postSigned(3);
        Stride memory stride = strideAt(1);
        vm.expectRevert(abi.encodeWithSelector(IInteractionInputs.InteractionInputs_Signed.selector, number));
        _demand(stride, 5);
    }

    function test_RevertWhen_ThePlaceIs16() external {
        _expectNoSuchPlace(16);
        _expectNoSuchPlace(type(uint8).max);
    }

    function test_RevertWhen_TheStrideIsAnother() external {
        Stride memory stride = strideAt(1);
        stride.operations[5] ^= 0x01;
        _expectNotInPosting(stride);
    }

    function test_RevertWhen_TheStrideStandsElsewhere() external {
        Stride memory stride = strideAt(1);
        stride.index = 0;
        _expectNotInPosting(stride);
    }

    function test_RevertWhen_ThePathIsAnother() external {
        Stride memory stride = strideAt(1);
        stride.path = strideAt(0).path;
        _expectNotInPosting(stride);
    }

    function test_RevertWhen_TheStrideComesWithSignatures() external {
        Stride memory stride = strideAt(1);
        stride.signatures = signaturesOf(1);
        _expectNotInPosting(stride);
    }

    function test_RevertWhen_TheTimeForDemandsIsOver() external {
        Stride memory stride = strideAt(1);
        passDemands();
        expectTooLate(posting.postedAt + inputs.DEMAND_TIME());
        _demand(stride, 5);
    }

    function test_RevertWhen_TheBondIsAWeiTooLow() external {
        Stride memory stride = strideAt(1);
        uint256 needed = _bond--;
        vm.expectRevert(
            abi.encodeWithSelector(
                IInteractionInputs.InteractionInputs_BondTooLow.selector, needed - 1, needed
            )
        );
        _demand(stride, 5);
    }

    function test_RevertWhen_TheBondHasMoreThan96Bits() external {
        Stride memory stride = strideAt(1);
        _bond = 1 << 96;
        vm.deal(REQUESTER, _bond);
        vm.expectRevert(SafeCastLib.Overflow.selector);
        _demand(stride, 5);
    }

    function test_RevertGiven_ItWasDemanded() external {
        demand(1, 5);
        _expectAlreadyDemanded();
    }

    function test_RevertGiven_TheSignatureWasShown() external {
        demand(1, 5);
        show(1, 5, 0);
        _expectAlreadyDemanded();
    }

    function test_WhenAllIsRight() external {
        Stride memory stride = strideAt(1);
        vm.expectEmit(address(inputs));
        emit IInteractionInputs.SignatureDemanded(number, 1, 5, REQUESTER, _bond);
        _demand(stride, 5);
        assertEq(inputs.marksOf(number, 1), 0xffff << 80, "one mark alone");
        assertEq(inputs.marksOf(number, 0), 0);
        assertEq(inputs.marksOf(number, 2), 0);
        assertEq(address(inputs).balance, _bond);
    }

    function test_WhenItIsTheLastSecond() external {
        vm.warp(posting.postedAt + inputs.DEMAND_TIME() - 1);
        demand(1, 5);
        assertEq(markOf(1, 5), 0xffff);
    }

    function test_WhenThePlaceIs15() external {
        demand(1, 15);
        assertEq(inputs.marksOf(number, 1), 0xffff << 240);
    }

    function test_WhenThePlaceIs0() external {
        demand(1, 0);
        assertEq(inputs.marksOf(number, 1), 0xffff);
    }

    function test_GivenTheNeighboursWereDemandedAndShown() external {
        demand(1, 4);
        show(1, 4, 6);
        demand(1, 6);
        demand(1, 5);
        assertEq(inputs.marksOf(number, 1), 0xffffffff0007 << 64);
    }

    function test_WhenTheBondHasAllOf96Bits() external {
        Stride memory stride = strideAt(1);
        _bond = type(uint96).max;
        vm.deal(REQUESTER, _bond);
        _demand(stride, 5);
        assertEq(address(inputs).balance, _bond);
    }

    function _demand(Stride memory stride, uint8 place) private {
        vm.prank(REQUESTER);
        inputs.demandSignature{value: _bond}(number, posting, stride, place);
    }

    function _expectNoSuchPlace(uint8 place) private {
        Stride memory stride = strideAt(1);
        vm.expectRevert(
            abi.encodeWithSelector(IInteractionInputs.InteractionInputs_NoSuchPlace.selector, place)
        );
        _demand(stride, place);
    }

    function _expectNotInPosting(Stride memory stride) private {
        expectNotInPosting(stride.index);
        _demand(stride, 5);
    }

    function _expectAlreadyDemanded() private {
        Stride memory stride = strideAt(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IInteractionInputs.InteractionInputs_AlreadyDemanded.selector, number, 1, 5
            )
        );
        _demand(stride, 5);
    }
}
