// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Vm} from "forge-std/Vm.sol";

import {Funding, FundingSource} from "src/types/Funding.sol";

interface IPermit2Domain {
    function DOMAIN_SEPARATOR() external view returns (bytes32);
}

/// @notice The address of Permit2, where the deploy script puts its real code, and what an owner signs for it.
library Permit2 {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    address internal constant AT = 0x000000000022D473030F116dDEE9F6B43aC78BA3;

    bytes32 private constant TOKEN_TYPEHASH = keccak256("TokenPermissions(address token,uint256 amount)");
    bytes32 private constant TRANSFER_TYPEHASH = keccak256(
        "PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline)TokenPermissions(address token,uint256 amount)"
    );

    /// @return What the owner signs to let `spender` take `amount` once.
    function digest(address token, uint256 amount, address spender, uint256 nonce, uint256 deadline)
        internal
        view
        returns (bytes32)
    {
        bytes32 permitted = keccak256(abi.encode(TOKEN_TYPEHASH, token, amount));
        bytes32 message = keccak256(abi.encode(TRANSFER_TYPEHASH, permitted, spender, nonce, deadline));
        return keccak256(abi.encodePacked(hex"1901", IPermit2Domain(AT).DOMAIN_SEPARATOR(), message));
    }

    /// @return A deposit of `amount` by Permit2, good until now.
    function funding(uint256 owner, address token, uint256 amount, address spender, uint256 nonce)
        internal
        view
        returns (Funding memory)
    {
        uint256 deadline = VM.getBlockTimestamp();
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(owner, digest(token, amount, spender, nonce, deadline));
        bytes memory signature = abi.encodePacked(r, s, v);
        return Funding(FundingSource.Permit2, abi.encode(nonce, deadline, signature));
    }
}
