// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Role} from "src/types/Operator.sol";
import {PlacementScene} from "test/helpers/PlacementScene.sol";
import {PlacementHandler} from "test/invariant/handlers/PlacementHandler.sol";

/// @notice A roster that changes, and the plans of its epochs.
contract Placement_Invariants is PlacementScene {
    PlacementHandler private _handler;

    function setUp() public override {
        super.setUp();
        register();
        _handler = new PlacementHandler(
            placement, operators, PUBLISHER, EDGE, [contentId, publish("second", leavesOf(2))]
        );
        for (uint256 n; n < _handler.edgeCount(); ++n) {
            fund(_handler.edge(n), MINIMUM_BOND, address(operators));
            if (n % 2 == 0) continue;
            _handler.come(n, "eu");
            _handler.declare(n, CAPACITY);
        }
        targetContract(address(_handler));
    }

    function invariant_All() external view {
        for (uint256 i; i < _handler.epochCount(); ++i) {
            uint64 epoch = _handler.epochAt(i);
            assertEq(
                keccak256(abi.encode(placement.rosterOf(epoch))),
                _handler.rosterIn(epoch),
                "DEL-2: the roster of an epoch that has begun never changes"
            );
            for (uint256 n; n < 2; ++n) {
                assertEq(
                    placement.ownersOf(_handler.work(n), epoch),
                    _handler.ownersIn(epoch, n),
                    "DEL-2: the owners of an epoch that has begun never change"
                );
            }
            assertEq(placement.planOf(epoch, EDGE), _handler.rootIn(epoch), "DEL-2: a true plan stands");
        }
        assertEq(operators.operatorOf(EDGE).bond, MINIMUM_BOND, "DEL-2: a true plan costs nothing");
        _owners();
        _roster();
    }

    /// @dev Distinct, on the roster, and as many as there may be: 3, or 2 in each named region.
    function _owners() private view {
        uint64 epoch = currentEpoch() + 1;
        bytes32[] memory works = new bytes32[](2);
        (works[0], works[1]) = (_handler.work(0), _handler.work(1));
        (bytes8[][] memory regions,) = placement.needsOf(works, epoch);
        for (uint256 n; n < 2; ++n) {
            address[] memory owners = placement.ownersOf(works[n], epoch);
            uint256 most = regions[n].length * 2 > 3 ? regions[n].length * 2 : 3;
            assertLe(owners.length, most, "DEL-2: 3 owners, or 2 in each named region");
            for (uint256 i; i < owners.length; ++i) {
                assertTrue(_isOn(epoch, owners[i]), "DEL-2: owners are on the roster");
                for (uint256 j; j < i; ++j) {
                    assertNotEq(owners[i], owners[j], "DEL-2: owners are distinct");
                }
            }
        }
    }

    /// @dev Once everybody was enrolled: on the next epoch's roster <=> serves with a capacity, in one place.
    function _roster() private view {
        uint256[] memory roster = placement.rosterOf(currentEpoch() + 1);
        for (uint256 n; n < _handler.edgeCount(); ++n) {
            address edge = _handler.edge(n);
            uint256 places;
            for (uint256 i; i < roster.length; ++i) {
                if (address(uint160(roster[i] >> 96)) == edge) ++places;
            }
            assertLe(places, 1, "DEL-2: an edge has one place");
            if (!_handler.isEnrolled()) continue;
            bool serves = operators.isActive(edge, Role.Edge) && placement.capacityOf(edge) != 0;
            assertEq(places == 1, serves, "DEL-2: on the roster <=> serves");
        }
    }

    function _isOn(uint64 epoch, address edge) private view returns (bool) {
        uint256[] memory roster = placement.rosterOf(epoch);
        for (uint256 i; i < roster.length; ++i) {
            if (address(uint160(roster[i] >> 96)) == edge && uint32(roster[i]) != 0) return true;
        }
        return false;
    }
}
