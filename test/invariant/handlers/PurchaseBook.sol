// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {ERC20} from "solady/tokens/ERC20.sol";

import {PurchasePolicy} from "src/access/PurchasePolicy.sol";
import {Funding, FundingSource} from "src/types/Funding.sol";
import {Offer} from "src/types/Offer.sol";
import {payeeOf} from "src/types/Payee.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";

/// @notice A publisher who sells two editions of each of three works, in STREAM and in a token with a blocklist, and viewers who buy
/// them; beside them, who has which until when.
contract PurchaseBook is Test {
    uint256 public constant EDITIONS = 2;
    uint40 private constant FOR_EVER = type(uint40).max;

    PurchasePolicy private immutable SHOP;
    address public immutable PUBLISHER;
    address public immutable PAYEE;

    bytes32[3] public works;
    address[4] public buyers;
    ERC20[2] public tokens;
    /// @notice By token: what buyers paid, and what the payee was paid of it, in wei.
    mapping(address token => uint256) public paid;
    mapping(uint256 work => mapping(uint256 edition => Offer)) private _offers;
    /// @notice By work, edition and viewer, in seconds.
    mapping(uint256 => mapping(uint256 => mapping(address => uint256))) public endsAt;

    constructor(
        PurchasePolicy shop,
        address publisher_,
        address payee,
        bytes32[3] memory works_,
        address[4] memory buyers_,
        ERC20[2] memory tokens_
    ) {
        (SHOP, PUBLISHER, PAYEE, works, buyers, tokens) = (shop, publisher_, payee, works_, buyers_, tokens_);
    }

    function offer(uint256 work, uint256 edition, uint256 price, uint256 duration, bool inStream) external {
        work %= 3;
        edition %= EDITIONS;
        // forge-lint: disable-start(unsafe-typecast) small
        Offer memory offer_ = Offer(
            address(tokens[inStream ? 0 : 1]),
            uint96(price % 1e18),
            uint32([0, duration % 30 days][price % 2])
        );
        // forge-lint: disable-end(unsafe-typecast)
        vm.prank(PUBLISHER);
        SHOP.setOffer(works[work], edition, offer_);
        _offers[work][edition] = offer_;
    }

    /// @dev `expected` is what the buyer takes for the offer.
    struct Try {
        uint256 work;
        uint256 edition;
        address buyer;
        address viewer;
        Offer expected;
        Funding funding;
    }

    /// @param change What the buyer expects of the offer that is not so; 3 and more: nothing.
    function buy(uint256 seed, uint256 change, bool prepaid) external {
        Try memory t;
        (t.work, t.edition) = (seed % 3, (seed >> 8) % EDITIONS);
        (t.buyer, t.viewer) = (buyers[(seed >> 16) % 4], buyers[(seed >> 24) % 4]);
        t.expected = _offers[t.work][t.edition];
        t.funding = Funding(prepaid ? FundingSource.Prepaid : FundingSource.Allowance, "");
        change %= 12;
        bool allowed = change > 2 && t.expected.price != 0 && endsAt[t.work][t.edition][t.viewer] != FOR_EVER
            && (!prepaid || SHOP.prepaid(t.buyer, t.expected.token) >= t.expected.price);
        if (change == 0) t.expected.price += 1;
        if (change == 1) t.expected.durationSec += 1;
        if (change == 2) t.expected.token = address(uint160(t.expected.token) ^ 1);
        vm.prank(t.buyer);
        try SHOP.buy(works[t.work], t.edition, t.expected, t.viewer, t.funding) returns (uint40 until) {
            assertTrue(allowed, "ACC-3: bought <=> for sale, at the expected price, and not owned");
            _bought(t, until);
        } catch {
            assertFalse(allowed, "ACC-3: bought <=> for sale, at the expected price, and not owned");
        }
    }

    function _bought(Try memory t, uint40 until) private {
        paid[t.expected.token] += t.expected.price;
        uint256 from = vm.getBlockTimestamp();
        uint256 before = endsAt[t.work][t.edition][t.viewer];
        if (before > from) from = before;
        uint256 ends = t.expected.durationSec == 0 ? FOR_EVER : from + t.expected.durationSec;
        endsAt[t.work][t.edition][t.viewer] = ends;
        assertEq(until, ends, "ACC-3: ends == the later of the last end and now, + duration");
    }

    function prepay(uint256 who, uint256 amount, bool inStream) external {
        address buyer = buyers[who % 4];
        vm.prank(buyer);
        SHOP.prepay(buyer, address(tokens[inStream ? 0 : 1]), amount % 2e18);
    }

    function payOut(bool inStream) external {
        SHOP.payOut(payeeOf(PAYEE), address(tokens[inStream ? 0 : 1]));
    }

    function setBlocked(bool isBlocked) external {
        BlocklistToken(address(tokens[1])).setBlocked(PAYEE, isBlocked);
    }
}
