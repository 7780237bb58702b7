// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @title BoundedCall
/// @notice Asks a contract that is not trusted for one word: with the whole of a given gas or not at all, and without a look at
/// more than that word.
library BoundedCall {
    /// @dev A call of a cold account, and what stands around it.
    uint256 private constant CALL_GAS = 3000;

    /// @notice The call would get less than its gas: give at least `needed` before it. A failure for want of gas must not pass for
    /// an answer.
    error BoundedCall_GasTooLow(uint256 left, uint256 needed);

    /// @return isWord Whether the call went through and returned exactly one word. Never so for an address without code, but
    /// possibly for a precompile.
    /// @return word The word; meaningless without `isWord`.
    function askWord(address to, uint256 gas_, bytes memory data)
        internal
        view
        returns (bool isWord, uint256 word)
    {
        // a call passes on 63/64 of the gas at most
        uint256 needed = gas_ + gas_ / 63 + CALL_GAS;
        if (gasleft() < needed) revert BoundedCall_GasTooLow(gasleft(), needed);
        assembly ("memory-safe") {
            isWord := staticcall(gas_, to, add(data, 32), mload(data), 0, 32)
            isWord := and(isWord, eq(returndatasize(), 32))
            word := mload(0)
        }
    }
}
