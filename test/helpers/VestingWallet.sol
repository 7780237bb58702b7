// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ECDSA} from "solady/utils/ECDSA.sol";

/// @notice A contract that signs by ERC-1271 with its owner's key.
contract VestingWallet {
    address private immutable OWNER;

    constructor(address owner) {
        OWNER = owner;
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        return
            ECDSA.tryRecoverCalldata(digest, signature) == OWNER ? this.isValidSignature.selector : bytes4(0);
    }
}
