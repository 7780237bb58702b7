// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {IInteractionInputs} from "src/interfaces/IInteractionInputs.sol";
import {Stride} from "src/types/Interactions.sol";
import {InputScene} from "test/helpers/InputScene.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";

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
        _expectNothingToSign(16);
        _expectNothingToSign(type(uint8).max);
    }

    function test_RevertWhen_ThePlaceIsAWords() external {
        for (uint8 i = 1; i <= 3; ++i) {
            _expectNothingToSign(COMMENT_PLACE + i);
        }
        demand(1, COMMENT_PLACE);
        demand(1, COMMENT_PLACE + 4);
    }

    function test_RevertWhen_TheOperationHasNoEffectAnyway() external {
        // nothing, a later actor's, of a later work, always signed, by a delegated key, a comment whose word does not fit
        bytes12[6] memory cells = [
            bytes12(0),
            OperationTwin.cell(LIKE, 0, 2, 0, 0),
            OperationTwin.cell(LIKE, 0, ALICE, WORKS, 0),
            OperationTwin.cell(7, 0, ALICE, 0, 10),
            OperationTwin.cell(LIKE, 1, ALICE, 0, 0),
            OperationTwin.cell(COMMENT, 0, ALICE, 0, 0)
        ];
        bytes memory own = new bytes(120);
        for (uint256 i; i < cells.length; ++i) {
            own = abi.encodePacked(own, cells[i]);
        }
        post(own, "");
        for (uint8 place = 10; place < 16; ++place) {
            Stride memory stride = strideAt(0);
            vm.expectRevert(
                abi.encodeWithSelector(
                    IInteractionInputs.InteractionInputs_NothingToSign.selector, number, 0, place
                )
            );
            _demand(stride, place);
        }
    }

    function test_RevertGiven_TheKeyWasRetired() external {
        retire(BOB);
        post(2);
        _expectNothingToSign(5);
        demand(1, 4);
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
        for (uint256 i; i < 3; ++i) {
            assertEq(inputs.marksOf(number, i), type(uint256).max, "all of the posting");
        }
        assertEq(address(inputs).balance, _bond);
    }

    function test_WhenItIsTheLastSecond() external {
        vm.warp(posting.postedAt + inputs.DEMAND_TIME() - 1);
        demand(1, 5);
        assertEq(markOf(1, 5), 0xffff);
    }

    function test_WhenThePlaceIs15() external {
        demand(1, 15);
        show(1, 15, 1);
        assertEq(inputs.marksOf(number, 1), 2 << 240);
    }

    function test_WhenThePlaceIs0() external {
        demand(1, 0);
        show(1, 0, 1);
        assertEq(inputs.marksOf(number, 1), 2);
    }

    function test_GivenTheNeighboursWereDemandedAndShown() external {
        demand(1, 4);
        show(1, 4, 6);
        demand(1, 6);
        demand(1, 5);
        show(1, 6, 2);
        assertEq(inputs.marksOf(number, 1), type(uint256).max, "one is not shown");
        show(1, 5, 4);
        assertEq(inputs.marksOf(number, 1), 0x000300050007 << 64);
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

    function _expectNothingToSign(uint8 place) private {
        Stride memory stride = strideAt(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IInteractionInputs.InteractionInputs_NothingToSign.selector, number, 1, place
            )
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
