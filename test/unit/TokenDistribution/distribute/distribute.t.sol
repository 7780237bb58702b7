// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {TokenDistribution} from "src/token/TokenDistribution.sol";
import {ITokenDistribution} from "src/interfaces/ITokenDistribution.sol";
import {StreamToken} from "src/token/StreamToken.sol";
import {Grant} from "src/types/Grant.sol";
import {Allocation} from "src/types/Allocation.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenDistribution_Distribute_Test is VestingScene {
    uint256 private constant SUPPLY = 1_000_000_000e18;

    function test_RevertGiven_TheSupplyIsNotHere() external {
        TokenDistribution other =
            new TokenDistribution(stream, vesting, [STRANGER, STRANGER, STRANGER, STRANGER, STRANGER]);
        vm.expectRevert(
            abi.encodeWithSelector(ITokenDistribution.TokenDistribution_NotWhole.selector, 0, SUPPLY)
        );
        other.distribute();
    }

    function test_RevertGiven_ItWasDistributed() external {
        vm.expectRevert(
            abi.encodeWithSelector(ITokenDistribution.TokenDistribution_NotWhole.selector, 0, SUPPLY)
        );
        distribution.distribute();
    }

    function test_GivenTheSupplyIsHere() external {
        address predicted = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        StreamToken token = new StreamToken(predicted);
        address[5] memory beneficiaries = [STRANGER, HOLDER, GRANTER, BENEFICIARY, PLATFORM];
        TokenDistribution fresh = new TokenDistribution(token, vesting, beneficiaries);
        uint96[5] memory amounts =
            [450_000_000e18, 200_000_000e18, 150_000_000e18, 100_000_000e18, uint96(100_000_000e18)];
        for (uint256 i; i < 5; ++i) {
            bytes32 grantId = vesting.grantIdOf(fresh.grantKeyOf(Allocation(i)));
            vm.expectEmit(address(fresh));
            emit ITokenDistribution.Distributed(Allocation(i), beneficiaries[i], amounts[i], grantId);
        }
        vm.prank(STRANGER);
        fresh.distribute();
        for (uint256 i; i < 5; ++i) {
            Grant memory allocation = grantOf(fresh.grantKeyOf(Allocation(i)));
            assertEq(abi.encode(allocation), abi.encode(Grant(amounts[i], 0, false, false, false)));
        }
        assertEq(token.balanceOf(address(vesting)), SUPPLY);
        assertEq(token.balanceOf(address(fresh)), 0);
        assertEq(token.allowance(address(fresh), address(vesting)), 0);
    }

    function test_GivenEachAllocationFollowsTheOfficialSchedule() external {
        _assertPaid(LAUNCH, 45_000_000e18, 20_000_000e18, 10_000_000e18);
        _assertPaid(LAUNCH + 11 * MONTH, 45_000_000e18, 20_000_000e18, 10_000_000e18);
        _assertPaid(LAUNCH + 12 * MONTH, 180_000_000e18, 80_000_000e18, 40_000_000e18);
        _assertPaid(LAUNCH + 24 * MONTH, 315_000_000e18, 140_000_000e18, 70_000_000e18);
        _assertPaid(LAUNCH + 36 * MONTH, 450_000_000e18, 200_000_000e18, 100_000_000e18);
    }

    function _assertPaid(uint40 time, uint256 creators, uint256 viewers, uint256 platform) private {
        vm.warp(time);
        assertEq(vesting.vestedOf(distribution.grantKeyOf(Allocation.Creators), official()), creators);
        vesting.release(distribution.grantKeyOf(Allocation.Viewers));
        vesting.release(distribution.grantKeyOf(Allocation.Platform));
        assertEq(stream.balanceOf(address(rewards)), viewers);
        assertEq(stream.balanceOf(PLATFORM), platform);
    }
}
