// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Leaves} from "src/libraries/Leaves.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";
import {StateTwin} from "test/helpers/StateTwin.sol";
import {StrideScene} from "test/helpers/StrideScene.sol";

contract Transition_Run_Test is StrideScene {
    bytes32 private constant TEXT = keccak256("what a song");

    /* WHAT DOES NOTHING */

    function test_RevertWhen_TheEvidenceHasTooFewValues() external {
        put(FOLLOW, ALICE, BOB, 0, 0);
        uint256[] memory given = new uint256[](1);
        vm.expectRevert(
            abi.encodeWithSelector(Leaves.Leaves_Unread.selector, OperationTwin.leafKey(2, BOB, 0, 0))
        );
        harness.run(context, operations, signatures, given);
    }

    function test_WhenTheStrideIsZeros() external {
        assertEq(execute(), 0);
    }

    function test_WhenTheKindIsNone() external {
        for (uint256 kind = 11; kind < 16; ++kind) {
            put(kind, ALICE, 0, 0, 0);
        }
        put(0, ALICE, BOB, 1, 0);
        assertEq(execute(), 0);
    }

    function test_WhenTheActorIsNone() external {
        put(LIKE, ACTORS, SONG, 0, 0);
        put(LIKE, type(uint32).max, SONG, 0, 0);
        assertEq(execute(), 0);
    }

    function test_WhenTheTargetIsNone() external {
        put(FOLLOW, ALICE, ACTORS, 0, 0);
        put(UNFOLLOW, ALICE, ACTORS, 0, 0);
        put(PEER, ALICE, ACTORS, 1, EPOCH);
        for (uint256 kind = LIKE; kind <= PLAY; ++kind) {
            if (kind != COMMENT) put(kind, ALICE, WORKS, 0, 0);
        }
        putWithWord(OperationTwin.cell(COMMENT, 0, ALICE, WORKS, 0), TEXT, 0, secretOf(ALICE));
        assertEq(execute(), 0);
        putWithWord(OperationTwin.cell(DELEGATE, 0, ALICE, 1, 1), bytes32(uint256(1)), 0, secretOf(ALICE));
        put(REVOKE, ALICE, 1, 1, 0);
        assertEq(execute(), 0);
    }

    function test_WhenTheTargetIsTheActor() external {
        put(FOLLOW, BOB, BOB, 0, 0);
        put(UNFOLLOW, BOB, BOB, 0, 0);
        put(PEER, BOB, BOB, 1, EPOCH);
        assertEq(execute(), 0);
    }

    function test_WhenTheValueIsOutOfRange() external {
        put(FOLLOW, ALICE, BOB, 1, 0);
        put(UNFOLLOW, ALICE, BOB, 1, 0);
        put(LIKE, ALICE, SONG, 1, 0);
        put(UNLIKE, ALICE, SONG, 1, 0);
        put(RATE, ALICE, SONG, 6, 0);
        put(REVOKE, ALICE, 0, 0, 0);
        put(REVOKE, ALICE, 0, 16, 0);
        putWithWord(OperationTwin.cell(COMMENT, 0, ALICE, SONG, 1), TEXT, 0, secretOf(ALICE));
        assertEq(execute(), 0);
        bytes32 key = bytes32(uint256(1));
        putWithWord(OperationTwin.cell(DELEGATE, 0, ALICE, 0, 0), key, 0, secretOf(ALICE));
        putWithWord(OperationTwin.cell(DELEGATE, 0, ALICE, 0, 16), key, 0, secretOf(ALICE));
        assertEq(execute(), 0);
    }

    function test_WhenTheWordIsNoAddress() external {
        bytes12 cell = OperationTwin.cell(DELEGATE, 0, ALICE, 0, 1);
        putWithWord(cell, 0, 0, secretOf(ALICE));
        putWithWord(cell, bytes32(uint256(1) << 160 | 1), 0, secretOf(ALICE));
        assertEq(execute(), 0);
    }

    function test_WhenTheWordDoesNotFit() external {
        placesTaken = 13;
        bytes12 cell = OperationTwin.cell(COMMENT, 0, ALICE, SONG, 0);
        put(cell, 0, 0, secretOf(ALICE));
        // what follows is executed
        put(LIKE, ALICE, SONG, 0, 0);
        execute();
        assertEq(leafOf(5, SONG, 0, 0), 0);
        assertLeaf(4, SONG, 0, 0, 1);
    }

    function test_WhenTheWordJustFits() external {
        placesTaken = 12;
        putWithWord(OperationTwin.cell(COMMENT, 0, ALICE, SONG, 0), TEXT, 0, secretOf(ALICE));
        execute();
        assertEq(leafOf(5, SONG, 0, 0) >> 224, 1 | 1 << 31);
    }

    function test_WhenAWordLooksLikeAnOperation() external {
        bytes12 like = OperationTwin.cell(LIKE, 0, BOB, FILM, 0);
        putWithWord(OperationTwin.cell(COMMENT, 0, ALICE, SONG, 0), bytes32(like), 0, secretOf(ALICE));
        bytes memory signature = sign(like, 0, 0, secretOf(BOB));
        for (uint256 i; i < 64; ++i) {
            signatures[64 + i] = signature[i];
        }
        execute();
        assertEq(leafOf(4, FILM, 0, 0), 0);
    }

    function test_WhenACommentThatDoesNothingHasAWord() external {
        // it skips its word all the same
        bytes12 like = OperationTwin.cell(LIKE, 0, ALICE, FILM, 0);
        context.isSigned = false;
        putWithWord(OperationTwin.cell(COMMENT, 0, ACTORS, SONG, 0), bytes32(like), 0, 1);
        assertEq(execute(), 0);
    }

    /* WHO SIGNS */

    function test_WhenSomebodyElseSigned() external {
        put(OperationTwin.cell(LIKE, 0, ALICE, SONG, 0), 0, 0, secretOf(BOB));
        assertEq(execute(), 1, "the opinion alone");
        assertNothing();
    }

    function test_WhenTheSignatureIsOfAnotherVersion() external {
        assertEq(one(LIKE, ALICE, SONG, 0, 1), 1);
        assertNothing();
        one(LIKE, ALICE, SONG, 0, 0);
        // the very operation again: an old signature
        assertEq(one(LIKE, ALICE, SONG, 0, 0), 1);
        assertLeaf(3, ALICE, SONG, 0, 1 | 1 << 16);
    }

    function test_WhenTheSignatureIsOfAnotherWord() external {
        bytes12 cell = OperationTwin.cell(COMMENT, 0, ALICE, SONG, 0);
        putWithWord(cell, TEXT, 0, secretOf(ALICE));
        operations[12 + 31] ^= 0x01;
        assertEq(execute(), 1);
        assertNothing();
    }

    function test_WhenTheKeyWasRetired() external {
        put(OperationTwin.cell(LIKE, 0, CAROL, SONG, 0), 0, 0, secretOf(CAROL));
        assertEq(execute(), 0);
        // nor does a signature that recovers to nobody pass for one of hers
        put(LIKE, CAROL, SONG, 0, 0);
        for (uint256 i; i < 64; ++i) {
            signatures[i] = 0;
        }
        assertEq(execute(), 0);
    }

    function test_WhenTheVersionIsTheLast() external {
        setLeaf(3, ALICE, SONG, 0, 65_532);
        one(LIKE, ALICE, SONG, 0, 65_532);
        assertLeaf(3, ALICE, SONG, 0, 65_533 | 1 << 16);
        assertEq(one(UNLIKE, ALICE, SONG, 0, 65_533), 1);
        assertLeaf(3, ALICE, SONG, 0, 65_533 | 1 << 16);
    }

    function test_WhenADelegatedKeySigned() external {
        uint256 secret = 0xde1e;
        bytes12 like = OperationTwin.cell(LIKE, 5, ALICE, SONG, 0);
        put(like, 0, 0, secret);
        assertEq(execute(), 1, "no such key yet");
        putWithWord(
            OperationTwin.cell(DELEGATE, 0, ALICE, 0, 5),
            bytes32(uint256(uint160(vm.addr(secret)))),
            0,
            secretOf(ALICE)
        );
        execute();
        assertLeaf(8, ALICE, 5, 0, 1 | uint256(uint160(vm.addr(secret))) << 16);
        put(like, 0, 0, secret);
        assertEq(execute(), 3);
        assertLeaf(4, SONG, 0, 0, 1);
        // neither another actor's nor in another place
        put(OperationTwin.cell(LIKE, 5, BOB, SONG, 0), 0, 0, secret);
        put(OperationTwin.cell(UNLIKE, 4, ALICE, SONG, 0), 0, 1, secret);
        execute();
        assertLeaf(4, SONG, 0, 0, 1);
        one(REVOKE, ALICE, 0, 5, 1);
        assertLeaf(8, ALICE, 5, 0, 2);
        put(OperationTwin.cell(UNLIKE, 5, ALICE, SONG, 0), 0, 1, secret);
        assertEq(execute(), 1, "revoked");
    }

    function test_WhenADelegatedKeyDelegates() external {
        uint256 secret = 0xde1e;
        setLeaf(8, ALICE, 1, 0, uint256(uint160(vm.addr(secret))) << 16);
        putWithWord(OperationTwin.cell(DELEGATE, 1, ALICE, 0, 2), bytes32(uint256(1)), 0, secret);
        put(OperationTwin.cell(REVOKE, 1, ALICE, 0, 1), 0, 0, secret);
        assertEq(execute(), 0);
    }

    /* WITHOUT SIGNATURES */

    function test_WhenNobodyDemandedTheSignature() external {
        context.isSigned = false;
        put(LIKE, ALICE, SONG, 0, 99);
        put(FOLLOW, ALICE, BOB, 0, 99);
        execute();
        assertLeaf(4, SONG, 0, 0, 1);
        assertLeaf(2, BOB, 0, 0, 1);
    }

    function test_WhenADemandedSignatureIsMissing() external {
        context.isSigned = false;
        context.marks = uint256(65_535) << 16;
        put(LIKE, ALICE, SONG, 0, 0);
        put(LIKE, BOB, SONG, 0, 0);
        put(LIKE, BOB, FILM, 0, 0);
        execute();
        assertLeaf(4, SONG, 0, 0, 1);
        assertLeaf(4, FILM, 0, 0, 1);
        assertEq(leafOf(3, BOB, SONG, 0), 0);
    }

    function test_WhenADemandedSignatureIsOfTheVersion() external {
        context.isSigned = false;
        context.marks = 1 | uint256(2) << 16 | uint256(2) << 32;
        put(LIKE, ALICE, SONG, 0, 0);
        put(UNLIKE, ALICE, SONG, 0, 0);
        // version 2 by now
        put(LIKE, ALICE, SONG, 0, 0);
        execute();
        assertLeaf(3, ALICE, SONG, 0, 2);
        assertLeaf(4, SONG, 0, 0, 0);
    }

    function test_WhenTheKindIsAlwaysSigned() external {
        context.isSigned = false;
        put(PLAY, ALICE, SONG, 10, 0);
        put(PEER, ALICE, BOB, 10, EPOCH);
        put(REVOKE, ALICE, 0, 1, 0);
        putWithWord(OperationTwin.cell(DELEGATE, 0, ALICE, 0, 1), bytes32(uint256(1)), 0, 1);
        assertEq(execute(), 0);
    }

    function test_WhenAnUnsignedOperationNamesAKey() external {
        context.isSigned = false;
        setLeaf(8, ALICE, 1, 0, uint256(1) << 16);
        put(OperationTwin.cell(LIKE, 1, ALICE, SONG, 0), 0, 0, 1);
        assertEq(execute(), 0);
    }

    function test_WhenAnUnsignedOperationIsOfARetiredKey() external {
        context.isSigned = false;
        put(LIKE, CAROL, SONG, 0, 0);
        assertEq(execute(), 0);
    }

    /* EFFECTS */

    function test_WhenFollowing() external {
        one(FOLLOW, ALICE, BOB, 0, 0);
        assertLeaf(1, ALICE, BOB, 0, 1 | 1 << 16);
        assertLeaf(2, BOB, 0, 0, 1);
        assertEq(one(FOLLOW, ALICE, BOB, 0, 1), 1, "no change");
        assertLeaf(1, ALICE, BOB, 0, 2 | 1 << 16);
        one(UNFOLLOW, ALICE, BOB, 0, 2);
        assertLeaf(1, ALICE, BOB, 0, 3);
        assertLeaf(2, BOB, 0, 0, 0);
        assertEq(one(UNFOLLOW, BOB, ALICE, 0, 0), 1, "never followed");
        assertLeaf(1, BOB, ALICE, 0, 1);
    }

    function test_WhenLiking() external {
        put(LIKE, ALICE, SONG, 0, 0);
        put(LIKE, BOB, SONG, 0, 0);
        put(LIKE, ALICE, FILM, 0, 0);
        assertEq(execute(), 5);
        assertLeaf(4, SONG, 0, 0, 2);
        assertLeaf(4, FILM, 0, 0, 1);
        assertEq(one(LIKE, ALICE, SONG, 0, 1), 1, "no change");
        one(UNLIKE, ALICE, SONG, 0, 2);
        assertLeaf(3, ALICE, SONG, 0, 3);
        assertLeaf(4, SONG, 0, 0, 1);
    }

    function test_WhenRating() external {
        put(LIKE, ALICE, SONG, 0, 0);
        put(RATE, ALICE, SONG, 5, 1);
        put(RATE, BOB, SONG, 2, 0);
        execute();
        assertLeaf(3, ALICE, SONG, 0, 2 | 1 << 16 | 5 << 17);
        assertLeaf(4, SONG, 0, 0, 1 | 2 << 32 | 7 << 64);
        one(RATE, ALICE, SONG, 1, 2);
        assertLeaf(4, SONG, 0, 0, 1 | 2 << 32 | 3 << 64);
        assertEq(one(RATE, ALICE, SONG, 1, 3), 1, "no change");
        one(RATE, BOB, SONG, 0, 1);
        assertLeaf(3, BOB, SONG, 0, 2);
        assertLeaf(4, SONG, 0, 0, 1 | 1 << 32 | 1 << 64);
        one(RATE, ALICE, SONG, 0, 4);
        assertLeaf(4, SONG, 0, 0, 1);
    }

    function test_WhenCommenting() external {
        putWithWord(OperationTwin.cell(COMMENT, 0, ALICE, SONG, 0), TEXT, 0, secretOf(ALICE));
        assertEq(execute(), 2);
        assertLeaf(3, ALICE, SONG, 0, 1);
        uint256 first = uint256(
            // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
            uint224(uint256(keccak256(abi.encodePacked(uint256(0), uint32(ALICE), TEXT))))
        ) | 1 << 224;
        assertLeaf(5, SONG, 0, 0, first);
        putWithWord(OperationTwin.cell(COMMENT, 0, BOB, SONG, 0), 0, 0, secretOf(BOB));
        execute();
        uint256 second = uint256(
            // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
            uint224(uint256(keccak256(abi.encodePacked(first | PRESENT, uint32(BOB), bytes32(0)))))
        ) | 2 << 224;
        assertLeaf(5, SONG, 0, 0, second);
    }

    function test_WhenTheThreadIsFull() external {
        uint256 full = uint256(type(uint32).max >> 1) << 224;
        setLeaf(5, SONG, 0, 0, full);
        putWithWord(OperationTwin.cell(COMMENT, 0, ALICE, SONG, 0), TEXT, 0, secretOf(ALICE));
        assertEq(execute(), 2);
        assertLeaf(5, SONG, 0, 0, full);
        assertEq(leafOf(3, ALICE, SONG, 0), 0, "the version stays");
        setLeaf(5, SONG, 0, 0, full - (1 << 224));
        putWithWord(OperationTwin.cell(COMMENT, 0, ALICE, SONG, 0), TEXT, 0, secretOf(ALICE));
        execute();
        assertEq(leafOf(5, SONG, 0, 0) >> 224, type(uint32).max);
    }

    function test_WhenPlaying() external {
        one(PLAY, ALICE, SONG, 30, 0);
        assertLeaf(3, ALICE, SONG, 0, 1 | 30 << 20);
        assertLeaf(6, ALICE, EPOCH, 0, 30);
        // 100 seconds of the epoch are over, whatever was played
        put(PLAY, ALICE, FILM, 60, 0);
        put(PLAY, ALICE, SONG, 60, 1);
        put(PLAY, BOB, SONG, type(uint24).max, 0);
        execute();
        assertLeaf(3, ALICE, FILM, 0, 1 | 60 << 20);
        assertLeaf(3, ALICE, SONG, 0, 2 | 40 << 20);
        assertLeaf(6, ALICE, EPOCH, 0, 100);
        assertLeaf(6, BOB, EPOCH, 0, 100);
        // the next epoch counts anew
        context.time += 3600;
        one(PLAY, ALICE, SONG, 60, 2);
        assertLeaf(6, ALICE, EPOCH + 1, 0, 60);
        assertLeaf(3, ALICE, SONG, 0, 3 | 100 << 20);
        context.time -= 50;
        one(PLAY, ALICE, SONG, 60, 3);
        assertLeaf(6, ALICE, EPOCH + 1, 0, 60);
    }

    function test_WhenTheSecondsAreAtTheirEnd() external {
        setLeaf(3, ALICE, SONG, 0, uint256(type(uint40).max - 1) << 20 | 3);
        one(PLAY, ALICE, SONG, 30, 3);
        assertLeaf(3, ALICE, SONG, 0, uint256(type(uint40).max) << 20 | 4);
        assertLeaf(6, ALICE, EPOCH, 0, 30);
    }

    function test_WhenAPeerHelped() external {
        uint256 slot = 7 << 21;
        assertEq(one(PEER, ALICE, BOB, slot | 5, EPOCH), 1);
        assertLeaf(7, ALICE, EPOCH, 7, BOB | 5 << 32);
        one(PEER, ALICE, BOB, slot | 4, EPOCH);
        assertLeaf(7, ALICE, EPOCH, 7, BOB | 5 << 32);
        one(PEER, ALICE, BOB, slot | 0x1fffff, EPOCH);
        assertLeaf(7, ALICE, EPOCH, 7, BOB | 0x1fffff << 32);
        // the slot is Bob's, another one is free
        assertEq(one(PEER, ALICE, CAROL, slot | 9, EPOCH), 1);
        assertLeaf(7, ALICE, EPOCH, 7, BOB | 0x1fffff << 32);
        one(PEER, ALICE, CAROL, 9, EPOCH);
        assertLeaf(7, ALICE, EPOCH, 0, CAROL | 9 << 32);
        // a receipt is of its epoch
        assertEq(one(PEER, ALICE, CAROL, 10, EPOCH - 1), 0);
        assertEq(one(PEER, ALICE, CAROL, 10, EPOCH + 1), 0);
    }

    function test_WhenThePeerHasTheNumberZero() external {
        one(PEER, BOB, ALICE, 0, EPOCH);
        assertLeaf(7, BOB, EPOCH, 0, 0);
        one(PEER, BOB, CAROL, 9, EPOCH);
        assertLeaf(7, BOB, EPOCH, 0, 0);
    }
}
