// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ECDSA} from "solady/utils/ECDSA.sol";

import {IReceiveWithAuthorization} from "src/interfaces/IReceiveWithAuthorization.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

/// @notice Moves tokens by EIP-3009, as USDC does: to the receiver that calls, once for each nonce, for a time.
contract Eip3009Token is TestToken, IReceiveWithAuthorization {
    bytes32 public constant TYPEHASH = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );

    error NotReceiver();
    error NotInTime();
    error NonceUsed();
    error SignatureWrong();

    mapping(address from => mapping(bytes32 nonce => bool)) public authorizationState;

    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        if (to != msg.sender) revert NotReceiver();
        if (block.timestamp <= validAfter || block.timestamp >= validBefore) revert NotInTime();
        if (authorizationState[from][nonce]) revert NonceUsed();
        bytes32 digest = digestOf(from, to, value, validAfter, validBefore, nonce);
        if (ECDSA.recover(digest, v, r, s) != from) revert SignatureWrong();
        authorizationState[from][nonce] = true;
        _transfer(from, to, value);
    }

    /// @return What `from` signs.
    function digestOf(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce
    ) public view returns (bytes32) {
        bytes32 message = keccak256(abi.encode(TYPEHASH, from, to, value, validAfter, validBefore, nonce));
        return keccak256(abi.encodePacked(hex"1901", DOMAIN_SEPARATOR(), message));
    }
}
