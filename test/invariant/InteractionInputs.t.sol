// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Posting} from "src/types/Interactions.sol";
import {Role} from "src/types/Operator.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";
import {InputHandler} from "test/invariant/handlers/InputHandler.sol";

/// @notice Postings, the queue, and demanded signatures with their bonds.
contract InteractionInputs_Invariants is OperatorScene {
    InputHandler private _handler;

    function setUp() public override {
        super.setUp();
        register(EDGE, Role.Sequencer);
        _handler = new InputHandler(inputs, EDGE);
        _handler.register(0);
        _handler.register(1);
        _handler.register(2);
        targetContract(address(_handler));
    }

    function invariant_All() external view {
        assertEq(
            address(inputs).balance, _handler.openBonds(), "PAY-2: sum(bonds of open demands) == balance"
        );
        assertEq(_handler.lostWei(), _handler.openBonds(), "PAY-2: bonds return, or pay who answers");
        assertEq(_handler.THIEF().balance, 0, "PAY-2: who only calls is paid nothing");
        (uint64 from, uint64 to) = inputs.queue();
        assertEq(from, _handler.forcedFrom(), "OPT-1: what was forced is posted in order, once");
        assertEq(to, _handler.forcedTo(), "OPT-1: what was forced is posted in order, once");
        assertEq(inputs.postingCount(), _handler.postingCount(), "OPT-1: postings count up");
        for (uint64 number; number < _handler.postingCount(); ++number) {
            _posting(number);
        }
    }

    function _posting(uint64 number) private view {
        Posting memory posting = _handler.postingAt(number);
        assertEq(inputs.postingHash(number), keccak256(abi.encode(posting)), "OPT-1: a posting never changes");
        for (uint256 stride; stride < posting.strides; ++stride) {
            assertEq(
                inputs.marksOf(number, stride),
                _handler.marksOf(number, stride),
                "OPT-1: mark: 0, then missing, then 1 + version, which only grows; all are missing as long as one is"
            );
        }
        for (uint256 actor; actor < 5; ++actor) {
            assertEq(
                inputs.keyOf(actor, number), _handler.keyAt(actor, number), "OPT-1: keys of a posting stay"
            );
        }
    }
}
