// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {IKeyRegistry} from "src/interfaces/IKeyRegistry.sol";
import {KeyCourt} from "src/keys/KeyCourt.sol";
import {Secp256k1} from "src/libraries/Secp256k1.sol";
import {AnswerHints, PartialDecryption} from "src/types/PartialDecryption.sol";
import {Point} from "src/types/Point.sol";

/// @notice The court against noble's curve and the SDK's hints and digests, on the answers that `answerCases.ts` writes.
contract KeyCourt_DifferentialTest is Test {
    using Secp256k1 for Point;

    struct Case {
        Point seat;
        PartialDecryption answer;
        AnswerHints hints;
        bytes32 digest;
        bool isFalse;
    }

    string private constant FILE = "test/differential/.cases/answers.bin";
    /// @dev As in `answerCases.ts`.
    address private constant COURT = address(0xc0527);
    address private constant REGISTRY = address(0x4e6);

    function test_KEY1_TheSdkAgrees() external {
        vm.skip(!vm.isFile(FILE), "no cases, run `npx node test/differential/answerCases.ts`");
        deployCodeTo("KeyCourt.sol:KeyCourt", abi.encode(REGISTRY, address(0)), COURT);
        Case[] memory cases = abi.decode(vm.readFileBinary(FILE), (Case[]));
        assertEq(cases.length, 256);
        for (uint256 i; i < cases.length; ++i) {
            Case memory c = cases[i];
            vm.mockCall(
                REGISTRY,
                abi.encodeWithSelector(IKeyRegistry.seatOf.selector),
                abi.encode(address(1), c.seat.compress())
            );
            assertEq(KeyCourt(COURT).answerDigest(c.answer), c.digest, "the digest");
            assertEq(KeyCourt(COURT).isFalse(c.answer, c.hints), c.isFalse, "KEY-1: false <=> a lie");
        }
    }
}
