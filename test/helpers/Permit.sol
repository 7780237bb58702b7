// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Vm} from "forge-std/Vm.sol";
import {ERC20} from "solady/tokens/ERC20.sol";

import {Funding, FundingSource} from "src/types/Funding.sol";

/// @notice EIP-2612 permits.
library Permit {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    bytes32 private constant TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    /// @return A deposit of `amount` by the owner's next permit, good until now.
    function funding(uint256 owner, ERC20 token, uint256 amount, address spender)
        internal
        view
        returns (Funding memory)
    {
        uint256 deadline = VM.getBlockTimestamp();
        (uint8 v, bytes32 r, bytes32 s) = sign(owner, token, amount, spender, deadline);
        return Funding(FundingSource.Permit, abi.encode(deadline, v, r, s));
    }

    function sign(uint256 owner, ERC20 token, uint256 amount, address spender, uint256 deadline)
        internal
        view
        returns (uint8, bytes32, bytes32)
    {
        address account = VM.addr(owner);
        bytes32 message =
            keccak256(abi.encode(TYPEHASH, account, spender, amount, token.nonces(account), deadline));
        return VM.sign(owner, keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), message)));
    }
}
