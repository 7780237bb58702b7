// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Commitment} from "src/types/Content.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";

contract ContentRegistry_CommitmentOf_Test is ContentScene {
    bytes32 private _contentId;

    function setUp() public override {
        super.setUp();
        _contentId = publish("a", leavesOf(5));
        republish(_contentId, othersOf(4, 1));
    }

    function test_WhenTheGenerationWasNeverPublished() external view {
        Commitment memory none;
        assertEq(abi.encode(contents.commitmentOf(_contentId, 2)), abi.encode(none));
        assertEq(abi.encode(contents.commitmentOf("nothing", 0)), abi.encode(none));
    }

    function test_WhenTheGenerationIsThePresentOne() external view {
        Commitment memory present = contents.commitmentOf(_contentId, 1);
        assertEq(present.leafCount, 4);
        assertEq(present.byteCount, byteCountOf(othersOf(4, 1)));
        assertEq(present.root, contentRootOf(_contentId, 1, othersOf(4, 1)));
        assertEq(present.root, contents.contentOf(_contentId).root);
    }

    function test_WhenTheGenerationIsAFormerOne() external view {
        Commitment memory former = contents.commitmentOf(_contentId, 0);
        assertEq(former.leafCount, 5);
        assertEq(former.byteCount, byteCountOf(leavesOf(5)));
        assertEq(former.root, contentRootOf(_contentId, leavesOf(5)));
    }
}
