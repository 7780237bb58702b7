// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Offer} from "src/types/Offer.sol";
import {Policy} from "src/types/Policy.sol";
import {GasCeiling} from "test/helpers/GasCeiling.sol";
import {MeteredScene} from "test/helpers/MeteredScene.sol";
import {Act} from "test/helpers/policies/ActingPolicy.sol";
import {TestErc1155} from "test/helpers/tokens/TestErc1155.sol";
import {TestErc721} from "test/helpers/tokens/TestErc721.sol";

/// @notice What a transaction costs, its 21,000 and its call data included, and a question without them. Measured, and 2 % above it
/// asserted.
/// forge-config: default.isolate = true
contract AccessPolicy_GasTest is MeteredScene, GasCeiling {
    function test_SetPolicy() external {
        set(Policy(policies.stream, abi.encode(stream, rate())));
        assertCost("setDefaultPolicy, a stream", 136_585);
    }

    function test_SetComposedPolicy() external {
        set(anyOf(list(Policy(policies.stream, abi.encode(stream, rate())), _named(5))));
        assertCost("setDefaultPolicy, a stream or one of 5", 264_149);
    }

    function test_Free() external {
        _ask(free(), "", "free", 13_874);
    }

    function test_Stream() external {
        open(0);
        _ask(Policy(policies.stream, abi.encode(stream, rate())), "", "stream", 30_979);
    }

    function test_Seat() external {
        join(VIEWER, rate(), 3);
        _ask(Policy(policies.seat, abi.encode(stream, rate())), "", "seat", 26_764);
    }

    function test_Metered() external {
        _ask(metered(), signed(receiptOf(PERIOD)), "metered", 26_288);
    }

    function test_Bought() external {
        Offer memory offer = Offer(address(stream), 9e18, 0);
        vm.prank(CREATOR);
        policies.purchase.setOffer(contentId, 0, offer);
        fund(VIEWER, 9e18, address(policies.purchase));
        fund(CREATOR, 1, address(0));
        vm.prank(VIEWER);
        policies.purchase.buy(contentId, 0, offer, VIEWER, byAllowance());
        assertCost("buy, for ever", 84_182);
        _ask(Policy(policies.purchase, abi.encode(0)), "", "bought", 16_583);
    }

    function test_Erc20() external {
        _ask(Policy(policies.erc20, abi.encode(stream, 1)), "", "ERC-20", 19_681);
    }

    function test_Erc721() external {
        TestErc721 token = new TestErc721();
        token.mint(VIEWER, 1);
        _ask(Policy(policies.erc721, abi.encode(token, 1)), "", "ERC-721", 19_753);
    }

    function test_Erc1155() external {
        TestErc1155 token = new TestErc1155();
        token.mint(VIEWER, 1, 1);
        _ask(Policy(policies.erc1155, abi.encode(token, 1, 1)), "", "ERC-1155", 19_726);
    }

    function test_AllowList() external {
        bytes32[] memory path = new bytes32[](20);
        bytes32 root = policies.allowList.leafOf(VIEWER);
        for (uint256 i; i < 20; ++i) {
            path[i] = bytes32(type(uint256).max);
            root = keccak256(abi.encode(root, path[i]));
        }
        _ask(
            Policy(policies.allowList, abi.encode(root)), abi.encode(path), "allow-list of a million", 17_935
        );
    }

    function test_Named() external {
        _ask(_named(5), "", "one of 5", 30_065);
    }

    function test_AnyOf() external {
        Policy memory flowing = Policy(policies.stream, abi.encode(stream, rate()));
        _ask(anyOf(list(flowing, _named(5))), "", "no stream, but one of 5", 60_143);
    }

    /// @dev What a key node pays at most for one question.
    function test_TheWorst() external {
        set(within(anyOf(times(that(Act.BurnAll), 16)), 3));
        assertFalse(hasAccess());
        assertCost("16 parts that burn their gas", 3_292_087, 4_200_000);
    }

    function _named(uint256 count) private view returns (Policy memory) {
        address[] memory accounts = new address[](count);
        accounts[count - 1] = VIEWER;
        return Policy(policies.collaborator, abi.encode(accounts));
    }

    function _ask(Policy memory policy, bytes memory evidence, string memory what, uint256 measured) private {
        set(policy);
        assertTrue(hasAccess(evidence));
        assertCost(string.concat("hasAccess, ", what), measured);
    }
}
