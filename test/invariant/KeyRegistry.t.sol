// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Committee} from "src/types/Committee.sol";
import {Point} from "src/types/Point.sol";
import {Base} from "test/Base.t.sol";
import {Exponents} from "test/helpers/Exponents.sol";
import {KeysHandler} from "test/invariant/handlers/KeysHandler.sol";

/// @notice Committees, and the court that takes the bonds of their members.
contract KeyRegistry_Invariants is Base, Exponents {
    KeysHandler private _handler;

    function setUp() public override {
        super.setUp();
        _handler = new KeysHandler(operators, keys, keyCourt);
        for (uint256 i; i < _handler.NODES(); ++i) {
            fund(_handler.node(i), 10 * MINIMUM_BOND, address(operators));
        }
        _handler.begin();
        targetContract(address(_handler));
        bytes4[] memory actions = new bytes4[](5);
        (actions[0], actions[1], actions[2]) =
        (KeysHandler.leave.selector, KeysHandler.comeBack.selector, KeysHandler.refresh.selector);
        // answers, twice as often
        (actions[3], actions[4]) = (KeysHandler.answer.selector, KeysHandler.answer.selector);
        targetSelector(FuzzSelector(address(_handler), actions));
    }

    function invariant_All() external {
        _KEY1_OnlyLiarsAreSlashed();
        _KEY1_SeatsAndKeyNeverChange();
    }

    function _KEY1_OnlyLiarsAreSlashed() private view {
        uint256 slashed;
        for (uint256 i; i < _handler.NODES(); ++i) {
            bool isSlashed = operators.operatorOf(_handler.node(i)).slashed;
            assertEq(isSlashed, _handler.wasConvicted(_handler.node(i)), "KEY-1: slashed <=> signed a lie");
            if (isSlashed) ++slashed;
        }
        assertEq(slashed, _handler.convictions(), "KEY-1: a node is slashed once");
    }

    function _KEY1_SeatsAndKeyNeverChange() private {
        bytes32 committeeId = _handler.committeeId();
        Committee memory committee = keys.committeeOf(committeeId);
        assertEq(abi.encode(committee.publicKey), abi.encode(pointOf(7)), "KEY-1: Y never changes");
        assertEq(committee.epoch + 1, _handler.epochs(), "KEY-1: epochs count up");
        for (uint32 epoch; epoch <= committee.epoch; ++epoch) {
            (, address[] memory members, Point[] memory points) = keys.membersOf(committeeId, epoch);
            assertEq(
                keccak256(abi.encode(members, points)),
                _handler.seats(epoch),
                "KEY-1: the seats of an epoch never change"
            );
        }
    }
}
