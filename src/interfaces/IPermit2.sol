// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {PermitTransferFrom, SignatureTransferDetails} from "src/types/Permit2Transfer.sol";

/// @title Permit2
/// @notice The one function that is used of Permit2, the token approval contract at one address on every chain.
interface IPermit2 {
    /// @notice Moves tokens of `owner`, who signed `permit` for the caller. Each nonce is good once.
    function permitTransferFrom(
        PermitTransferFrom calldata permit,
        SignatureTransferDetails calldata transferDetails,
        address owner,
        bytes calldata signature
    ) external;
}
