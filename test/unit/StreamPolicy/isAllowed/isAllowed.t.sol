// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {StreamPolicy} from "src/access/StreamPolicy.sol";
import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";
import {Policy} from "src/types/Policy.sol";
import {Rate, rateOf} from "src/types/Rate.sol";
import {StreamKey, StreamStatus} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

contract StreamPolicy_IsAllowed_Test is AccessScene {
    function test_WhenTheStreamFlowsAtTheRate() external {
        open(0);
        assertTrue(allows(_policy(rate()), ""));
        assertTrue(allows(_policy(Rate.wrap(Rate.unwrap(rate()) - 1)), ""), "or at more");
        vm.warp(block.timestamp + DURATION - 1);
        assertTrue(allows(_policy(rate()), ""), "until its last second");
    }

    function test_WhenTheEvidenceNamesTheStream() external {
        StreamTerms memory terms = termsOf(7);
        fund(BUYER, DEPOSIT, address(streams));
        vm.prank(BUYER);
        streams.open(terms, byAllowance());
        assertTrue(allows(_policy(rate()), abi.encode(BUYER, 7)), "a gift");
    }

    function test_RevertWhen_ThereIsNoStream() external {
        _expectNot(keyOf(0), StreamStatus.None);
        this.ask(_policy(rate()), "");
    }

    function test_RevertWhen_TheEvidenceNamesAnother() external {
        open(7);
        _expectNot(keyOf(8), StreamStatus.None);
        this.ask(_policy(rate()), abi.encode(VIEWER, 8));
    }

    function test_RevertGiven_TheStreamIsPausedDepletedOrCancelled() external {
        StreamKey memory key = open(0);
        pause(key);
        _expectNot(key, StreamStatus.Paused);
        this.ask(_policy(rate()), "");
        resume(key);
        assertTrue(allows(_policy(rate()), ""));
        vm.warp(block.timestamp + DURATION);
        _expectNot(key, StreamStatus.Depleted);
        this.ask(_policy(rate()), "");
        cancel(key);
        _expectNot(key, StreamStatus.None);
        this.ask(_policy(rate()), "");
    }

    function test_RevertWhen_TheRateIsTooLow() external {
        open(0);
        Rate asked = Rate.wrap(Rate.unwrap(rate()) + 1);
        vm.expectRevert(abi.encodeWithSelector(StreamPolicy.StreamPolicy_RateTooLow.selector, rate(), asked));
        this.ask(_policy(asked), "");
    }

    function test_RevertWhen_TheStreamIsOfAnother() external {
        open(0);
        AccessRequest memory asked = request();
        asked.viewer = STRANGER;
        Policy memory policy = _policy(rate());
        vm.expectPartialRevert(StreamPolicy.StreamPolicy_NotStreaming.selector);
        policies.stream.isAllowed(asked, policy.terms, abi.encode(VIEWER, 0));
        asked = request();
        asked.contentId = publish("another work", contents.payeeOf(contentId));
        vm.expectPartialRevert(StreamPolicy.StreamPolicy_NotStreaming.selector);
        policies.stream.isAllowed(asked, policy.terms, "");
        policy.terms = abi.encode(new TestToken(), rate());
        vm.expectPartialRevert(StreamPolicy.StreamPolicy_NotStreaming.selector);
        this.ask(policy, "");
    }

    function test_RevertGiven_TheWorkWasNeverRegistered() external {
        AccessRequest memory asked = request();
        asked.contentId = "no work";
        Policy memory policy = _policy(rateOf(0));
        vm.expectRevert(
            abi.encodeWithSelector(IContentRegistry.ContentRegistry_Unknown.selector, asked.contentId)
        );
        policies.stream.isAllowed(asked, policy.terms, "");
    }

    function ask(Policy memory policy, bytes memory evidence) external view returns (bool) {
        return allows(policy, evidence);
    }

    function _policy(Rate asked) private view returns (Policy memory) {
        return Policy(policies.stream, abi.encode(stream, asked));
    }

    function _expectNot(StreamKey memory key, StreamStatus status) private {
        vm.expectRevert(
            abi.encodeWithSelector(StreamPolicy.StreamPolicy_NotStreaming.selector, key.id, status)
        );
    }
}
