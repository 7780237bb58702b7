// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {Base} from "test/Base.t.sol";

contract StreamToken_Permit_Test is Base {
    bytes32 private constant TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    uint256 private constant OWNER_KEY = 0x0817e6;
    address private immutable OWNER = vm.addr(OWNER_KEY);

    function test_RevertWhen_ItIsTooLate() external {
        (uint8 v, bytes32 r, bytes32 s) = _sign(0, block.timestamp - 1);
        vm.expectRevert(ERC20.PermitExpired.selector);
        stream.permit(OWNER, STRANGER, 5e18, block.timestamp - 1, v, r, s);
    }

    function test_RevertWhen_TheSignatureIsUsedAgain() external {
        (uint8 v, bytes32 r, bytes32 s) = _sign(0, block.timestamp);
        stream.permit(OWNER, STRANGER, 5e18, block.timestamp, v, r, s);
        vm.expectRevert(ERC20.InvalidPermit.selector);
        stream.permit(OWNER, STRANGER, 5e18, block.timestamp, v, r, s);
    }

    function test_RevertWhen_TheSignatureIsOfAnotherChain() external {
        (uint8 v, bytes32 r, bytes32 s) = _sign(0, block.timestamp);
        vm.chainId(10);
        vm.expectRevert(ERC20.InvalidPermit.selector);
        stream.permit(OWNER, STRANGER, 5e18, block.timestamp, v, r, s);
    }

    function test_WhenTheOwnerSigned() external {
        (uint8 v, bytes32 r, bytes32 s) = _sign(0, block.timestamp);
        vm.expectEmit(address(stream));
        emit ERC20.Approval(OWNER, STRANGER, 5e18);
        stream.permit(OWNER, STRANGER, 5e18, block.timestamp, v, r, s);
        assertEq(stream.allowance(OWNER, STRANGER), 5e18);
        assertEq(stream.nonces(OWNER), 1);
    }

    function _sign(uint256 nonce, uint256 deadline) private view returns (uint8, bytes32, bytes32) {
        bytes32 message = keccak256(abi.encode(TYPEHASH, OWNER, STRANGER, uint256(5e18), nonce, deadline));
        return vm.sign(OWNER_KEY, keccak256(abi.encodePacked(hex"1901", stream.DOMAIN_SEPARATOR(), message)));
    }
}
