// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {payeeOf} from "src/types/Payee.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";
import {AccessHandler} from "test/invariant/handlers/AccessHandler.sol";
import {PurchaseBook} from "test/invariant/handlers/PurchaseBook.sol";

contract AccessPolicy_Invariants is AccessScene {
    AccessHandler private _handler;
    PurchaseBook private _shop;
    ERC20[2] private _tokens;
    address private _payee;

    function setUp() public override {
        super.setUp();
        _payee = makeAddr("the works' payee");
        bytes32[3] memory works;
        for (uint256 i; i < 3; ++i) {
            works[i] = publish(bytes32(i), payeeOf(_payee));
        }
        BlocklistToken blocklist = new BlocklistToken();
        _tokens = [ERC20(address(stream)), ERC20(address(blocklist))];
        address[4] memory viewers = [makeAddr("one"), makeAddr("two"), makeAddr("three"), makeAddr("four")];
        for (uint256 i; i < 4; ++i) {
            fund(viewers[i], 1_000_000e18, address(policies.purchase));
            blocklist.mint(viewers[i], 1_000_000e18);
            vm.prank(viewers[i]);
            blocklist.approve(address(policies.purchase), type(uint256).max);
        }
        _shop = new PurchaseBook(policies.purchase, CREATOR, _payee, works, viewers, _tokens);
        _handler = new AccessHandler(access, _shop, policies, new TestToken(), works);
        targetContract(address(_handler));
        targetContract(address(_shop));
    }

    function invariant_All() external view {
        _ACC1_ByTheBook();
        _ACC2_Delegates();
        _ACC3_Purchases();
        _PAY2_TheShop();
    }

    function _ACC1_ByTheBook() private view {
        (uint256 work, uint256 rendition) = (_handler.turn() % 3, _handler.turn() % 2);
        for (uint256 i; i < 4; ++i) {
            address viewer = _handler.viewers(i);
            assertEq(
                access.hasAccess(viewer, _handler.works(work), rendition, i, ""),
                _handler.expected(work, rendition, viewer),
                "ACC-1: let in <=> the publisher's policy says yes"
            );
        }
    }

    function _ACC2_Delegates() private view {
        uint40 now_ = uint40(block.timestamp);
        address viewer = _handler.viewers(_handler.turn() % 4);
        for (uint256 j; j < 4; ++j) {
            address named = _handler.viewers(j);
            uint40 until = _handler.delegatedUntil(viewer, named);
            assertEq(
                access.isDelegate(viewer, named, now_, ""),
                until >= now_,
                "ACC-2: delegate <=> named by the viewer, in time, not revoked since"
            );
            assertFalse(access.isDelegate(viewer, named, until + 1, ""), "ACC-2: and no longer");
        }
    }

    function _ACC3_Purchases() private view {
        uint256 work = _handler.turn() % 3;
        for (uint256 edition; edition < 2; ++edition) {
            for (uint256 i; i < 4; ++i) {
                address viewer = _handler.viewers(i);
                assertEq(
                    policies.purchase.endsAtOf(_handler.works(work), edition, viewer),
                    _shop.endsAt(work, edition, viewer),
                    "ACC-3: what was bought stays, whatever is offered later"
                );
            }
        }
    }

    function _PAY2_TheShop() private view {
        for (uint256 t; t < 2; ++t) {
            address token = address(_tokens[t]);
            uint256 owed = policies.purchase.owed(payeeOf(_payee), token);
            uint256 prepaid;
            for (uint256 i; i < 4; ++i) {
                prepaid += policies.purchase.prepaid(_handler.viewers(i), token);
            }
            assertEq(
                prepaid + owed,
                _tokens[t].balanceOf(address(policies.purchase)),
                "PAY-2: sum(prepaid) + sum(owed) == balance"
            );
            assertEq(
                _tokens[t].balanceOf(_payee) + owed,
                _shop.paid(token),
                "PAY-2: payee got + owed == sum(prices paid)"
            );
        }
    }
}
