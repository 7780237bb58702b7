// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {EIP712} from "solady/utils/EIP712.sol";

/// @notice The EIP-712 domain of every contract of the protocol: name "Tributary", version "1", the chain, the
/// contract. The separator is rebuilt when the chain's id changes, so a fork replays nothing (PAY-4).
abstract contract TributaryDomain is EIP712 {
    function _domainNameAndVersion() internal pure override returns (string memory, string memory) {
        return ("Tributary", "1");
    }
}
