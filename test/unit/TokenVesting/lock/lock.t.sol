// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ReentrancyGuardTransient} from "solady/utils/ReentrancyGuardTransient.sol";

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Allotment, CampaignTerms} from "src/types/Campaign.sol";
import {Delegation} from "src/types/Delegation.sol";
import {Award, GrantKey} from "src/types/Grant.sol";
import {AllotmentTree} from "test/helpers/AllotmentTree.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

/// @notice One lock for all: each call here would go through if nothing were under way. The token is itself the granter and the
/// beneficiary, so that no caller is refused for who it is.
contract TokenVesting_Lock_Test is VestingScene {
    using AllotmentTree for Allotment[];

    ReentrantToken private _token;
    GrantKey private _key;
    CampaignTerms private _terms;

    function setUp() public override {
        super.setUp();
        _token = new ReentrantToken();
        approve(_token);
        deal(address(_token), address(_token), 1000e18);
        _key = GrantKey(address(_token), address(_token), address(_token), 1, 0);
        _terms = instant();
        _terms.granter = address(_token);
        _terms.token = address(_token);
        vm.startPrank(address(_token));
        _token.approve(address(vesting), type(uint256).max);
        vesting.grant(address(_token), address(_token), 1, 100e18, true);
        vesting.fundCampaign(_terms, _list().root(), official(), 10e18);
        vm.stopPrank();
    }

    function test_WhenTheTokenCallsBackWhileABalanceIsMeasured() external {
        bytes[] memory calls = _calls();
        for (uint64 i; i < calls.length; ++i) {
            _assertGoesThroughAlone(calls[i]);
            _token.arm(address(vesting), calls[i]);
            give(keyOf(i + 2, address(_token)));
            _assertRefused(i);
        }
    }

    function test_WhenTheTokenCallsBackWhileItPays() external {
        bytes[] memory calls = _calls();
        for (uint64 i; i < calls.length; ++i) {
            _token.arm(address(0), "");
            give(keyOf(i + 2, address(_token)));
            _token.arm(address(vesting), calls[i]);
            vesting.release(keyOf(i + 2, address(_token)));
            _assertRefused(i);
        }
    }

    function _calls() private returns (bytes[] memory calls) {
        address token = address(_token);
        Allotment memory allotment = _list()[0];
        bytes32[] memory proof = _list().proof(0);
        Award[] memory awards = new Award[](1);
        awards[0] = Award(BENEFICIARY, 1e18);
        calls = new bytes[](14);
        calls[0] = abi.encodeCall(ITokenVesting.grant, (BENEFICIARY, token, 9, 1e18, true));
        calls[1] = abi.encodeCall(ITokenVesting.grantCustom, (BENEFICIARY, token, 9, 1e18, true, custom()));
        calls[2] = abi.encodeCall(ITokenVesting.grantMany, (token, 9, true, official(), awards));
        calls[3] = abi.encodeCall(ITokenVesting.revoke, (_key, official()));
        calls[4] = abi.encodeCall(ITokenVesting.renounceRevocability, (_key));
        calls[5] = abi.encodeCall(ITokenVesting.release, (_key));
        calls[6] = abi.encodeCall(ITokenVesting.releaseCustom, (_key, official()));
        calls[7] = abi.encodeCall(ITokenVesting.releaseTo, (_key, official(), STRANGER));
        calls[8] = abi.encodeCall(ITokenVesting.mintPosition, (_key, official()));
        calls[9] = abi.encodeCall(ITokenVesting.fundCampaign, (_terms, _list().root(), official(), 1e18));
        calls[10] = abi.encodeCall(ITokenVesting.redeem, (_terms, allotment, proof));
        calls[11] = abi.encodeCall(ITokenVesting.redeemCustom, (_terms, allotment, proof, official()));
        calls[12] = abi.encodeCall(ITokenVesting.redeemTo, (_terms, allotment, proof, official(), STRANGER));
        calls[13] = abi.encodeCall(ITokenVesting.clawback, (_terms, _list().root(), new uint256[](0)));
    }

    /// @dev What only signatures may do, beside {_calls}: the lock comes before the signature.
    function test_WhenTheTokenCallsBackWithASignature() external {
        Delegation memory unsigned = Delegation(STRANGER, type(uint40).max, "");
        bytes[2] memory calls = [
            abi.encodeCall(ITokenVesting.releaseBySig, (_key, official(), unsigned)),
            abi.encodeCall(
                ITokenVesting.redeemBySig, (_terms, _list()[0], _list().proof(0), official(), unsigned)
            )
        ];
        for (uint64 i; i < 2; ++i) {
            _token.arm(address(vesting), calls[i]);
            give(keyOf(i + 2, address(_token)));
            _assertRefused(i);
        }
    }

    function _list() private returns (Allotment[] memory list) {
        list = new Allotment[](2);
        list[0] = Allotment(0, address(_token), 4e18, 0);
        list[1] = Allotment(1, makeAddr("second"), 6e18, 0);
        list.sumLots();
    }

    function _assertGoesThroughAlone(bytes memory call) private {
        uint256 state = vm.snapshotState();
        vm.prank(address(_token));
        (bool succeeded,) = address(vesting).call(call);
        assertTrue(succeeded, "nothing but the lock is in the way");
        assertTrue(vm.revertToState(state));
    }

    function _assertRefused(uint256 i) private view {
        assertFalse(_token.succeeded(), vm.toString(i));
        assertEq(
            _token.answer(),
            abi.encodeWithSelector(ReentrancyGuardTransient.Reentrancy.selector),
            vm.toString(i)
        );
    }
}
