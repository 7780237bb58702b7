// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Vm} from "forge-std/Vm.sol";

import {Funding, FundingSource} from "src/types/Funding.sol";
import {TransferAuthorization} from "src/types/TransferAuthorization.sol";
import {Eip3009Token} from "test/helpers/tokens/Eip3009Token.sol";

/// @notice EIP-3009 authorizations.
library Eip3009 {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @return A deposit of `amount` by an authorization of the owner's, good in this second only.
    function funding(uint256 owner, Eip3009Token token, uint256 amount, address to, bytes32 nonce)
        internal
        view
        returns (Funding memory)
    {
        return Funding(FundingSource.Eip3009, abi.encode(sign(owner, token, amount, to, nonce)));
    }

    function sign(uint256 owner, Eip3009Token token, uint256 amount, address to, bytes32 nonce)
        internal
        view
        returns (TransferAuthorization memory by)
    {
        (by.validAfter, by.validBefore) = (VM.getBlockTimestamp() - 1, VM.getBlockTimestamp() + 1);
        by.nonce = nonce;
        (by.v, by.r, by.s) = VM.sign(
            owner, token.digestOf(VM.addr(owner), to, amount, by.validAfter, by.validBefore, by.nonce)
        );
    }
}
