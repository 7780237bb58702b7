// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {IStreamToken} from "src/interfaces/IStreamToken.sol";

/// @title StreamToken
/// @notice See {IStreamToken}.
contract StreamToken is IStreamToken, ERC20 {
    /// @notice 1,000,000,000 STREAM, in wei.
    uint256 public constant INITIAL_SUPPLY = 1_000_000_000e18;

    /// @param holder The account that receives the whole supply, to distribute it.
    constructor(address holder) {
        _mint(holder, INITIAL_SUPPLY);
    }

    /// @inheritdoc IStreamToken
    function burn(uint256 amount) external {
        _burn(msg.sender, amount);
    }

    function name() public pure override returns (string memory) {
        return "Tributary Stream";
    }

    function symbol() public pure override returns (string memory) {
        return "STREAM";
    }

    /// @dev No allowance exists that its holder did not give: Permit2 is approved like any other spender.
    function _givePermit2InfiniteAllowance() internal pure override returns (bool) {
        return false;
    }

    /// @dev Lets the base class cache the name's hash.
    function _constantNameHash() internal pure override returns (bytes32) {
        return keccak256("Tributary Stream");
    }

    /// @dev Only {burn} moves tokens to the zero address.
    function _beforeTokenTransfer(address, address to, uint256) internal pure override {
        if (to == address(0) && msg.sig != IStreamToken.burn.selector) {
            revert StreamToken_DestinationInvalid(to);
        }
    }
}
