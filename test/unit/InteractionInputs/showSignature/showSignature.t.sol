// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionInputs} from "src/interfaces/IInteractionInputs.sol";
import {Stride} from "src/types/Interactions.sol";
import {InputScene} from "test/helpers/InputScene.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";

contract InteractionInputs_ShowSignature_Test is InputScene {
    uint256 private constant PRICE = 1 gwei;
    uint256 private _bond;

    function setUp() public override {
        super.setUp();
        post(3);
        vm.fee(PRICE);
        _bond = inputs.demandBond();
        assertEq(_bond, 4 * ANSWER_GAS * PRICE);
        demand(1, 5);
        vm.txGasPrice(PRICE);
    }

    function test_RevertWhen_ThereIsNoSuchPosting() external {
        Stride memory stride = strideAt(1);
        ++number;
        expectNotPosted();
        _show(stride, 5, 0, "");
    }

    function test_RevertWhen_ThePostingIsAnother() external {
        Stride memory stride = strideAt(1);
        ++posting.postedAt;
        expectNotPosted();
        _show(stride, 5, 0, "");
    }

    function test_RevertWhen_TheStrideIsAnother() external {
        Stride memory stride = strideAt(1);
        stride.operations[5 * 12] ^= 0x01;
        expectNotInPosting(1);
        _show(stride, 5, 0, "");
    }

    function test_RevertGiven_ThePostingIsSigned() external {
        postSigned(3);
        Stride memory stride = strideAt(1);
        expectTooLate(block.timestamp);
        _show(stride, 5, 0, "");
    }

    function test_RevertWhen_TheTimeForAnswersIsOver() external {
        Stride memory stride = strideAt(1);
        bytes memory signature = signatureOf(1, 5, 0);
        passAnswers();
        expectTooLate(block.timestamp);
        _show(stride, 5, 0, signature);
    }

    function test_RevertGiven_NobodyAsked() external {
        _expectNotDemanded(1, 4);
        _expectNotDemanded(1, 6);
        _expectNotDemanded(0, 5);
        _expectNotDemanded(2, 5);
    }

    function test_RevertGiven_ItWasShownForThisVersion() external {
        show(1, 5, 0);
        _expectNotDemanded(1, 5);
    }

    function test_RevertGiven_ItWasShownForALaterVersion() external {
        show(1, 5, 1);
        _expectNotDemanded(1, 5);
    }

    function test_GivenItWasShownForAnEarlierVersion() external {
        show(1, 5, 6);
        (uint256 shower, uint256 requester) = (STRANGER.balance, REQUESTER.balance);
        show(1, 5, 7);
        assertEq(inputs.marksOf(number, 1), 8 << 80, "the later version's mark");
        assertEq(STRANGER.balance, shower, "a bond is paid once");
        assertEq(REQUESTER.balance, requester);
    }

    function test_RevertWhen_ThePlaceIs16() external {
        Stride memory stride = strideAt(1);
        expectNotDemanded(1, 16);
        _show(stride, 16, 0, "");
        // the 16th place further would be the same bits
        expectNotDemanded(1, 21);
        _show(stride, 21, 0, "");
    }

    function test_RevertWhen_TheSignatureIsNotOf64Bytes() external {
        bytes memory signature = signatureOf(1, 5, 0);
        _expectInvalid(0, bytes.concat(signature, hex"00"), address(0));
        _expectInvalid(0, "", address(0));
        assembly ("memory-safe") {
            mstore(signature, 63)
        }
        _expectInvalid(0, signature, address(0));
    }

    function test_RevertWhen_TheSignatureRecoversToNobody() external {
        _expectInvalid(0, new bytes(64), address(0));
    }

    function test_RevertWhen_TheSignatureIsAnothers() external {
        bytes memory signature = sign(secretOf(ALICE), cellOf(1, 5), 0, 0);
        _expectInvalid(0, signature, vm.addr(secretOf(ALICE)));
    }

    function test_RevertWhen_TheSignatureIsForAnotherVersion() external {
        _expectInvalidPartially(1, signatureOf(1, 5, 0));
    }

    function test_RevertWhen_TheSignatureIsForAnotherOperation() external {
        _expectInvalidPartially(0, signatureOf(1, 7, 0));
    }

    function test_RevertWhen_TheSignatureIsForAnotherWord() external {
        demand(1, COMMENT_PLACE);
        Stride memory stride = strideAt(1);
        bytes memory signature = sign(secretOf(ALICE), cellOf(1, COMMENT_PLACE), keccak256("another text"), 0);
        vm.expectPartialRevert(IInteractionInputs.InteractionInputs_SignatureInvalid.selector);
        _show(stride, COMMENT_PLACE, 0, signature);
    }

    function test_RevertWhen_TheVersionIs65533() external {
        _expectInvalid(65_533, signatureOf(1, 5, 65_533), address(0));
        _expectInvalid(65_535, signatureOf(1, 5, 65_535), address(0));
    }

    function test_WhenTheVersionIs65532() external {
        show(1, 5, 65_532);
        assertEq(markOf(1, 5), 65_533);
    }

    function test_GivenTheKeyWasRetiredAfterThePosting() external {
        retire(BOB);
        show(1, 5, 0);
        assertEq(markOf(1, 5), 1);
    }

    function test_WhenItIsTheLastSecond() external {
        vm.warp(posting.postedAt + 2 * inputs.DEMAND_TIME() - 1);
        Stride memory stride = strideAt(1);
        bytes memory signature = signatureOf(1, 5, 7);
        uint256 before = REQUESTER.balance;
        vm.expectEmit(address(inputs));
        emit IInteractionInputs.SignatureShown(number, 1, 5, 7, signature);
        _show(stride, 5, 7, signature);
        assertEq(inputs.marksOf(number, 1), 8 << 80, "one more than the version, in its place");
        assertEq(STRANGER.balance, ANSWER_GAS * PRICE);
        assertEq(REQUESTER.balance, before + _bond - ANSWER_GAS * PRICE);
        assertEq(address(inputs).balance, 0);
    }

    function test_GivenTheNeighboursWereDemandedAndShown() external {
        demand(1, 4);
        demand(1, 6);
        show(1, 6, 2);
        show(1, 5, 1);
        assertEq(inputs.marksOf(number, 1), type(uint256).max, "one is not shown");
        show(1, 4, 0);
        assertEq(inputs.marksOf(number, 1), 0x000300020001 << 64);
    }

    function test_WhenThePlaceIs15() external {
        demand(1, 15);
        show(1, 15, 1);
        show(1, 5, 0);
        assertEq(inputs.marksOf(number, 1), 2 << 240 | 1 << 80);
    }

    function test_WhenTheOperationHasAWord() external {
        demand(1, COMMENT_PLACE);
        show(1, COMMENT_PLACE, 3);
        show(1, 5, 0);
        assertEq(markOf(1, COMMENT_PLACE), 4);
    }

    function test_WhenTheGasCostsMoreThanTheBond() external {
        vm.txGasPrice(4 * PRICE + 1);
        uint256 before = REQUESTER.balance;
        show(1, 5, 0);
        assertEq(STRANGER.balance, _bond);
        assertEq(REQUESTER.balance, before);
    }

    function test_WhenTheGasCostsNothing() external {
        vm.txGasPrice(0);
        uint256 before = REQUESTER.balance;
        show(1, 5, 0);
        assertEq(STRANGER.balance, 0);
        assertEq(REQUESTER.balance, before + _bond);
    }

    function test_GivenNeitherTakesEther() external {
        // their code reverts
        vm.etch(REQUESTER, hex"fe");
        vm.etch(STRANGER, hex"fe");
        uint256 before = REQUESTER.balance;
        show(1, 5, 0);
        assertEq(STRANGER.balance, ANSWER_GAS * PRICE, "by force");
        assertEq(REQUESTER.balance, before + _bond - ANSWER_GAS * PRICE, "by force");
    }

    function _show(Stride memory stride, uint8 place, uint16 version, bytes memory signature) private {
        vm.prank(STRANGER);
        inputs.showSignature(number, posting, stride, place, version, signature);
    }

    function _expectNotDemanded(uint256 i, uint8 place) private {
        Stride memory stride = strideAt(i);
        bytes memory signature = signatureOf(i, place, 0);
        expectNotDemanded(i, place);
        _show(stride, place, 0, signature);
    }

    function _expectInvalid(uint16 version, bytes memory signature, address signer) private {
        Stride memory stride = strideAt(1);
        _expectInvalid(signer);
        _show(stride, 5, version, signature);
        assertEq(markOf(1, 5), 0xffff, "a wrong answer does not count");
    }

    function _expectInvalid(address signer) private {
        vm.expectRevert(
            abi.encodeWithSelector(IInteractionInputs.InteractionInputs_SignatureInvalid.selector, signer)
        );
    }

    /// @dev Of a signature that recovers to some address or other.
    function _expectInvalidPartially(uint16 version, bytes memory signature) private {
        Stride memory stride = strideAt(1);
        vm.expectPartialRevert(IInteractionInputs.InteractionInputs_SignatureInvalid.selector);
        _show(stride, 5, version, signature);
    }
}
