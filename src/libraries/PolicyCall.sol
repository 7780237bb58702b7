// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPolicy} from "src/interfaces/IPolicy.sol";
import {BoundedCall} from "src/libraries/BoundedCall.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";
import {Answer} from "src/types/Answer.sol";
import {Policy} from "src/types/Policy.sol";

/// @title PolicyCall
/// @notice Asks a policy, whatever its contract does.
library PolicyCall {
    using BoundedCall for address;

    /// @return The policy's answer within `gas_`; Unknown for anything but one word of 0 or 1.
    function ask(Policy memory policy, AccessRequest memory request, bytes memory evidence, uint256 gas_)
        internal
        view
        returns (Answer)
    {
        bytes memory call = abi.encodeCall(IPolicy.isAllowed, (request, policy.terms, evidence));
        (bool isWord, uint256 word) = address(policy.policy).askWord(gas_, call);
        if (!isWord || word > 1) return Answer.Unknown;
        return word == 1 ? Answer.Yes : Answer.No;
    }
}
