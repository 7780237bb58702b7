// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {StorageDeals} from "src/delivery/StorageDeals.sol";
import {Deal} from "src/types/Deal.sol";
import {DealScene} from "test/helpers/DealScene.sol";
import {DealHandler} from "test/invariant/handlers/DealHandler.sol";

/// @notice Deals for one work, with a claim period of ten epochs, so that histories reach its end.
contract StorageDeals_Invariants is DealScene {
    DealHandler private _handler;

    function setUp() public override {
        super.setUp();
        deals = StorageDeals(
            deployCode(
                "StorageDeals.sol:StorageDeals", abi.encode(stream, contents, placement, availability, 10)
            )
        );
        address[] memory payers = new address[](2);
        (payers[0], payers[1]) = (PAYER, STRANGER);
        uint256[] memory keys = new uint256[](4);
        for (uint256 n; n < 4; ++n) {
            keys[n] = keyAt(n);
            // losses never take it below the least
            fund(HOLDER, 0, address(operators));
            vm.prank(HOLDER);
            operators.addBond(keyedEdge(n), 100 * MINIMUM_BOND);
        }
        for (uint256 n; n < 2; ++n) {
            fund(payers[n], 1_000_000e18, address(deals));
        }
        _handler =
            new DealHandler(deals, placement, availability, contents, contentId, PUBLISHER, payers, keys);
        targetContract(address(_handler));
    }

    function invariant_All() external view {
        uint256 sum;
        for (uint256 number; number < _handler.count(); ++number) {
            uint256 held = _heldBy(number);
            assertEq(
                _handler.deposited(number),
                _handler.paid(number) + _handler.returned(number) + held,
                "DEAL-1: deposits = paid + returned + held"
            );
            sum += held;
        }
        assertEq(stream.balanceOf(address(deals)), sum, "DEAL-1: sum(held) == balance");
        for (uint256 n; n < _handler.edgeCount(); ++n) {
            address edge = _handler.edgeAt(n);
            assertEq(stream.balanceOf(edge), _handler.earned(edge), "DEAL-5: pay arrives at the edge");
        }
    }

    /// @dev As the contract's header has it.
    function _heldBy(uint256 number) private view returns (uint256) {
        Deal memory deal = deals.dealOf(contentId, number);
        uint256 shares;
        for (uint64 epoch = deal.returnedUntil; epoch < deal.until; ++epoch) {
            shares += deal.copies;
            for (uint256 bits = deals.paidOf(contentId, number, epoch); bits != 0; bits &= bits - 1) {
                --shares;
            }
        }
        return shares * deal.payWei;
    }
}
