// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC2771Forwarder} from "@openzeppelin/contracts/metatx/ERC2771Forwarder.sol";
import {ERC20} from "solady/tokens/ERC20.sol";

import {IPayouts} from "src/interfaces/IPayouts.sol";
import {IPositionToken} from "src/interfaces/IPositionToken.sol";
import {IStreams} from "src/interfaces/IStreams.sol";
import {Funding, FundingSource} from "src/types/Funding.sol";
import {Payee, payeeOf} from "src/types/Payee.sol";
import {PoolKey} from "src/types/Pool.sol";
import {Rate, rateOf} from "src/types/Rate.sol";
import {SplitId} from "src/types/SplitId.sol";
import {Stream, StreamId, StreamKey, StreamStatus} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {Base} from "test/Base.t.sol";
import {Eip712} from "test/helpers/Eip712.sol";

/// @notice A viewer with STREAM, and a work of a creator who is paid for it.
abstract contract StreamScene is Base {
    uint72 internal constant WEI_PER_SECOND = 0.001e18;
    uint96 internal constant DEPOSIT = 3.6e18;
    uint256 internal constant DURATION = 1 hours;
    uint256 internal constant VIEWER_KEY = uint256(keccak256("viewer"));
    bytes32 private constant PERMIT_TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    bytes32 private constant REQUEST_TYPEHASH = keccak256(
        "ForwardRequest(address from,address to,uint256 value,uint256 gas,uint256 nonce,uint48 deadline,bytes data)"
    );

    address internal immutable VIEWER = makeAddr("viewer");
    address internal immutable CREATOR = makeAddr("creator");
    address internal immutable BUYER = makeAddr("buyer");

    bytes32 internal contentId;

    function setUp() public virtual override {
        super.setUp();
        fund(VIEWER, 1_000_000e18, address(streams));
        contentId = publish("a work", payeeOf(CREATOR));
    }

    function publish(bytes32 salt, Payee payee) internal returns (bytes32) {
        vm.prank(CREATOR);
        return contents.register(salt, payee, 0, 1, 1, keccak256("a root"));
    }

    function registeredSplit() internal returns (SplitId) {
        return rollup.registerSplit(uint256(keccak256("a table")) >> 8);
    }

    function rate() internal pure returns (Rate) {
        return rateOf(WEI_PER_SECOND);
    }

    /* FUNDING */

    function byAllowance() internal pure returns (Funding memory) {
        return Funding(FundingSource.Allowance, "");
    }

    function fromPrepaid() internal pure returns (Funding memory) {
        return Funding(FundingSource.Prepaid, "");
    }

    /// @return What the viewer signs for a deposit of `amount` STREAM into `spender`.
    function byPermit(address spender, uint256 amount) internal view returns (Funding memory) {
        uint256 nonce = stream.nonces(VIEWER);
        bytes32 message =
            keccak256(abi.encode(PERMIT_TYPEHASH, VIEWER, spender, amount, nonce, block.timestamp));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", stream.DOMAIN_SEPARATOR(), message));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(VIEWER_KEY, digest);
        return Funding(FundingSource.Permit, abi.encode(block.timestamp, v, r, s));
    }

    function approve(ERC20 token, address spender) internal {
        deal(address(token), VIEWER, 1_000_000e18);
        vm.prank(VIEWER);
        token.approve(spender, type(uint256).max);
    }

    /* STREAMS */

    function termsOf(uint64 salt) internal view returns (StreamTerms memory) {
        return StreamTerms(contentId, VIEWER, salt, address(stream), rate(), DEPOSIT);
    }

    function keyOf(uint64 salt) internal view returns (StreamKey memory) {
        return
            StreamKey(streams.streamIdOf(VIEWER, VIEWER, contentId, salt), payeeOf(CREATOR), address(stream));
    }

    function open(uint64 salt) internal returns (StreamKey memory) {
        return open(termsOf(salt));
    }

    /// @notice Opens a stream in `token`, of which the viewer gets plenty.
    function open(uint64 salt, ERC20 token) internal returns (StreamKey memory) {
        approve(token, address(streams));
        StreamTerms memory terms = termsOf(salt);
        terms.token = address(token);
        return open(terms);
    }

    /// @notice Opens a stream whose payee is `split`.
    function open(uint64 salt, SplitId split) internal returns (StreamKey memory) {
        StreamTerms memory terms = termsOf(salt);
        terms.contentId = publish(bytes32(uint256(salt)), payeeOf(split));
        return open(terms);
    }

    /// @notice Opens a stream out of the viewer's allowance.
    function open(StreamTerms memory terms) internal returns (StreamKey memory) {
        Payee payee = contents.payeeOf(terms.contentId);
        vm.prank(VIEWER);
        StreamId id = streams.open(terms, byAllowance());
        return StreamKey(id, payee, terms.token);
    }

    function openMany(uint256 count) internal returns (StreamId[] memory ids) {
        ids = new StreamId[](count);
        for (uint64 i = 0; i < count; ++i) {
            ids[i] = open(1000 + i).id;
        }
    }

    function pause(StreamKey memory key) internal {
        vm.prank(VIEWER);
        streams.pause(key);
    }

    function resume(StreamKey memory key) internal {
        vm.prank(VIEWER);
        streams.resume(key);
    }

    function cancel(StreamKey memory key) internal returns (uint256) {
        vm.prank(VIEWER);
        return streams.cancel(key);
    }

    /// @notice Makes the creator's stream a position, and sells it to the buyer.
    function sell(StreamKey memory key) internal returns (uint256 positionId) {
        vm.startPrank(CREATOR);
        positionId = streams.mintPosition(key);
        positions.transferFrom(CREATOR, BUYER, positionId);
        vm.stopPrank();
    }

    /// @notice Sells the creator's stream to the buyer, who lets nobody else have it paid.
    function sellRestricted(StreamKey memory key) internal returns (uint256 positionId) {
        positionId = sell(key);
        vm.prank(BUYER);
        positions.restrict(positionId, true);
    }

    /// @return By which events name the stream.
    function hashOf(StreamKey memory key) internal pure returns (bytes32) {
        return keccak256(abi.encode(key));
    }

    /* POOLS */

    function poolKey() internal view returns (PoolKey memory) {
        return PoolKey(contentId, payeeOf(CREATOR), address(stream));
    }

    function today() internal view returns (uint256) {
        return block.timestamp / 1 days;
    }

    /// @notice Takes a seat of STREAM for somebody, until the end of the day that is `more` days from today.
    function join(address viewer, Rate rate_, uint256 more) internal returns (uint256) {
        fund(viewer, 1_000_000e18, address(pools));
        uint256 lastDay = today() + more;
        vm.prank(viewer);
        return pools.joinPool(poolKey(), rate_, lastDay, byAllowance());
    }

    /// @return One of many viewers.
    function viewerOf(uint256 number) internal returns (address) {
        return makeAddr(string.concat("viewer ", vm.toString(number)));
    }

    function leave(address viewer) internal returns (uint256) {
        PoolKey memory key = poolKey();
        vm.prank(viewer);
        return pools.leavePool(key);
    }

    /* WHAT TESTS EXPECT */

    function expectWithdrawn(StreamKey memory key, uint256 amount) internal {
        vm.expectEmit(address(streams));
        emit IStreams.Withdrawn(hashOf(key), amount);
    }

    function expectNotOpen(StreamKey memory key) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IStreams.Streams_NotOpen.selector, key.id, key.payee, key.token)
        );
    }

    function expectNotViewer(address caller) internal {
        vm.expectRevert(abi.encodeWithSelector(IStreams.Streams_NotViewer.selector, caller, VIEWER));
    }

    function expectNotHolder(address caller, StreamKey memory key) internal {
        vm.expectRevert(abi.encodeWithSelector(IStreams.Streams_NotHolder.selector, caller, key.id));
    }

    function expectRestricted(address caller) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IPositionToken.PositionToken_Restricted.selector, caller, BUYER)
        );
    }

    function assertStatus(StreamKey memory key, StreamStatus status) internal view {
        assertEq(uint8(streams.statusOf(key)), uint8(status), "status");
    }

    function assertOwed(IPayouts where, address payee, address token, uint256 amount) internal view {
        assertEq(where.owed(payeeOf(payee), token), amount, "owed");
    }

    /// @notice The storage of no stream is written.
    function assertGone(StreamKey memory key) internal view {
        Stream memory none;
        assertEq(abi.encode(streams.streamOf(key)), abi.encode(none), "gone");
    }

    /* FORWARDING */

    /// @return r A call of the viewer's, signed for the forwarder.
    function request(bytes memory data) internal view returns (ERC2771Forwarder.ForwardRequestData memory r) {
        r = ERC2771Forwarder.ForwardRequestData({
            from: VIEWER,
            to: address(streams),
            value: 0,
            gas: 5_000_000,
            deadline: uint48(block.timestamp),
            data: data,
            signature: ""
        });
        uint256 nonce = ERC2771Forwarder(forwarder).nonces(VIEWER);
        bytes32 message = keccak256(
            abi.encode(REQUEST_TYPEHASH, r.from, r.to, r.value, r.gas, nonce, r.deadline, keccak256(data))
        );
        (uint8 v, bytes32 left, bytes32 right) = vm.sign(VIEWER_KEY, Eip712.digest(forwarder, message));
        r.signature = abi.encodePacked(left, right, v);
    }

    /// @notice Sends a call of the viewer's through the forwarder, from a relayer.
    function relay(bytes memory data) internal {
        ERC2771Forwarder.ForwardRequestData memory signed = request(data);
        vm.prank(STRANGER);
        ERC2771Forwarder(forwarder).execute(signed);
    }
}
