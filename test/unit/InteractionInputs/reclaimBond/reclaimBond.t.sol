// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionInputs} from "src/interfaces/IInteractionInputs.sol";
import {InputScene} from "test/helpers/InputScene.sol";

contract InteractionInputs_ReclaimBond_Test is InputScene {
    uint256 private _bond;

    function setUp() public override {
        super.setUp();
        post(3);
        _bond = inputs.demandBond();
        demand(1, 5);
    }

    function test_RevertWhen_ThereIsNoSuchPosting() external {
        passAnswers();
        ++number;
        expectNotPosted();
        _reclaim(1, 5);
    }

    function test_RevertWhen_ThePostingIsAnother() external {
        --posting.postedAt;
        passAnswers();
        expectNotPosted();
        _reclaim(1, 5);
    }

    function test_RevertWhen_TheSignatureMayStillBeShown() external {
        uint256 until = posting.postedAt + 2 * inputs.DEMAND_TIME();
        vm.warp(until - 1);
        vm.expectRevert(abi.encodeWithSelector(IInteractionInputs.InteractionInputs_TooEarly.selector, until));
        _reclaim(1, 5);
    }

    function test_RevertGiven_NobodyAsked() external {
        passAnswers();
        _expectNotDemanded(1, 4);
        _expectNotDemanded(0, 5);
        _expectNotDemanded(1, 21);
    }

    function test_RevertGiven_ThePostingIsSigned() external {
        postSigned(3);
        _expectNotDemanded(1, 5);
    }

    function test_RevertGiven_TheSignatureWasShown() external {
        show(1, 5, 0);
        passAnswers();
        _expectNotDemanded(1, 5);
    }

    function test_RevertGiven_TheBondReturned() external {
        passAnswers();
        _reclaim(1, 5);
        _expectNotDemanded(1, 5);
    }

    function test_WhenAllIsRight() external {
        demand(1, 6);
        uint256 before = REQUESTER.balance;
        passAnswers();
        vm.expectEmit(address(inputs));
        emit IInteractionInputs.SignatureMissing(number, 1, 5);
        _reclaim(1, 5);
        assertEq(REQUESTER.balance, before + _bond);
        assertEq(STRANGER.balance, 0);
        assertEq(address(inputs).balance, _bond, "of the other demand");
        assertEq(inputs.marksOf(number, 0), type(uint256).max, "it stays missing");
    }

    function test_GivenTheRequesterTakesNoEther() external {
        // its code reverts
        vm.etch(REQUESTER, hex"fe");
        uint256 before = REQUESTER.balance;
        passAnswers();
        _reclaim(1, 5);
        assertEq(REQUESTER.balance, before + _bond, "by force");
    }

    function _reclaim(uint256 i, uint8 place) private {
        vm.prank(STRANGER);
        inputs.reclaimBond(number, posting, i, place);
    }

    function _expectNotDemanded(uint256 i, uint8 place) private {
        expectNotDemanded(i, place);
        _reclaim(i, place);
    }
}
