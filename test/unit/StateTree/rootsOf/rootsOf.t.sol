// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {StateTree} from "src/libraries/StateTree.sol";
import {StateTwin} from "test/helpers/StateTwin.sol";
import {TransitionHarness} from "test/helpers/TransitionHarness.sol";

/// @dev Keys are told apart by their first bits: 0x80 is the first of the right half.
contract StateTree_RootsOf_Test is Test {
    uint256 private constant LEFT = 0x01 << 248;
    uint256 private constant LEFT_TOO = 0x02 << 248;
    uint256 private constant RIGHT = 0x80 << 248;
    uint256 private constant OTHER = 0x03 << 248;

    TransitionHarness private _harness;

    function setUp() public {
        _harness = TransitionHarness(deployCode("TransitionHarness.sol:TransitionHarness"));
    }

    function test_RevertWhen_TheWitnessIsEmpty() external {
        _expectInvalid();
        _one(LEFT, 0, 0, "");
    }

    function test_RevertWhen_ThereIsNoSuchStep() external {
        _expectInvalid();
        _one(LEFT, 0, 0, hex"040100");
    }

    function test_RevertWhen_AStepIsCutOff() external {
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        bytes memory whole = abi.encodePacked(hex"030101", OTHER, uint256(7), hex"0001", bytes32("right"));
        _one(LEFT, 0, 5, whole);
        for (uint256 length = 1; length < whole.length; ++length) {
            bytes memory part = new bytes(length);
            for (uint256 i; i < length; ++i) {
                part[i] = whole[i];
            }
            _expectInvalid();
            _one(LEFT, 0, 5, part);
        }
    }

    function test_RevertWhen_NothingIsThereToFold() external {
        _expectInvalid();
        _one(LEFT, 0, 0, abi.encodePacked(hex"0001", bytes32(0), hex"020100"));
    }

    function test_RevertWhen_TheFoldIsOfNothing() external {
        _expectInvalid();
        _one(LEFT, 0, 0, hex"0201000000");
    }

    function test_RevertWhen_TheFoldPassesTheRoot() external {
        _expectInvalid();
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        _one(LEFT, 0, 0, abi.encodePacked(hex"0201000001", bytes32("sibling")));
    }

    function test_RevertWhen_OneSubtreeIsJoined() external {
        _expectInvalid();
        _one(LEFT, 0, 0, hex"02010001");
    }

    function test_RevertWhen_TheRootIsNotReached() external {
        _expectInvalid();
        _one(LEFT, 0, 0, hex"020101");
    }

    function test_RevertWhen_NoKeyIsTaken() external {
        _expectInvalid();
        _one(LEFT, 0, 0, hex"020000020100");
    }

    function test_RevertWhen_TooManyKeysAreTaken() external {
        _expectInvalid();
        _one(LEFT, 0, 0, hex"020200");
    }

    function test_RevertWhen_AKeyIsLeft() external {
        _expectInvalid();
        _two(LEFT, RIGHT, 0, 0, hex"020100");
    }

    function test_RevertWhen_MoreSubtreesThanKeysAreOpened() external {
        _expectInvalid();
        _one(LEFT, 0, 0, hex"020100020100");
    }

    function test_RevertWhen_TwoSubtreesAreLeft() external {
        _expectInvalid();
        _two(LEFT, RIGHT, 0, 0, hex"020100020100");
    }

    function test_RevertWhen_JoinedSubtreesHaveOtherDepths() external {
        _expectInvalid();
        _two(LEFT, RIGHT, 0, 0, hex"02010102010201");
    }

    function test_RevertWhen_JoinedSubtreesAreRoots() external {
        _expectInvalid();
        _two(LEFT, RIGHT, 0, 0, hex"02010002010001");
    }

    function test_RevertWhen_JoinedSubtreesHaveOtherParents() external {
        // they fork at the first bit, and are joined at the second
        _expectInvalid();
        _two(LEFT, RIGHT, 0, 0, hex"02010202010201");
    }

    function test_RevertWhen_JoinedSubtreesAreOne() external {
        // at depth 1 both keys are on the left
        _expectInvalid();
        _two(LEFT, LEFT_TOO, 0, 0, hex"02010102010101");
    }

    function test_RevertWhen_KeysOfOneSubtreeAreApart() external {
        _expectInvalid();
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        _two(LEFT, RIGHT, 0, 0, abi.encodePacked(hex"0202010001", bytes32("right")));
    }

    function test_RevertWhen_TwoKeysOfASubtreeHadValues() external {
        _expectInvalid();
        _two(LEFT, LEFT_TOO, 1, 1, hex"020200");
    }

    function test_RevertWhen_TheOtherLeafIsOneOfTheKeys() external {
        _expectInvalid();
        _one(LEFT, 0, 0, abi.encodePacked(hex"030100", LEFT, uint256(7)));
        _expectInvalid();
        _one(LEFT, 0, 5, abi.encodePacked(hex"030100", LEFT, uint256(7)));
    }

    function test_RevertWhen_TheOtherLeafIsElsewhere() external {
        _expectInvalid();
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        _one(LEFT, 0, 0, abi.encodePacked(hex"030101", RIGHT, uint256(7), hex"0001", bytes32("right")));
    }

    function test_RevertWhen_AKeyBesideTheOtherLeafHadAValue() external {
        _expectInvalid();
        _one(LEFT, 1, 0, abi.encodePacked(hex"030100", OTHER, uint256(7)));
    }

    function test_WhenTheTreeIsEmpty() external view {
        (bytes32 before, bytes32 afterwards) = _one(LEFT, 0, 0, hex"020100");
        assertEq(before, 0);
        assertEq(afterwards, 0);
        (before, afterwards) = _one(LEFT, 0, 5, hex"020100");
        assertEq(before, 0);
        assertEq(afterwards, StateTwin.leaf(LEFT, 5));
    }

    function test_WhenTheOtherLeafForksAtTheLastBitOfTheDepth() external view {
        // 0x01 and 0x03 share six bits
        bytes memory witness = abi.encodePacked(hex"030106", OTHER, uint256(7), hex"0006", new bytes(192));
        (bytes32 before, bytes32 afterwards) = _one(LEFT, 0, 5, witness);
        bytes32 beforeNode = StateTwin.leaf(OTHER, 7);
        bytes32 node = StateTwin.node(StateTwin.leaf(LEFT, 5), StateTwin.leaf(OTHER, 7));
        for (uint256 i; i < 6; ++i) {
            (beforeNode, node) = (StateTwin.node(beforeNode, 0), StateTwin.node(node, 0));
        }
        assertEq(before, beforeNode);
        assertEq(afterwards, node);
    }

    function test_WhenTheOtherLeafStandsBetweenTheKeys() external view {
        uint256 far = 0x04 << 248;
        bytes memory witness = abi.encodePacked(hex"030200", OTHER, uint256(7));
        (bytes32 before, bytes32 afterwards) = _two(LEFT, far, 0, 0, witness);
        assertEq(before, StateTwin.leaf(OTHER, 7));
        uint256[] memory keys = new uint256[](3);
        (keys[0], keys[1], keys[2]) = (LEFT, OTHER, far);
        uint256[] memory values = new uint256[](3);
        (values[0], values[1], values[2]) = (11, 7, 12);
        assertEq(afterwards, StateTwin.root(StateTwin.Store(keys, values)));
    }

    /// @dev After it `a` and `b` have the values 11 and 12.
    function _two(uint256 a, uint256 b, uint256 readA, uint256 readB, bytes memory witness)
        private
        view
        returns (bytes32, bytes32)
    {
        bytes32[] memory keys = new bytes32[](2);
        uint256[] memory read = new uint256[](2);
        uint256[] memory values = new uint256[](2);
        (keys[0], keys[1], read[0], read[1]) = (bytes32(a), bytes32(b), readA, readB);
        (values[0], values[1]) = (11, 12);
        return _harness.rootsOfLeaves(keys, read, values, witness);
    }

    function _one(uint256 key, uint256 read_, uint256 value, bytes memory witness)
        private
        view
        returns (bytes32, bytes32)
    {
        bytes32[] memory keys = new bytes32[](1);
        uint256[] memory read = new uint256[](1);
        uint256[] memory values = new uint256[](1);
        (keys[0], read[0], values[0]) = (bytes32(key), read_, value);
        return _harness.rootsOfLeaves(keys, read, values, witness);
    }

    function _expectInvalid() private {
        vm.expectRevert(StateTree.StateTree_WitnessInvalid.selector);
    }
}
