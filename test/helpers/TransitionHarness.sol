// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IActors} from "src/interfaces/IActors.sol";
import {Leaves} from "src/libraries/Leaves.sol";
import {StateTree} from "src/libraries/StateTree.sol";
import {Transition} from "src/libraries/Transition.sol";
import {StateTwin} from "test/helpers/StateTwin.sol";

/// @notice Gives call data to {Transition} and {StateTree}.
contract TransitionHarness {
    function run(
        Transition.Context calldata context,
        bytes calldata operations,
        bytes calldata signatures,
        uint256[] calldata given
    ) public view returns (Leaves.Map memory) {
        return Transition.run(context, operations, signatures, given);
    }

    /// @return before The root that the witness shows, and the one after the stride.
    function rootsOf(
        Transition.Context calldata context,
        bytes calldata operations,
        bytes calldata signatures,
        uint256[] calldata given,
        bytes calldata witness
    ) external view returns (bytes32 before, bytes32 afterwards) {
        return StateTree.rootsOf(Transition.run(context, operations, signatures, given), witness);
    }

    function rootsOfLeaves(
        bytes32[] calldata keys,
        uint256[] calldata read,
        uint256[] calldata values,
        bytes calldata witness
    ) external pure returns (bytes32 before, bytes32 afterwards) {
        return StateTree.rootsOf(Leaves.Map(keys, read, values), witness);
    }

    /// @return given What the stride reads in `store`, found by giving it one leaf more each time.
    /// @return map The leaves it read, before and after.
    function readsOf(
        Transition.Context calldata context,
        bytes calldata operations,
        bytes calldata signatures,
        StateTwin.Store calldata store
    ) external view returns (uint256[] memory given, Leaves.Map memory map) {
        while (true) {
            try this.run(context, operations, signatures, given) returns (Leaves.Map memory done) {
                return (given, done);
            } catch (bytes memory reason) {
                given = _more(given, StateTwin.get(store, _unread(reason)));
            }
        }
    }

    function _unread(bytes memory reason) private pure returns (uint256 key) {
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        require(bytes4(reason) == Leaves.Leaves_Unread.selector, "reverted for another reason");
        assembly ("memory-safe") {
            key := mload(add(reason, 36))
        }
    }

    function _more(uint256[] memory given, uint256 value) private pure returns (uint256[] memory more) {
        more = new uint256[](given.length + 1);
        for (uint256 i; i < given.length; ++i) {
            more[i] = given[i];
        }
        more[given.length] = value;
    }
}
