// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @notice A ledger of shares, worth what the issuer says.
contract RebasingToken {
    error Insufficient();

    /// @notice What 1e18 shares are worth, in wei.
    uint256 public index = 1e18;
    mapping(address account => uint256) private _shares;

    function mint(address to, uint256 amount) external {
        _shares[to] += amount * 1e18 / index;
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
        return _shares[account] * index / 1e18;
    }

    function _move(address from, address to, uint256 amount) private {
        uint256 shares = amount * 1e18 / index;
        if (_shares[from] < shares) revert Insufficient();
        _shares[from] -= shares;
        _shares[to] += shares;
    }
}
