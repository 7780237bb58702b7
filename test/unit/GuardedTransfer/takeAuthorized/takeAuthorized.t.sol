// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {TransferAuthorization} from "src/types/TransferAuthorization.sol";
import {Eip3009} from "test/helpers/Eip3009.sol";
import {TransferHarness} from "test/helpers/TransferHarness.sol";
import {Eip3009Token} from "test/helpers/tokens/Eip3009Token.sol";

contract GuardedTransfer_TakeAuthorized_Test is Test {
    uint256 private constant OWNER_KEY = 0x0177e4;

    TransferHarness private immutable HARNESS =
        TransferHarness(payable(deployCode("TransferHarness.sol:TransferHarness")));
    Eip3009Token private immutable TOKEN = new Eip3009Token();
    address private immutable OWNER = vm.addr(OWNER_KEY);

    function setUp() external {
        TOKEN.mint(OWNER, 100);
    }

    function test_WhenTheOwnerAuthorizedIt() external {
        assertEq(HARNESS.takeAuthorized(address(TOKEN), OWNER, 60, _sign(OWNER_KEY, address(HARNESS))), 60);
        assertEq(TOKEN.balanceOf(address(HARNESS)), 60);
    }

    function test_RevertWhen_ItIsUsedAgain() external {
        TransferAuthorization memory by = _sign(OWNER_KEY, address(HARNESS));
        HARNESS.takeAuthorized(address(TOKEN), OWNER, 60, by);
        TOKEN.mint(OWNER, 60);
        _expectRefused(by);
    }

    function test_RevertWhen_AnotherSigned() external {
        _expectRefused(_sign(OWNER_KEY + 1, address(HARNESS)));
    }

    function test_RevertWhen_ItIsForAnotherReceiver() external {
        _expectRefused(_sign(OWNER_KEY, address(this)));
    }

    function test_RevertWhen_TheTokenRefusesWithAMegabyte() external {
        // CODECOPY of nothing: a revert with a megabyte of zeros
        vm.etch(address(TOKEN), hex"620f42405ffd");
        uint256 before = gasleft();
        _expectRefused(_sign0());
        // two megabytes cost the token 4,000,000; copying one would cost 2,000,000 more
        assertLt(before - gasleft(), 5_000_000);
    }

    function test_RevertWhen_TheTokenHasNoCode() external {
        vm.expectRevert();
        HARNESS.takeAuthorized(makeAddr("no token"), OWNER, 60, _sign0());
    }

    function _sign(uint256 signer, address to) private view returns (TransferAuthorization memory) {
        return Eip3009.sign(signer, TOKEN, 60, to, keccak256("nonce"));
    }

    function _sign0() private pure returns (TransferAuthorization memory by) {}

    function _expectRefused(TransferAuthorization memory by) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                GuardedTransfer.GuardedTransfer_AuthorizationRefused.selector, address(TOKEN), OWNER
            )
        );
        HARNESS.takeAuthorized(address(TOKEN), OWNER, 60, by);
    }
}
