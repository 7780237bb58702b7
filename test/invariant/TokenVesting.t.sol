// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Grant, GrantKey} from "src/types/Grant.sol";
import {Allotment, Campaign, CampaignTerms, Lot} from "src/types/Campaign.sol";
import {Step} from "src/types/VestingSchedule.sol";
import {Base} from "test/Base.t.sol";
import {AllotmentTree} from "test/helpers/AllotmentTree.sol";
import {Refusing} from "test/helpers/Refusing.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";
import {VestingHandler} from "test/invariant/handlers/VestingHandler.sol";

contract TokenVesting_Invariants is Base, Refusing {
    using AllotmentTree for Allotment[];

    VestingHandler private _handler;

    function setUp() public override {
        super.setUp();
        _handler = new VestingHandler(vesting, positions);
        targetContract(address(_handler));
    }

    function invariant_All() external {
        _VST1_Solvency();
        _VST2_Released();
        _VST8_Funds();
        _VST10_Redemptions();
        _VST12_NoAllowance();
        _VST13_Positions();
        _VST14_OthersGrants();
        _VST15_NoSurplus();
        _VST16_Renounced();
        _VST17_AnOpenLotPays();
    }

    function _VST14_OthersGrants() private view {
        assertEq(stream.balanceOf(address(vesting)), 955_000_000e18, "VST-14: others' grants are untouched");
    }

    function _VST15_NoSurplus() private view {
        for (uint256 i; i < _handler.campaignCount(); ++i) {
            assertLe(
                vesting.campaignOf(_handler.campaignAt(i)).funded,
                _handler.termsAt(i).total,
                "VST-15: funded <= total of the terms"
            );
        }
    }

    function _VST16_Renounced() private {
        for (uint256 i; i < _handler.grantCount(); ++i) {
            (GrantKey memory key, Grant memory granted) = _handler.grantAt(i);
            bytes32 grantId = vesting.grantIdOf(key);
            if (!_handler.renounced(grantId)) continue;
            assertFalse(granted.isRevocable || granted.isRevoked, "VST-16: renounced is for ever");
            vm.prank(key.granter);
            assertRefused(
                address(vesting),
                abi.encodeCall(vesting.revoke, (key, new Step[](0))),
                abi.encodeWithSelector(ITokenVesting.TokenVesting_NotRevocable.selector, grantId),
                "VST-16: renounced => the granter's revoke fails"
            );
        }
    }

    /// @dev Of whom the list does not lie about, and the token refuses nothing.
    function _VST17_AnOpenLotPays() private {
        for (uint256 i; i < _handler.campaignCount(); ++i) {
            CampaignTerms memory terms = _handler.termsAt(i);
            if (terms.granter != _handler.granters(0) || terms.token != address(_handler.tokens(0))) {
                continue;
            }
            if (terms.expiresAt != 0 && block.timestamp >= terms.expiresAt) continue;
            Allotment[] memory list = _handler.allotmentsOf(i);
            bytes32 id = _handler.campaignAt(i);
            for (uint256 j; j < list.length; ++j) {
                Lot memory lot = vesting.lotOf(id, list[j].index / 160);
                if (lot.redeemed == 0 || _handler.redemptionsOf(id, list[j].index) != 0) continue;
                uint256 state = vm.snapshotState();
                vesting.redeemCustom(terms, list[j], list.proof(j), _handler.scheduleOf(terms.schedule));
                assertEq(
                    vesting.lotOf(id, list[j].index / 160).remaining,
                    lot.remaining - list[j].amount,
                    "VST-17: before the expiry an open lot pays all of its allotments, closed or not"
                );
                assertTrue(vm.revertToState(state));
            }
        }
    }

    function _VST1_Solvency() private view {
        for (uint256 i; i < 4; ++i) {
            TestToken token = _handler.tokens(i);
            uint256 balance = token.balanceOf(address(vesting));
            assertEq(
                _handler.owedIn(address(token)),
                balance,
                "VST-1: sum(total - released) + sum(funded - reserved) + sum(remaining) == balance"
            );
            // of the token that calls back, some is paid where the handler does not see it
            if (i == 3) continue;
            assertEq(
                _handler.putIn(address(token)) - _handler.paidOut(address(token)),
                balance,
                "VST-1: put in - paid out == balance"
            );
        }
    }

    function _VST2_Released() private view {
        for (uint256 i; i < _handler.grantCount(); ++i) {
            (, Grant memory granted) = _handler.grantAt(i);
            uint256 vested = _handler.vestedAt(i);
            assertLe(granted.released, vested, "VST-2: released <= vested");
            assertLe(vested, granted.total, "VST-2: vested <= total");
        }
    }

    function _VST8_Funds() private view {
        for (uint256 i; i < _handler.campaignCount(); ++i) {
            bytes32 id = _handler.campaignAt(i);
            Campaign memory campaign = vesting.campaignOf(id);
            assertLe(campaign.reserved, campaign.funded, "VST-8: reserved <= funded");
            assertLe(
                _handler.redeemedOf(id) + _handler.clawedOf(id),
                _handler.fundedOf(id),
                "VST-8: redeemed + clawed back <= put in"
            );
            uint256 remaining = vesting.lotOf(id, 0).remaining + vesting.lotOf(id, 1).remaining;
            assertEq(
                _handler.redeemedOf(id) + _handler.clawedOf(id) + remaining + campaign.funded
                    - campaign.reserved,
                _handler.fundedOf(id),
                "VST-8: redeemed + clawed back + left == put in"
            );
        }
    }

    function _VST10_Redemptions() private view {
        for (uint256 i; i < _handler.campaignCount(); ++i) {
            bytes32 id = _handler.campaignAt(i);
            Allotment[] memory list = _handler.allotmentsOf(i);
            for (uint256 j; j < list.length; ++j) {
                uint256 index = list[j].index;
                Lot memory lot = vesting.lotOf(id, index / 160);
                uint256 redemptions = _handler.redemptionsOf(id, index);
                assertLe(redemptions, 1, "VST-10: one redemption for each index");
                assertEq(lot.redeemed >> (index % 160) & 1, redemptions, "VST-10: its bit says so");
            }
        }
    }

    function _VST12_NoAllowance() private view {
        for (uint256 i; i < 4; ++i) {
            TestToken token = _handler.tokens(i);
            assertEq(token.allowance(address(vesting), _handler.THIEF()), 0, "VST-12: no allowance");
            assertEq(token.allowance(address(vesting), address(token)), 0, "VST-12: no allowance");
            assertEq(token.balanceOf(_handler.THIEF()), 0, "VST-4: a thief gets nothing");
        }
    }

    function _VST13_Positions() private view {
        for (uint256 i; i < _handler.grantCount(); ++i) {
            (GrantKey memory key, Grant memory granted) = _handler.grantAt(i);
            uint256 positionId = uint256(vesting.grantIdOf(key));
            bool isMinted;
            try positions.ownerOf(positionId) returns (address) {
                isMinted = true;
            } catch {}
            assertEq(granted.isPosition, isMinted, "VST-13: a position <=> it exists");
            if (isMinted) {
                assertEq(
                    vesting.positionFacts(positionId).due,
                    _handler.vestedAt(i) - granted.released,
                    "VST-13: its picture shows what can be taken"
                );
            }
        }
    }
}
