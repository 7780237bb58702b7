// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {TestToken} from "test/helpers/tokens/TestToken.sol";

/// @notice Calls `target` in the middle of each movement, and keeps what it answered.
contract ReentrantToken is TestToken {
    address public target;
    bytes public call;
    bool public succeeded;
    bytes public answer;

    function arm(address target_, bytes calldata call_) external {
        (target, call) = (target_, call_);
    }

    function _beforeTokenTransfer(address, address, uint256) internal override {
        if (target != address(0)) (succeeded, answer) = target.call(call);
    }
}
