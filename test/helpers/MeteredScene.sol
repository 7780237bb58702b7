// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {MeteredPolicy} from "src/access/MeteredPolicy.sol";
import {Role} from "src/types/Operator.sol";
import {PaidPeriod} from "src/types/PaidPeriod.sol";
import {Policy} from "src/types/Policy.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";

/// @notice A work that costs a price for each period, and the sequencer whose receipts count.
abstract contract MeteredScene is AccessScene {
    uint96 internal constant PRICE = 0.06e18;
    uint256 internal constant SEQUENCER_KEY = uint256(keccak256("sequencer"));

    address internal immutable SEQUENCER = vm.addr(SEQUENCER_KEY);

    MeteredPolicy internal meter;

    function setUp() public virtual override {
        super.setUp();
        meter = policies.metered;
        registerAs(SEQUENCER, Role.Sequencer);
    }

    function registerAs(address operator, Role role) internal {
        fund(operator, MINIMUM_BOND, address(operators));
        vm.prank(operator);
        operators.register(role, "eu-west", "https://sequencer.example", MINIMUM_BOND);
    }

    function metered() internal view returns (Policy memory) {
        return Policy(meter, abi.encode(SEQUENCER, PRICE));
    }

    function receiptOf(uint64 period) internal view returns (PaidPeriod memory) {
        return PaidPeriod(VIEWER, contentId, period, PRICE, uint40(block.timestamp + 1 hours));
    }

    /// @return The evidence that the sequencer's receipt is.
    function signed(PaidPeriod memory receipt) internal view returns (bytes memory) {
        return signed(receipt, SEQUENCER_KEY);
    }

    function signed(PaidPeriod memory receipt, uint256 key) internal view returns (bytes memory) {
        return abi.encode(receipt, sign(key, meter.paidPeriodDigest(receipt)));
    }
}
