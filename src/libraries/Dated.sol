// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SSTORE2} from "solady/utils/SSTORE2.sol";

import {Epochs} from "src/libraries/Epochs.sol";

/// @title Dated
/// @notice Lists of words that hold from the epoch after the one in which they were written, and stay readable for ever.
/// @dev A history has one word for each epoch in which something was written: `epoch u96 ‖ pointer u160`. The words stand in the code of
/// the pointer: to read 100 costs 3,000 gas there, and 210,000 in storage.
library Dated {
    /// @notice Makes `words` hold from the next epoch on, in place of what was written in this one.
    function write(uint256[] storage history, uint256[] memory words) internal returns (uint64 from) {
        from = Epochs.present() + 1;
        uint256 entry = uint256(from) << 160 | uint160(SSTORE2.write(abi.encodePacked(words)));
        uint256 count = history.length;
        if (count != 0 && history[count - 1] >> 160 == from) history[count - 1] = entry;
        else history.push(entry);
    }

    /// @return What holds in `epoch`; nothing before the first list holds. Of this epoch and those before, the answer never changes.
    function at(uint256[] storage history, uint64 epoch) internal view returns (uint256[] memory) {
        (uint256 low, uint256 high) = (0, history.length);
        // most who ask ask for the newest
        if (high != 0 && history[high - 1] >> 160 <= epoch) low = high;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (history[middle] >> 160 > epoch) high = middle;
            else low = middle + 1;
        }
        return _read(low == 0 ? 0 : history[low - 1]);
    }

    /// @return What was written last, whether it holds yet or not.
    function newest(uint256[] storage history) internal view returns (uint256[] memory) {
        return _read(history.length == 0 ? 0 : history[history.length - 1]);
    }

    function _read(uint256 entry) private view returns (uint256[] memory words) {
        if (entry == 0) return words;
        // forge-lint: disable-next-line(unsafe-typecast) the pointer is the low 160 bits
        bytes memory packed = SSTORE2.read(address(uint160(entry)));
        // the same words in the same place: only the length counts others
        assembly ("memory-safe") {
            mstore(packed, shr(5, mload(packed)))
            words := packed
        }
    }
}
