// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {KeyHash} from "src/libraries/KeyHash.sol";
import {Allotment, CampaignTerms} from "src/types/Campaign.sol";
import {ChannelKey} from "src/types/Channel.sol";
import {GrantKey} from "src/types/Grant.sol";
import {PoolKey} from "src/types/Pool.sol";
import {StreamKey} from "src/types/Stream.sol";

/// @notice Every hash of {KeyHash} against the plain way.
contract KeyHash_FuzzTest is Test {
    using KeyHash for CampaignTerms;
    using KeyHash for ChannelKey;
    using KeyHash for GrantKey;
    using KeyHash for PoolKey;
    using KeyHash for Allotment;
    using KeyHash for StreamKey;

    function testFuzz_AChannelIsNamedByItsKey(ChannelKey calldata key, uint256 chainId) external view {
        ChannelKey memory copy = key;
        bytes32 plain = keccak256(abi.encode(chainId, address(this), copy));
        assertEq(key.idOf(chainId), plain);
        assertEq(copy.idInMemory(chainId), plain);
    }

    function testFuzz_AGrantIsNamedByItsKey(GrantKey calldata key, uint256 chainId) external view {
        GrantKey memory copy = key;
        bytes32 plain = keccak256(abi.encode(chainId, address(this), copy));
        assertEq(key.idOf(chainId), plain);
        assertEq(copy.idInMemory(chainId), plain);
    }

    function testFuzz_ACampaignIsNamedByItsTermsAndRoot(
        CampaignTerms calldata terms,
        bytes32 root,
        uint256 chainId
    ) external view {
        CampaignTerms memory copy = terms;
        assertEq(terms.idOf(root, chainId), keccak256(abi.encode(chainId, address(this), copy, root)));
    }

    function testFuzz_ARedemptionOpensTheGrantOfItsAllotment(
        CampaignTerms calldata terms,
        Allotment memory allotment,
        bytes32 campaignId,
        uint256 chainId
    ) external view {
        GrantKey memory key = GrantKey({
            beneficiary: allotment.beneficiary,
            token: terms.token,
            granter: terms.granter,
            salt: uint256(keccak256(abi.encode(campaignId, allotment.index))),
            schedule: terms.schedule
        });
        bytes32 plain = keccak256(abi.encode(chainId, address(this), key));
        assertEq(terms.idOfGrant(allotment, campaignId, chainId), plain);
    }

    function testFuzz_AnAllotmentIsHashedTwice(Allotment memory allotment) external pure {
        assertEq(allotment.leafOf(), keccak256(bytes.concat(keccak256(abi.encode(allotment)))));
    }

    function testFuzz_StreamsAndPoolsAreNamedByTheirKeys(StreamKey calldata stream, PoolKey calldata pool)
        external
        pure
    {
        assertEq(stream.hashOf(), keccak256(abi.encode(stream)));
        assertEq(pool.hashOf(), keccak256(abi.encode(pool)));
    }
}
