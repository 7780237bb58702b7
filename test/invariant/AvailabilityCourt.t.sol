// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Role} from "src/types/Operator.sol";
import {PieceRequest} from "src/types/PieceRequest.sol";
import {AvailabilityScene} from "test/helpers/AvailabilityScene.sol";
import {AvailabilityHandler} from "test/invariant/handlers/AvailabilityHandler.sol";

/// @notice Requests for pieces, and the bonds on both sides.
contract AvailabilityCourt_Invariants is AvailabilityScene {
    AvailabilityHandler private _handler;

    function setUp() public override {
        super.setUp();
        // the scene's own edge is none of the handler's
        startUnbond();
        vm.warp(block.timestamp + UNBONDING_DELAY);
        withdrawBond();
        bytes[] memory pieces = new bytes[](LAST_PIECE + 1);
        bytes32[][] memory paths = new bytes32[][](LAST_PIECE + 1);
        for (uint8 i; i <= LAST_PIECE; ++i) {
            (pieces[i], paths[i]) = (pieceAt(i), pathAt(i));
        }
        _handler = new AvailabilityHandler(
            operators, availability, contentId, INDEX, leaves[INDEX].piecesRoot, proof(), pieces, paths
        );
        for (uint256 i; i < 2; ++i) {
            fund(_handler.edge(i), 100_000e18, address(operators));
            _handler.join(i);
            for (uint256 n; n < 5; ++n) {
                _handler.addBond(i);
            }
        }
        targetContract(address(_handler));
    }

    function invariant_All() external view {
        assertEq(
            _handler.lockedWei(),
            address(availability).balance,
            "CNT-4: sum(bonds of open requests) == balance"
        );
        assertEq(_handler.lossesOf(_handler.edge(0)), 0, "CNT-4: an honest edge loses nothing");
        assertEq(_handler.THIEF().balance, 0, "CNT-4: who only calls is paid nothing");
        assertEq(stream.balanceOf(_handler.THIEF()), 0, "CNT-4: who only calls is paid nothing");
        assertEq(
            stream.balanceOf(_handler.CHALLENGER()),
            _handler.takenWei() / 2,
            "CNT-4: the requester has half of what was taken"
        );
        _slots();
        _bonds();
    }

    /// @dev open(edge) = the slots that are taken, eight at most; a slot holds the hash of its request.
    function _slots() private view {
        uint256 open;
        for (uint256 i; i < _handler.requestCount(); ++i) {
            PieceRequest memory request = _handler.requestAt(i);
            if (_handler.isClosed(i)) continue;
            ++open;
            assertEq(
                availability.requestIn(request.edge, request.slot),
                keccak256(abi.encode(request)),
                "CNT-4: slot == hash(open request)"
            );
        }
        uint256 taken;
        for (uint256 i; i < 16; ++i) {
            // forge-lint: disable-next-line(unsafe-typecast) below 8
            if (availability.requestIn(_handler.edge(i / 8), uint8(i % 8)) != 0) ++taken;
        }
        assertEq(open, taken, "CNT-4: open(edge) <= 8, and each in a slot of its own");
    }

    /// @dev Listed are those who have the least bond, and the bonds are the registry's balance.
    function _bonds() private view {
        uint256 bonds;
        uint256 listed;
        for (uint256 i; i < 2; ++i) {
            address edge = _handler.edge(i);
            uint96 bond = operators.operatorOf(edge).bond;
            bonds += bond;
            bool serves = bond >= MINIMUM_BOND && operators.operatorOf(edge).withdrawableAt == 0;
            assertEq(operators.isActive(edge, Role.Edge), serves, "CNT-3: serves <=> has the least bond");
            if (serves) ++listed;
        }
        assertEq(bonds, stream.balanceOf(address(operators)), "PAY-2: sum(bonds) == balance");
        assertEq(listed, operators.operatorCount(Role.Edge), "CNT-3: listed <=> serves");
    }
}
