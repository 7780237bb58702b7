// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {payeeOf} from "src/types/Payee.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";

/// @notice A work of a gigabyte, with what is counted beside, and a counter who pays for being counted.
abstract contract PopularityScene is ChannelScene {
    uint256 internal constant EPOCH = 3600;
    uint96 internal constant BASE = 40e18;
    uint64 internal constant BYTES = 999_000_000;

    address internal immutable COUNTER = makeAddr("counter");
    bytes32 internal contentId;

    function setUp() public virtual override {
        super.setUp();
        contentId = publish("popular", BYTES);
        fund(COUNTER, 1_000_000e18, address(popularity));
    }

    function publish(bytes32 salt, uint64 byteCount) internal returns (bytes32) {
        vm.prank(PAYEE);
        return contents.register(salt, payeeOf(PAYEE), 0, byteCount, byteCount, keccak256("a root"));
    }

    /// @dev Counts vouchers of a new channel over `amount`, which is its deposit.
    function count(uint64 salt, uint96 amount) internal returns (uint256) {
        open(keyOf(salt), WINDOW, amount);
        return countVouchers(row(keyOf(salt), amount));
    }

    function countVouchers(bytes memory rows) internal returns (uint256) {
        vm.prank(COUNTER);
        return popularity.countVouchers(contentId, rows);
    }

    function heat() internal view returns (uint256) {
        return popularity.heatOf(contentId, currentEpoch());
    }

    function currentEpoch() internal view returns (uint64) {
        // forge-lint: disable-next-line(unsafe-typecast) hours
        return uint64(block.timestamp / EPOCH);
    }
}
