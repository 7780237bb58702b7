// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC721} from "solady/tokens/ERC721.sol";

import {PositionScene} from "test/helpers/PositionScene.sol";
import {Refusing} from "test/helpers/Refusing.sol";
import {Erc721Handler} from "test/invariant/handlers/Erc721Handler.sol";

contract PositionToken_Invariants is PositionScene, Refusing {
    Erc721Handler private _handler;

    function setUp() public override {
        super.setUp();
        _handler = new Erc721Handler(positions, streams, vesting);
        targetContract(address(_handler));
    }

    function invariant_All() external {
        _ERC721_Owners();
        _ERC721_Balances();
        _ERC721_Approvals();
        _ERC721_Operators();
    }

    function _ERC721_Owners() private {
        for (uint256 id; id <= _handler.count(); ++id) {
            address owner = _handler.owners(id);
            if (owner == address(0)) _assertNone(abi.encodeCall(positions.ownerOf, (id)));
            else assertEq(positions.ownerOf(id), owner, "ERC-721: owner == the book's");
        }
    }

    function _ERC721_Balances() private {
        for (uint256 i; i < _handler.ACCOUNTS(); ++i) {
            address account = _handler.accounts(i);
            uint256 owned;
            for (uint256 id; id < _handler.count(); ++id) {
                if (_handler.owners(id) == account) ++owned;
            }
            assertEq(positions.balanceOf(account), owned, "ERC-721: balance == count of what is owned");
        }
        assertRefused(
            address(positions),
            abi.encodeCall(positions.balanceOf, (address(0))),
            abi.encodeWithSelector(ERC721.BalanceQueryForZeroAddress.selector),
            "ERC-721: the zero address has no balance"
        );
    }

    function _ERC721_Approvals() private {
        for (uint256 id; id <= _handler.count(); ++id) {
            if (_handler.owners(id) == address(0)) {
                _assertNone(abi.encodeCall(positions.getApproved, (id)));
                continue;
            }
            assertEq(
                positions.getApproved(id),
                _handler.approved(id),
                "ERC-721: approved == last approval since a transfer"
            );
        }
    }

    function _ERC721_Operators() private view {
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

    function _assertNone(bytes memory call) private {
        bytes memory none = abi.encodeWithSelector(ERC721.TokenDoesNotExist.selector);
        assertRefused(address(positions), call, none, "ERC-721: no owner <=> reverts");
    }
}
