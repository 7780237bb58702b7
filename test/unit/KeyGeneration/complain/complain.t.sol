// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IKeyGeneration} from "src/interfaces/IKeyGeneration.sol";
import {Dleq} from "src/libraries/Dleq.sol";
import {Complaint, Dealing} from "src/types/Generation.sol";
import {Point} from "src/types/Point.sol";
import {GenerationScene} from "test/helpers/GenerationScene.sol";

contract KeyGeneration_Complain_Test is GenerationScene {
    function setUp() public override {
        super.setUp();
        id = begin();
    }

    function test_RevertGiven_TheTimeToComplainHasNotCome() external {
        Dealing memory dealing = dealingOf(1);
        dealing.sealedShares[1] += 1;
        _committed(dealing);
        reveal(1, dealing);
        Complaint memory complaint = complaintOf(1, 2);
        vm.expectPartialRevert(IKeyGeneration.KeyGeneration_WrongTime.selector);
        keyGeneration.complain(id, dealing, complaint);
    }

    function test_RevertGiven_TheTimeToComplainIsOver() external {
        Dealing memory dealing = dealingOf(1);
        dealing.sealedShares[1] += 1;
        _revealed(dealing);
        nextPhase();
        Complaint memory complaint = complaintOf(1, 2);
        vm.expectPartialRevert(IKeyGeneration.KeyGeneration_WrongTime.selector);
        keyGeneration.complain(id, dealing, complaint);
    }

    function test_RevertWhen_TheDealingIsNotTheDealers() external {
        Dealing memory dealing = dealingOf(1);
        _revealed(dealing);
        dealing.sealedShares[1] += 1;
        Complaint memory complaint = complaintOf(1, 2);
        vm.expectRevert(abi.encodeWithSelector(IKeyGeneration.KeyGeneration_DealingDiffers.selector, 1));
        keyGeneration.complain(id, dealing, complaint);
    }

    function test_RevertWhen_TheShareIsRight() external {
        Dealing memory dealing = dealingOf(1);
        _revealed(dealing);
        for (uint8 victim = 1; victim <= NODES; ++victim) {
            _refuse(dealing, complaintOf(1, victim));
        }
    }

    function test_RevertWhen_TheSecretIsNotTheVictimsAndTheDealers() external {
        Dealing memory dealing = dealingOf(1);
        _revealed(dealing);
        Complaint memory complaint = complaintOf(1, 2);
        // a secret from which another mask follows, with hints that fit
        uint256 other = 77;
        complaint.secret = pointOf(other);
        complaint.hints.challengedResult = pointOf(mulmod(complaint.challenge, other, N));
        _refuse(dealing, complaint);
    }

    function test_RevertWhen_TheSecretIsNoPoint() external {
        Dealing memory dealing = dealingOf(1);
        dealing.sealedShares[1] += 1;
        _revealed(dealing);
        Complaint memory complaint = complaintOf(1, 2);
        complaint.secret = Point(1, 1);
        _refuse(dealing, complaint);
    }

    function test_RevertWhen_TheProofIsAnotherPairs() external {
        Dealing memory dealing = dealingOf(1);
        dealing.sealedShares[1] += 1;
        _revealed(dealing);
        Complaint memory complaint = complaintOf(1, 3);
        complaint.victim = 2;
        complaint.hints.commitment =
            pointOf(minus(complaint.response, mulmod(complaint.challenge, transportSecret(2), N)));
        _refuse(dealing, complaint);
    }

    function test_RevertWhen_TheVictimHasNoTransportKey() external {
        Dealing memory dealing = dealingOf(1);
        dealing.sealedShares[4] += 1;
        commit(1);
        nextPhase();
        reveal(1, dealing);
        nextPhase();
        _refuse(dealing, complaintOf(1, 5));
        Complaint memory complaint = complaintOf(1, 5);
        complaint.victim = 0;
        _refuse(dealing, complaint);
    }

    function test_RevertWhen_AHintIsWrong() external {
        Dealing memory dealing = dealingOf(1);
        dealing.sealedShares[1] += 1;
        _revealed(dealing);
        Complaint memory complaint = complaintOf(1, 2);
        complaint.hints.commitment = complaint.hints.blindedBase;
        vm.expectRevert(Dleq.Dleq_HintWrong.selector);
        keyGeneration.complain(id, dealing, complaint);
    }

    function test_WhenTheShareIsWrong() external {
        Dealing memory dealing = dealingOf(1);
        dealing.sealedShares[1] += 1;
        _revealed(dealing);
        vm.expectEmit(address(keyGeneration));
        emit IKeyGeneration.DealerExcluded(id, 1, 2);
        _complain(dealing);
        assertEq(keyGeneration.generationOf(id).qualified, 30, "KEY-2: a lying dealer is excluded");
    }

    function test_WhenTheShareIsZero() external {
        Dealing memory dealing = dealingOf(1);
        dealing.sealedShares[1] = sealShare(1, 2, 0);
        _revealed(dealing);
        _complain(dealing);
        assertEq(keyGeneration.generationOf(id).qualified, 30);
    }

    function test_WhenTheShareAndWhatWasPromisedAreZero() external {
        Dealing memory dealing = dealingOf(1);
        // at place 2 the polynomial is 4 · a2 + 2 · a1 + a0 = 0
        dealing.coefficients[0] =
            pointOf(N - addmod(mulmod(4, coefficient(1, 2), N), mulmod(2, coefficient(1, 1), N), N));
        dealing.sealedShares[1] = sealShare(1, 2, 0);
        _revealed(dealing);
        _complain(dealing);
        assertEq(keyGeneration.generationOf(id).qualified, 30);
    }

    function test_WhenTheSealedShareIsTheOrderOrMore() external {
        Dealing memory dealing = dealingOf(1);
        uint256 mask = sealShare(1, 2, 0);
        // as if the dealer had found a sealed share that is small
        if (dealing.sealedShares[1] < type(uint256).max - N) dealing.sealedShares[1] += N;
        else dealing.sealedShares[1] = type(uint256).max;
        _revealed(dealing);
        bool isWrong = dealing.sealedShares[1] % N != addmod(mask, dealtShare(1, 2), N);
        if (!isWrong) _refuse(dealing, complaintOf(1, 2));
        else _complain(dealing);
        assertEq(keyGeneration.generationOf(id).qualified, isWrong ? 30 : 31);
    }

    function _committed(Dealing memory dealing) private {
        commit(1, pointOf(transportSecret(1)).x, keccak256(abi.encode(id, uint8(1), dealing.coefficients)));
        for (uint8 i = 2; i <= NODES; ++i) {
            commit(i);
        }
        nextPhase();
    }

    function _revealed(Dealing memory dealing) private {
        _committed(dealing);
        reveal(1, dealing);
        for (uint8 i = 2; i <= NODES; ++i) {
            reveal(i);
        }
        nextPhase();
    }

    function _complain(Dealing memory dealing) private {
        keyGeneration.complain(id, dealing, complaintOf(1, 2));
    }

    function _refuse(Dealing memory dealing, Complaint memory complaint) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IKeyGeneration.KeyGeneration_ComplaintFalse.selector, complaint.dealer, complaint.victim
            )
        );
        keyGeneration.complain(id, dealing, complaint);
    }
}
