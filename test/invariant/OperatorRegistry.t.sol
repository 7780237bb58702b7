// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Operator, Role} from "src/types/Operator.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {BondsHandler} from "test/invariant/handlers/BondsHandler.sol";

/// @notice Bonds, and the court that takes them.
contract OperatorRegistry_Invariants is ContentScene {
    BondsHandler private _handler;

    function setUp() public override {
        super.setUp();
        bytes32 finished = publish("finished", leavesOf(5));
        bytes32 live = publishLive("live");
        _handler = new BondsHandler(operators, court, contents, PUBLISHER, finished, live);
        for (uint256 i; i < _handler.EDGES(); ++i) {
            fund(_handler.edge(i), 1_000_000e18, address(operators));
        }
        targetContract(address(_handler));
    }

    function invariant_All() external view {
        _PAY2_Bonds();
        _PAY2_HalfBurns();
        _CNT2_OnlyLiarsAreSlashed();
        _CNT3_ListsAreWhoServes();
    }

    function _PAY2_Bonds() private view {
        uint256 bonds;
        for (uint256 i; i < _handler.EDGES(); ++i) {
            bonds += operators.operatorOf(_handler.edge(i)).bond;
        }
        assertEq(bonds, stream.balanceOf(address(operators)), "PAY-2: sum(bonds) == balance");
    }

    function _PAY2_HalfBurns() private view {
        uint256 burned = stream.INITIAL_SUPPLY() - stream.totalSupply();
        uint256 rewarded = stream.balanceOf(_handler.CHALLENGER());
        assertEq(burned + rewarded, _handler.slashed(), "PAY-2: rewards + burned == sum(slashed bonds)");
        assertApproxEqAbs(burned, rewarded, _handler.slashings(), "PAY-2: half burns, but for a wei each");
    }

    function _CNT2_OnlyLiarsAreSlashed() private view {
        for (uint256 i; i < _handler.EDGES(); ++i) {
            Operator memory operator = operators.operatorOf(_handler.edge(i));
            assertEq(
                operator.slashed, _handler.wasConvicted(_handler.edge(i)), "CNT-2: slashed <=> signed a lie"
            );
            if (!operator.slashed) continue;
            assertEq(operator.bond, 0, "CNT-2: slashed => the whole bond is gone");
            assertEq(uint8(operator.role), uint8(Role.None), "CNT-2: slashed is for ever");
        }
    }

    function _CNT3_ListsAreWhoServes() private view {
        uint256 listed = _expectAllServe(Role.Edge) + _expectAllServe(Role.Challenger);
        uint256 serving;
        for (uint256 i; i < _handler.EDGES(); ++i) {
            Operator memory operator = operators.operatorOf(_handler.edge(i));
            if (operator.bond != 0 && operator.withdrawableAt == 0) ++serving;
        }
        assertEq(listed, serving, "CNT-3: listed(role) == { bonded, not unbonding, in role }");
    }

    /// @return The length of the list, in which nobody stands twice.
    function _expectAllServe(Role role) private view returns (uint256) {
        (address[] memory accounts, Operator[] memory states) =
            operators.operators(role, 0, type(uint256).max);
        for (uint256 i; i < accounts.length; ++i) {
            assertTrue(operators.isActive(accounts[i], role), "CNT-3: listed => serves in the role");
            assertEq(states[i].place, i, "CNT-3: place(listed[i]) == i, so nobody is listed twice");
        }
        return accounts.length;
    }
}
