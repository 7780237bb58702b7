// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC721} from "solady/tokens/ERC721.sol";

import {PositionScene} from "test/helpers/PositionScene.sol";
import {Erc721Handler} from "test/invariant/handlers/Erc721Handler.sol";

contract PositionToken_Invariants is PositionScene {
    Erc721Handler private _handler;

    function setUp() public override {
        super.setUp();
        _handler = new Erc721Handler(positions, streams, vesting);
        targetContract(address(_handler));
    }

    function invariant_ERC721_Owners() external {
        for (uint256 id; id <= _handler.count(); ++id) {
            address owner = _handler.owners(id);
            if (owner == address(0)) vm.expectRevert(ERC721.TokenDoesNotExist.selector);
            assertEq(positions.ownerOf(id), owner, "ERC-721: owner == the book's; none <=> reverts");
        }
    }

    function invariant_ERC721_Balances() external {
        for (uint256 i; i < _handler.ACCOUNTS(); ++i) {
            address account = _handler.accounts(i);
            uint256 owned;
            for (uint256 id; id < _handler.count(); ++id) {
                if (_handler.owners(id) == account) ++owned;
            }
            assertEq(positions.balanceOf(account), owned, "ERC-721: balance == count of what is owned");
        }
        vm.expectRevert(ERC721.BalanceQueryForZeroAddress.selector);
        positions.balanceOf(address(0));
    }

    function invariant_ERC721_Approvals() external {
        for (uint256 id; id <= _handler.count(); ++id) {
            address approved = _handler.approved(id);
            if (_handler.owners(id) == address(0)) vm.expectRevert(ERC721.TokenDoesNotExist.selector);
            assertEq(
                positions.getApproved(id), approved, "ERC-721: approved == last approval since a transfer"
            );
        }
    }

    function invariant_ERC721_Operators() external view {
        for (uint256 i; i < _handler.ACCOUNTS() ** 2; ++i) {
            address owner = _handler.accounts(i / _handler.ACCOUNTS());
            address operator = _handler.accounts(i % _handler.ACCOUNTS());
            assertEq(
                positions.isApprovedForAll(owner, operator),
                _handler.isOperator(owner, operator),
                "ERC-721: operator <=> its owner says so"
            );
        }
    }
}
