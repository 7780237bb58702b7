// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {StreamPools} from "src/payments/StreamPools.sol";
import {Funding, FundingSource} from "src/types/Funding.sol";
import {payeeOf} from "src/types/Payee.sol";
import {PoolKey, Seat} from "src/types/Pool.sol";
import {Rate} from "src/types/Rate.sol";
import {PoolTwin} from "test/helpers/PoolTwin.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {Recording} from "test/invariant/handlers/Recording.sol";

/// @notice Five viewers in three pools (of a payee and of a split in STREAM, of a payee in a token with a blocklist), a
/// thief and time, beside a twin that remembers every seat.
contract StreamPoolsHandler is Recording {
    uint256 public constant POOLS = 3;
    uint256 public constant VIEWERS = 5;

    StreamPools private immutable SEATS;
    PoolTwin public immutable TWIN = new PoolTwin();
    address public immutable THIEF = makeAddr("thief");

    PoolKey[] private _keys;
    address[VIEWERS] public viewers =
        [makeAddr("one"), makeAddr("two"), makeAddr("three"), makeAddr("four"), makeAddr("five")];
    /// @notice By pool, in wei.
    uint256[POOLS] public collected;
    uint256[POOLS] public paid;
    uint256[POOLS] private _seen;

    constructor(StreamPools pools, PoolKey[] memory keys) Recording(address(pools)) {
        SEATS = pools;
        for (uint256 i; i < POOLS; ++i) {
            _keys.push(keys[i]);
        }
    }

    /// @param more Days after today: the last day of the seat, now and then one too many.
    function join(uint256 pool, uint256 who, uint256 rateSeed, uint256 more, bool prepaid) external recorded {
        pool %= POOLS;
        address viewer = viewers[who % VIEWERS];
        Rate rate = _rate(rateSeed);
        more = [0, more % 7, more % 367][more % 3];
        uint256 endsAt = (vm.getBlockTimestamp() / 1 days + more + 1) * 1 days;
        uint256 costs = uint256(Rate.unwrap(rate)) * (endsAt - vm.getBlockTimestamp());
        bool allowed = !rate.isZero() && more < 366 && !TWIN.isSeated(pool, viewer)
            && _pocket(viewer, _keys[pool].token, prepaid) >= (costs + 65_535) >> 16;
        Funding memory funding = Funding(prepaid ? FundingSource.Prepaid : FundingSource.Allowance, "");
        vm.prank(viewer);
        try SEATS.joinPool(_keys[pool], rate, endsAt / 1 days - 1, funding) returns (uint256 price) {
            assertTrue(allowed, "joined <=> rate > 0, a year at most, not seated");
            uint256 exact = TWIN.join(pool, viewer, Rate.unwrap(rate), endsAt);
            assertEq(price, exact, "PAY-2: price == ceil(rate * time)");
            paid[pool] += price;
        } catch {
            _forget();
            assertFalse(allowed, "joined <=> rate > 0, a year at most, not seated");
        }
        _look();
    }

    function leave(uint256 pool, uint256 who) external recorded {
        pool %= POOLS;
        address viewer = viewers[who % VIEWERS];
        bool allowed = TWIN.isSeated(pool, viewer);
        vm.prank(viewer);
        try SEATS.leavePool(_keys[pool]) returns (uint256 refund) {
            assertTrue(allowed, "left <=> seated");
            assertEq(refund, TWIN.leave(pool, viewer), "PAY-2: refund == floor(rate * time left)");
            paid[pool] -= refund;
        } catch {
            _forget();
            assertFalse(allowed, "left <=> seated");
        }
        _look();
    }

    function collect(uint256 pool) external recorded {
        pool %= POOLS;
        uint256 due = SEATS.collectableOf(SEATS.poolIdOf(_keys[pool]));
        vm.prank(THIEF);
        assertEq(SEATS.collectPool(_keys[pool]), due, "PAY-1: collected == collectable");
        collected[pool] += due;
        _look();
    }

    function prepay(uint256 who, uint256 pool, uint256 amount) external recorded {
        address viewer = viewers[who % VIEWERS];
        ERC20 token = ERC20(_keys[pool % POOLS].token);
        amount %= token.balanceOf(viewer) / 4 + 1;
        vm.prank(viewer);
        SEATS.prepay(viewer, address(token), amount);
    }

    function payOut(uint256 who) external recorded {
        who %= POOLS + VIEWERS;
        SEATS.payOut(who < POOLS ? _keys[who].payee : payeeOf(viewers[who - POOLS]), _keys[who % POOLS].token);
        _look();
    }

    /// @param seed Of a jump: none, to the second before midnight, to midnight, a second, hours, weeks, or years.
    function wait(uint256 seed) external {
        uint256 now_ = vm.getBlockTimestamp();
        uint256 midnight = (now_ / 1 days + 1) * 1 days - now_;
        uint256 any = seed >> 8;
        vm.warp(now_ + [0, midnight - 1, midnight, 1, any % 1 days, any % 30 days, any % 900 days][seed % 7]);
        _look();
    }

    function setBlocked(uint256 who, bool isBlocked) external {
        who %= VIEWERS + 1;
        address whom = who == VIEWERS ? _keys[2].payee.toAddress() : viewers[who];
        BlocklistToken(_keys[2].token).setBlocked(whom, isBlocked);
    }

    /// @dev Whatever is tried is refused.
    function steal(uint256 pool, uint256 who, uint256 amount) external recorded {
        PoolKey memory key = _keys[pool % POOLS];
        _refused(abi.encodeCall(SEATS.leavePool, (key)));
        _refused(abi.encodePacked(abi.encodeCall(SEATS.leavePool, (key)), viewers[who % VIEWERS]));
        _refused(abi.encodeCall(SEATS.withdrawPrepaid, (key.token, THIEF, 1 + amount % 1e30)));
        key.payee = payeeOf(THIEF);
        vm.startPrank(THIEF);
        assertEq(SEATS.collectPool(key), 0, "PAY-2: what a thief tries is refused");
        assertEq(SEATS.payOutTo(key.token, THIEF), 0, "PAY-2: what a thief tries is refused");
        vm.stopPrank();
        _look();
    }

    function keyOf(uint256 pool) external view returns (PoolKey memory) {
        return _keys[pool];
    }

    function seatOf(uint256 pool, uint256 who) public view returns (Seat memory) {
        return SEATS.seatOf(SEATS.poolIdOf(_keys[pool]), viewers[who]);
    }

    /// @dev Looks at every pool after every action.
    function _look() private {
        for (uint256 i; i < POOLS; ++i) {
            uint256 gain = collected[i] + SEATS.collectableOf(SEATS.poolIdOf(_keys[i]));
            assertGe(gain, _seen[i], "PAY-1: nobody lowers collected + collectable");
            _seen[i] = gain;
        }
    }

    function _pocket(address viewer, address token, bool prepaid) private view returns (uint256) {
        return prepaid ? SEATS.prepaid(viewer, token) : ERC20(token).balanceOf(viewer);
    }

    function _refused(bytes memory call) private {
        _read();
        vm.prank(THIEF);
        (bool succeeded,) = address(SEATS).call(call);
        assertFalse(succeeded, "PAY-2: what a thief tries is refused");
        _forget();
    }

    /// @dev Nothing, the least, less than a wei, 0.9 wei, any with a fraction, or a lot, per second.
    function _rate(uint256 seed) private pure returns (Rate) {
        uint256 any = seed >> 8;
        return Rate.wrap(uint88([0, 1, any % 65_536, 58_982, any % 1e18, any % 1e21][seed % 6]));
    }
}
