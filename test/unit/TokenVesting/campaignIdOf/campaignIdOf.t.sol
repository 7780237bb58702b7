// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {TokenVesting} from "src/token/TokenVesting.sol";
import {CampaignTerms} from "src/types/Campaign.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_CampaignIdOf_Test is VestingScene {
    function test_WhenAFieldOfTheTermsOrTheRootDiffers() external view {
        CampaignTerms memory terms = instant();
        terms.granter = STRANGER;
        _expectOther(terms, "root");
        terms = instant();
        terms.token = STRANGER;
        _expectOther(terms, "root");
        _expectOther(termsOf(0), "root");
        terms = instant();
        terms.total = 1;
        _expectOther(terms, "root");
        terms = instant();
        terms.expiresAt = 0;
        _expectOther(terms, "root");
        terms = instant();
        terms.isRevocable = true;
        _expectOther(terms, "root");
        _expectOther(instant(), "another");
    }

    function testFuzz_WhenItIsComputedByTheBook(CampaignTerms calldata terms, bytes32 root) external view {
        bytes32 byTheBook = keccak256(abi.encode(block.chainid, address(vesting), terms, root));
        assertEq(vesting.campaignIdOf(terms, root), byTheBook);
    }

    function test_WhenTheContractDiffers() external {
        TokenVesting twin = new TokenVesting(LAUNCH, positions);
        assertNotEq(twin.campaignIdOf(instant(), "root"), vesting.campaignIdOf(instant(), "root"));
    }

    function test_GivenTheChainForked() external {
        bytes32 before = vesting.campaignIdOf(instant(), "root");
        vm.chainId(10);
        assertEq(vesting.campaignIdOf(instant(), "root"), before);
    }

    function _expectOther(CampaignTerms memory terms, bytes32 root) private view {
        assertNotEq(vesting.campaignIdOf(terms, root), vesting.campaignIdOf(instant(), "root"));
    }
}
