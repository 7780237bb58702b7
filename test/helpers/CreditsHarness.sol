// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Credits} from "src/libraries/Credits.sol";
import {CreditSums} from "src/types/CreditSums.sol";

/// @notice Lets tests call {Credits}, which reads call data.
contract CreditsHarness {
    function read(bytes calldata links)
        external
        pure
        returns (uint256[256] memory bySlot, uint256 entries, bytes32 batchHash)
    {
        CreditSums memory sums;
        (sums, batchHash) = Credits.read(links);
        (bySlot, entries) = (sums.bySlot, sums.entries);
    }

    function fingerprint(bytes calldata links, uint256 x) external pure returns (uint256) {
        (CreditSums memory sums,) = Credits.read(links);
        return Credits.fingerprint(sums, x);
    }
}
