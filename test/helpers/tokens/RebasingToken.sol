// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @notice A ledger of units, worth what the issuer says.
contract RebasingToken {
    error Insufficient();

    /// @notice What 1e18 units are worth, in wei.
    uint256 public index = 1e18;
    mapping(address account => uint256) private _units;

    function mint(address to, uint256 amount) external {
        _units[to] += amount * 1e18 / index;
    }

    function rebase(uint256 newIndex) external {
        index = newIndex;
    }

    function approve(address, uint256) external pure returns (bool) {
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        _move(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        _move(from, to, amount);
        return true;
    }

    function balanceOf(address account) external view returns (uint256) {
        return _units[account] * index / 1e18;
    }

    function _move(address from, address to, uint256 amount) private {
        uint256 units = amount * 1e18 / index;
        if (_units[from] < units) revert Insufficient();
        _units[from] -= units;
        _units[to] += units;
    }
}
