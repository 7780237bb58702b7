// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Base} from "test/Base.t.sol";
import {Eip712} from "test/helpers/Eip712.sol";

contract AccessPolicy_DelegationDigest_Test is Base {
    function testFuzz_WhenTheDelegationIsAny(address viewer, address delegate, uint32 series, uint40 time)
        external
        view
    {
        bytes32 typehash =
            keccak256("AccessDelegation(address viewer,address delegate,uint32 series,uint40 expiresAt)");
        bytes32 message = keccak256(abi.encode(typehash, viewer, delegate, series, time));
        assertEq(
            access.delegationDigest(viewer, delegate, series, time), Eip712.digest(address(access), message)
        );
    }
}
