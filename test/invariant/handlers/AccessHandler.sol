// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {ERC20} from "solady/tokens/ERC20.sol";

import {Deploy} from "script/Deploy.s.sol";
import {AccessPolicy} from "src/access/AccessPolicy.sol";
import {IPolicy} from "src/interfaces/IPolicy.sol";
import {Policy} from "src/types/Policy.sol";
import {Rule} from "src/types/Rule.sol";
import {PurchaseBook} from "test/invariant/handlers/PurchaseBook.sol";
import {Act, ActingPolicy} from "test/helpers/policies/ActingPolicy.sol";

/// @notice Three works with two renditions, whose publishers change their policies; four viewers who buy, hold and are named; a thief.
/// Beside them a book that knows what each policy is made of, and answers by 0 (no), 1 (unknown) and 2 (yes).
contract AccessHandler is Test {
    uint256 public constant WORKS = 3;
    uint256 public constant RENDITIONS = 2;
    uint256 public constant VIEWERS = 4;
    /// @dev Of {_leaf}.
    uint256 private constant LEAVES = 9;

    AccessPolicy private immutable ACCESS;
    PurchaseBook public immutable SHOP;
    ERC20 private immutable TOKEN;
    ActingPolicy private immutable ACTING = new ActingPolicy();
    address public immutable THIEF = makeAddr("thief");

    Deploy.Policies private _policies;
    bytes32[WORKS] public works;
    address[VIEWERS] public viewers = [makeAddr("one"), makeAddr("two"), makeAddr("three"), makeAddr("four")];

    /// @notice Two leaves and how they are joined: 0 the first, 1 all of, 2 any of, 3 not the first, 4 not any of.
    struct Plan {
        bool isSet;
        uint8 join;
        uint8 first;
        uint8 second;
    }

    /// @dev By work and rendition; the last is the work's default.
    mapping(uint256 work => mapping(uint256 rendition => Plan)) private _plans;

    /// @notice By viewer.
    mapping(address viewer => uint32) public series;
    mapping(address viewer => mapping(uint32 series => mapping(address delegate => uint40))) private _until;

    constructor(
        AccessPolicy access,
        PurchaseBook shop,
        Deploy.Policies memory policies,
        ERC20 token,
        bytes32[WORKS] memory works_
    ) {
        (ACCESS, SHOP, TOKEN, _policies, works) = (access, shop, token, policies, works_);
    }

    /// @notice Counts the actions here: what is looked at goes round with it.
    uint256 public turn;

    modifier counted() {
        ++turn;
        _;
    }

    /* PUBLISHERS */

    /// @param seed Of the policy; one in eight is none.
    function set(uint256 work, uint256 rendition, uint256 seed) external counted {
        work %= WORKS;
        rendition %= RENDITIONS + 1;
        // forge-lint: disable-start(unsafe-typecast) small
        Plan memory plan = Plan(
            seed % 8 != 0, uint8((seed >> 8) % 5), uint8((seed >> 16) % LEAVES), uint8((seed >> 24) % LEAVES)
        );
        // forge-lint: disable-end(unsafe-typecast)
        Policy memory policy = plan.isSet ? _policy(plan) : Policy(IPolicy(address(0)), "");
        vm.prank(SHOP.PUBLISHER());
        if (rendition == RENDITIONS) ACCESS.setDefaultPolicy(works[work], policy);
        else ACCESS.setPolicy(works[work], rendition, policy);
        _plans[work][rendition] = plan;
    }

    /// @dev Whatever is tried is refused.
    function steal(uint256 work, uint256 rendition, uint256 who) external counted {
        Policy memory free = Policy(_policies.free, "");
        address by = who % 2 == 0 ? THIEF : viewers[who % VIEWERS];
        _refused(by, abi.encodeCall(ACCESS.setPolicy, (works[work % WORKS], rendition % RENDITIONS, free)));
        _refused(by, abi.encodeCall(ACCESS.setDefaultPolicy, (works[work % WORKS], free)));
    }

    function _refused(address by, bytes memory call) private {
        vm.prank(by);
        (bool succeeded,) = address(ACCESS).call(call);
        assertFalse(succeeded, "ACC-2: only the publisher sets the policies of a work");
    }

    /* VIEWERS */

    function hold(uint256 who, uint256 amount) external counted {
        address viewer = viewers[who % VIEWERS];
        deal(address(TOKEN), viewer, amount % 3);
    }

    function delegate(uint256 who, uint256 to, uint256 time) external counted {
        address viewer = viewers[who % VIEWERS];
        address named = viewers[to % VIEWERS];
        // forge-lint: disable-next-line(unsafe-typecast) small
        uint40 until = uint40(vm.getBlockTimestamp() + time % 31 days);
        vm.prank(viewer);
        try ACCESS.setDelegate(named, until) {
            _until[viewer][series[viewer]][named] = until;
        } catch {
            assertGt(until, vm.getBlockTimestamp() + 30 days, "ACC-2: delegated <=> 30 days at most");
        }
    }

    function revoke(uint256 who) external counted {
        address viewer = viewers[who % VIEWERS];
        vm.prank(viewer);
        assertEq(ACCESS.revokeDelegates(), ++series[viewer], "ACC-2: one series after another");
    }

    function wait(uint256 seconds_) external counted {
        vm.warp(vm.getBlockTimestamp() + seconds_ % 20 days);
    }

    /* THE BOOK */

    /// @return Whether the viewer may have the keys of a rendition of a work, by the book.
    function expected(uint256 work, uint256 rendition, address viewer) external view returns (bool) {
        Plan memory plan = _plans[work][rendition];
        if (!plan.isSet) plan = _plans[work][RENDITIONS];
        if (!plan.isSet) return false;
        uint256 first = _answer(work, plan.first, viewer);
        uint256 second = _answer(work, plan.second, viewer);
        if (plan.join == 0) return first == 2;
        if (plan.join == 1) return first == 2 && second == 2;
        if (plan.join == 2) return first == 2 || second == 2;
        if (plan.join == 3) return first == 0;
        return first == 0 && second == 0;
    }

    /// @return Until when, by the book: 0 for never.
    function delegatedUntil(address viewer, address named) external view returns (uint40) {
        return _until[viewer][series[viewer]][named];
    }

    function _answer(uint256 work, uint8 leaf, address viewer) private view returns (uint256) {
        if (leaf < 3) return [uint256(2), 0, 1][leaf];
        if (leaf == 3) return TOKEN.balanceOf(viewer) >= 2 ? 2 : 0;
        if (leaf == 4) return viewer == viewers[0] || viewer == viewers[1] ? 2 : 0;
        if (leaf == 5) return 1; // a list whose path nobody shows
        if (leaf == 6) return 2;
        return SHOP.endsAt(work, leaf - 7, viewer) > vm.getBlockTimestamp() ? 2 : 0;
    }

    function _policy(Plan memory plan) private view returns (Policy memory) {
        Policy memory first = _leaf(plan.first);
        Policy memory second = _leaf(plan.second);
        if (plan.join == 0) return first;
        if (plan.join == 1) return _composed(Rule.AllOf, first, second);
        if (plan.join == 2) return _composed(Rule.AnyOf, first, second);
        Policy[] memory one = new Policy[](1);
        one[0] = plan.join == 3 ? first : _composed(Rule.AnyOf, first, second);
        return Policy(_policies.composed, abi.encode(Rule.Not, one));
    }

    function _composed(Rule rule, Policy memory first, Policy memory second)
        private
        view
        returns (Policy memory)
    {
        Policy[] memory parts = new Policy[](2);
        (parts[0], parts[1]) = (first, second);
        return Policy(_policies.composed, abi.encode(rule, parts));
    }

    function _leaf(uint8 leaf) private view returns (Policy memory) {
        if (leaf < 3) return Policy(ACTING, abi.encode([Act.Yes, Act.No, Act.WordTwo][leaf]));
        if (leaf == 3) return Policy(_policies.erc20, abi.encode(TOKEN, 2));
        if (leaf == 4) {
            address[] memory named = new address[](2);
            (named[0], named[1]) = (viewers[0], viewers[1]);
            return Policy(_policies.collaborator, abi.encode(named));
        }
        if (leaf == 5) return Policy(_policies.allowList, abi.encode(keccak256("a root")));
        if (leaf == 6) return Policy(_policies.free, "");
        return Policy(_policies.purchase, abi.encode(leaf - 7));
    }
}
