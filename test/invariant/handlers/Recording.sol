// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {LogBook} from "test/helpers/LogBook.sol";

/// @notice A handler whose actions are read from their logs, by one who knows nothing else.
abstract contract Recording is Test {
    LogBook public immutable BOOK;

    constructor(address source) {
        BOOK = new LogBook(source);
    }

    modifier recorded() {
        vm.recordLogs();
        _;
        _read();
    }

    function _read() internal {
        BOOK.read(vm.getRecordedLogs());
    }

    /// @dev Call after a call that reverted: no chain has its logs, but the recorder does.
    function _forget() internal {
        vm.getRecordedLogs();
    }
}
