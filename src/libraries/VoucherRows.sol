// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {PackedChannel} from "src/types/Channel.sol";
import {VoucherContext} from "src/types/VoucherContext.sol";

/// @title VoucherRows
/// @notice Settles the amounts that rows of signed vouchers owe. In assembly, since a row costs little more than its signature
/// and its storage word: `test/helpers/VoucherRowsTwin.sol` says the same plainly, and test/fuzz/VoucherRows.t.sol holds one to
/// the other.
library VoucherRows {
    /// @dev `payer 20 ‖ salt 8 ‖ cumulative 12 ‖ r 32 ‖ vs 32`.
    uint256 internal constant PLAIN_BYTES = 104;
    /// @dev `payer 20 ‖ salt 8 ‖ cumulative 12 ‖ tickValue 12 ‖ ticks 1 ‖ tick 32 ‖ r 32 ‖ vs 32`.
    uint256 internal constant TICK_BYTES = 149;
    /// @dev The longest hash chain; bounds the cost of a row.
    uint256 internal constant MAXIMUM_TICKS = 64;

    bytes32 internal constant PLAIN_TYPEHASH =
        keccak256("Voucher(address payer,bytes32 payee,address token,uint64 salt,uint96 cumulative)");
    bytes32 internal constant TICK_TYPEHASH = keccak256(
        "TickVoucher(address payer,bytes32 payee,address token,uint64 salt,uint96 cumulative,bytes32 tickRoot,uint96 tickValue)"
    );

    /// @notice Raises `settled` of every channel for which a row gives more. A row that is wrong in any way settles nothing and
    /// reverts nothing (PAY-3).
    /// @dev The length of `rows` must be a multiple of the length of a row. Fields of a channel are read as {PackedChannel}
    /// draws them.
    /// @return total The settled amount, in wei: below 2^96 a row.
    /// @return sums `channelId 32 ‖ settled 12` of each channel that paid.
    function settle(
        mapping(bytes32 => PackedChannel) storage channels,
        VoucherContext memory context,
        bytes calldata rows
    ) internal returns (uint256 total, bytes memory sums) {
        (bytes32 typehash, uint256 rowBytes) =
            context.ticks ? (TICK_TYPEHASH, TICK_BYTES) : (PLAIN_TYPEHASH, PLAIN_BYTES);
        assembly ("memory-safe") {
            // 0x000 channel: chainId, this, payer, payee, token, salt, signer
            // 0x020 voucher:     typehash, payer, payee, token, salt, cumulative; with ticks: tickRoot, tickValue
            // 0x120 digest:  0x1901 ‖ separator ‖ hash of the voucher
            // 0x180 ecrecover: digest, v, r, s
            // 0x200 sums
            let m := mload(0x40)
            mstore(m, mload(context))
            mstore(add(m, 0x60), mload(add(context, 0x40)))
            mstore(add(m, 0x80), mload(add(context, 0x60)))
            mstore(add(m, 0x120), shl(240, 0x1901))
            mstore(add(m, 0x122), mload(add(context, 0x20)))
            mstore(0x20, channels.slot)
            sums := add(m, 0x200)
            let at := add(sums, 0x20)

            let end := add(rows.offset, rows.length)
            for { let row := rows.offset } lt(row, end) { row := add(row, rowBytes) } {
                mstore(add(m, 0x20), typehash)
                mstore(add(m, 0x40), shr(96, calldataload(row)))
                mstore(add(m, 0xa0), and(shr(32, calldataload(row)), 0xffffffffffffffff))
                let owes := shr(160, calldataload(add(row, 28)))
                mstore(add(m, 0xc0), owes)
                switch eq(rowBytes, 149)
                case 0 { mstore(add(m, 0x142), keccak256(add(m, 0x20), 0xc0)) }
                default {
                    let value := shr(160, calldataload(add(row, 40)))
                    let count := byte(0, calldataload(add(row, 52)))
                    if gt(count, 64) { continue }
                    mstore(0x00, calldataload(add(row, 53)))
                    for { let i := 0 } lt(i, count) { i := add(i, 1) } {
                        mstore(0x00, keccak256(0x00, 0x20))
                    }
                    mstore(add(m, 0xe0), mload(0x00))
                    mstore(add(m, 0x100), value)
                    owes := add(owes, mul(count, value))
                    mstore(add(m, 0x142), keccak256(add(m, 0x20), 0x100))
                }

                // the signer is part of the id: another key's signature leads to a channel that does not exist (PAY-4),
                // and none exists for the zero address of a failed recovery
                let signature := sub(add(row, rowBytes), 0x40)
                let vs := calldataload(add(signature, 0x20))
                mstore(add(m, 0x180), keccak256(add(m, 0x120), 0x42))
                mstore(add(m, 0x1a0), add(27, shr(255, vs)))
                mstore(add(m, 0x1c0), calldataload(signature))
                mstore(add(m, 0x1e0), shr(1, shl(1, vs)))
                mstore(0x00, 0)
                pop(staticcall(gas(), 1, add(m, 0x180), 0x80, 0x00, 0x20))
                mstore(add(m, 0x20), address())
                mstore(add(m, 0xc0), mload(0x00))
                mstore(0x00, keccak256(m, 0xe0))
                mstore(at, mload(0x00))
                let place := keccak256(0x00, 0x40)
                let channel := sload(place)
                if iszero(shr(232, channel)) { continue }
                let settled := and(shr(96, channel), 0xffffffffffffffffffffffff)
                let deposit := and(channel, 0xffffffffffffffffffffffff)
                if gt(owes, deposit) { owes := deposit }
                if iszero(gt(owes, settled)) { continue }
                total := add(total, sub(owes, settled))
                sstore(place, add(channel, shl(96, sub(owes, settled))))
                mstore(add(at, 0x20), shl(160, owes))
                at := add(at, 44)
            }
            mstore(sums, sub(sub(at, sums), 0x20))
            mstore(at, 0)
            mstore(0x40, and(add(at, 0x3f), not(0x1f)))
        }
    }
}
