// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {GrantKey} from "src/types/Grant.sol";
import {PositionFacts} from "src/types/Position.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_PositionFacts_Test is VestingScene {
    function test_GivenThereIsNoSuchPosition() external view {
        PositionFacts memory facts = vesting.positionFacts(1);
        assertEq(facts.token, address(0));
        assertEq(facts.total + facts.paid + facts.due, 0);
    }

    function test_GivenTheScheduleIsTheOfficial() external {
        give(keyOf(1));
        uint256 positionId = mintPosition(keyOf(1));
        vesting.release(keyOf(1));
        vm.warp(LAUNCH + 12 * MONTH);
        _assertFacts(positionId, TOTAL, TOTAL / 10, TOTAL * 30 / 100, false, LAUNCH + 36 * MONTH);
        assertGt(bytes(positions.tokenURI(positionId)).length, 0);
    }

    function test_GivenTheScheduleIsCustom() external {
        GrantKey memory key = keyOf(1, custom());
        bytes32 grantId = give(key, TOTAL, true, custom());
        vm.prank(BENEFICIARY);
        vesting.mintPosition(key, custom());
        vm.warp(LAUNCH + 15 * MONTH);
        _assertFacts(uint256(grantId), TOTAL, 0, TOTAL * 70 / 100, true, LAUNCH + 24 * MONTH);
    }

    function test_GivenTheGrantWasRevoked() external {
        giveRevocable(keyOf(1));
        uint256 positionId = mintPosition(keyOf(1));
        assertTrue(vesting.positionFacts(positionId).isRevocable, "a buyer sees it");
        revoke(keyOf(1));
        _assertFacts(positionId, TOTAL / 10, TOTAL / 10, 0, false, LAUNCH + 36 * MONTH);
    }

    function _assertFacts(
        uint256 positionId,
        uint256 total,
        uint256 paid,
        uint256 due,
        bool isRevocable,
        uint40 endsAt
    ) private view {
        PositionFacts memory facts = vesting.positionFacts(positionId);
        PositionFacts memory expected =
            PositionFacts("Vesting", address(stream), total, paid, due, isRevocable, endsAt);
        assertEq(abi.encode(facts), abi.encode(expected));
    }
}
