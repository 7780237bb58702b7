// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {GrantKey} from "src/types/Grant.sol";
import {Allocation} from "src/types/Allocation.sol";
import {Base} from "test/Base.t.sol";

/// @notice Two stakers, and somebody who adds rewards.
abstract contract StakingScene is Base {
    uint96 internal constant STAKE = 100e18;
    uint40 internal constant PERIOD = 30 days;
    /// @dev 1 STREAM a second.
    uint96 internal constant REWARDS = 1e18 * 30 days;

    address internal immutable ANNA = makeAddr("anna");
    address internal immutable BEN = makeAddr("ben");
    address internal immutable GIVER = makeAddr("giver");

    function setUp() public virtual override {
        super.setUp();
        fund(ANNA, 5_000_000e18, address(staking));
        fund(BEN, 5_000_000e18, address(staking));
        fund(GIVER, 10_000_000e18, address(staking));
    }

    /// @return What names the grant of the stakers' allocation.
    function allocationKey() internal view returns (GrantKey memory) {
        return distribution.grantKeyOf(Allocation.Staking);
    }

    function stake(address account, uint96 amount) internal {
        vm.prank(account);
        staking.stake(amount);
    }

    function withdraw(address account, uint96 amount) internal {
        vm.prank(account);
        staking.withdraw(amount);
    }

    function getReward(address account) internal returns (uint256) {
        vm.prank(account);
        return staking.getReward();
    }

    function emergencyWithdraw(address account) internal {
        vm.prank(account);
        staking.emergencyWithdraw();
    }

    function addRewards(uint96 amount) internal {
        vm.prank(GIVER);
        staking.addRewards(amount);
    }

    function signPermit(address owner, uint256 key, uint96 amount)
        internal
        view
        returns (uint8 v, bytes32 r, bytes32 s)
    {
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
                ),
                owner,
                address(staking),
                amount,
                stream.nonces(owner),
                block.timestamp
            )
        );
        return vm.sign(key, keccak256(abi.encodePacked(hex"1901", stream.DOMAIN_SEPARATOR(), structHash)));
    }

    /// @return How many wei the balance of `account` grew by since it was `before`.
    function gained(address account, uint256 before) internal view returns (uint256) {
        return stream.balanceOf(account) - before;
    }
}
