// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {BoundedCall} from "src/libraries/BoundedCall.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";
import {Policy} from "src/types/Policy.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";
import {Act} from "test/helpers/policies/ActingPolicy.sol";

contract AccessPolicy_HasAccess_Test is AccessScene {
    function test_GivenThereIsNoPolicy() external view {
        assertFalse(hasAccess());
    }

    function test_WhenTheViewerIsNobody() external {
        set(free());
        assertFalse(access.hasAccess(address(0), contentId, RENDITION, PERIOD, ""));
    }

    function test_GivenTheRenditionHasAPolicy() external {
        set(that(Act.No));
        vm.prank(CREATOR);
        access.setPolicy(contentId, RENDITION, that(Act.Yes));
        expectAsked(that(Act.Yes), request(), "evidence");
        assertTrue(hasAccess("evidence"));
        expectAsked(that(Act.No), AccessRequest(VIEWER, contentId, RENDITION + 1, PERIOD), "");
        assertFalse(access.hasAccess(VIEWER, contentId, RENDITION + 1, PERIOD, ""), "another rendition");
    }

    function test_GivenTheWorkHasADefault() external {
        set(that(Act.Yes));
        AccessRequest memory asked = AccessRequest(STRANGER, contentId, type(uint256).max, type(uint256).max);
        expectAsked(that(Act.Yes), asked, "evidence");
        assertTrue(access.hasAccess(STRANGER, contentId, asked.rendition, asked.period, "evidence"));
    }

    function test_GivenThePolicyAnswersAnythingButYes() external {
        for (uint8 act = uint8(Act.No); act <= uint8(type(Act).max); ++act) {
            set(that(Act(act)));
            uint256 before = gasleft();
            assertFalse(hasAccess(), vm.toString(act));
            assertLt(before - gasleft(), access.POLICY_GAS() + 50_000, "ACC-1: bounded gas");
        }
    }

    function test_GivenThePolicysContractIsGone() external {
        set(free());
        vm.etch(address(policies.free), "");
        assertFalse(hasAccess());
    }

    function test_GivenTheTermsCannotBeRead() external {
        set(Policy(policies.erc20, "no terms"));
        assertFalse(hasAccess());
    }

    function test_GivenAnotherWorksPolicyBurnsItsGas() external {
        set(free());
        bytes32 another = publish("another work", contents.payeeOf(contentId));
        vm.prank(CREATOR);
        access.setDefaultPolicy(another, that(Act.BurnAll));
        assertFalse(access.hasAccess(VIEWER, another, RENDITION, PERIOD, ""));
        assertTrue(hasAccess(), "ACC-1: no policy harms another work");
    }

    function test_RevertWhen_TheGasIsTooLittle() external {
        set(not(that(Act.Yes)));
        (bool answered, bytes memory answer) = _ask(4_000_000);
        assertFalse(answered);
        // forge-lint: disable-next-line(unsafe-typecast) the selector
        assertEq(bytes4(answer), BoundedCall.BoundedCall_GasTooLow.selector);
    }

    /// @dev The policy needs almost all of its gas; what it does with less would be another answer.
    function testFuzz_WhenTheGasIsAny(uint256 gas_) external {
        Policy[] memory parts = times(that(Act.BurnAll), 15);
        set(anyOf(list(anyOf(parts), not(that(Act.Yes)))));
        (bool answered, bytes memory answer) = _ask(bound(gas_, 0, 6_000_000));
        if (answered) assertFalse(abi.decode(answer, (bool)), "ACC-1: no gas turns a no into a yes");
        set(anyOf(list(anyOf(parts), that(Act.Yes))));
        (answered, answer) = _ask(bound(gas_, 0, 6_000_000));
        if (answered) assertTrue(abi.decode(answer, (bool)), "ACC-1: no gas turns a yes into a no");
    }

    function _ask(uint256 gas_) private view returns (bool, bytes memory) {
        return address(access).staticcall{gas: gas_}(
            abi.encodeCall(access.hasAccess, (VIEWER, contentId, RENDITION, PERIOD, ""))
        );
    }
}
