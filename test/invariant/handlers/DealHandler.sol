// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {AvailabilityCourt} from "src/content/AvailabilityCourt.sol";
import {ContentRegistry} from "src/content/ContentRegistry.sol";
import {Placement} from "src/delivery/Placement.sol";
import {StorageDeals} from "src/delivery/StorageDeals.sol";
import {Deal} from "src/types/Deal.sol";
import {Holding, PieceRequest} from "src/types/PieceRequest.sol";

/// @notice A payer and a stranger who open deals for one work, edges that own it, post holdings, lose requests and claim, and a publisher
/// who republishes. Keeps the books in the plainest way: a note for each share.
contract DealHandler is Test {
    uint256 private constant EPOCH = 3600;
    uint256 private constant MOST_DEALS = 6;

    StorageDeals private immutable DEALS;
    Placement private immutable PLACEMENT;
    AvailabilityCourt private immutable COURT;
    ContentRegistry private immutable CONTENTS;
    bytes32 private immutable CONTENT_ID;
    address private immutable PUBLISHER;
    address[] private _payers;
    uint256[] private _keys;
    PieceRequest[] private _requests;

    uint256[] public deposited;
    uint256[] public paid;
    uint256[] public returned;
    uint256[] private _returnedUntil;
    mapping(uint32 generation => mapping(address edge => mapping(uint256 epoch => bool))) private _posted;
    mapping(address edge => mapping(uint256 epoch => bool)) private _lost;
    mapping(uint256 number => mapping(uint256 epoch => mapping(address edge => bool))) private _isPaid;
    mapping(uint256 number => mapping(uint256 epoch => uint256)) private _paidShares;
    mapping(address edge => uint256) public earned;

    constructor(
        StorageDeals deals,
        Placement placement,
        AvailabilityCourt court,
        ContentRegistry contents,
        bytes32 contentId,
        address publisher,
        address[] memory payers,
        uint256[] memory keys
    ) {
        (DEALS, PLACEMENT, COURT, CONTENTS) = (deals, placement, court, contents);
        (CONTENT_ID, PUBLISHER, _payers, _keys) = (contentId, publisher, payers, keys);
    }

    function count() public view returns (uint256) {
        return deposited.length;
    }

    function open(uint256 who, uint96 price, uint8 copies, uint256 epochs) external {
        if (count() == MOST_DEALS) return;
        copies = uint8(bound(copies, 3, 5));
        price = uint96(bound(price, 1e9, 1e15));
        uint256 payWei = uint256(price) * CONTENTS.contentOf(CONTENT_ID).byteCount / 1e9;
        if (payWei == 0) return;
        uint256 cost = payWei * copies * bound(epochs, 1, 40);
        vm.prank(_payers[who % 2]);
        // forge-lint: disable-next-line(unsafe-typecast) a few STREAM
        assertEq(DEALS.open(CONTENT_ID, price, copies, uint96(cost + who % payWei)), count());
        deposited.push(cost);
        paid.push(0);
        returned.push(0);
        _returnedUntil.push(_present() + 1);
    }

    function topUp(uint256 who, uint256 number, uint256 epochs) external {
        if (count() == 0) return;
        number %= count();
        Deal memory deal = DEALS.dealOf(CONTENT_ID, number);
        if (deal.until <= _present() + 1) return;
        uint256 cost = uint256(deal.payWei) * deal.copies * bound(epochs, 1, 20);
        vm.prank(_payers[who % 2]);
        // forge-lint: disable-next-line(unsafe-typecast) a few STREAM
        DEALS.topUp(CONTENT_ID, number, uint96(cost));
        deposited[number] += cost;
    }

    function stop(uint256 who, uint256 number) external {
        if (count() == 0) return;
        number %= count();
        Deal memory deal = DEALS.dealOf(CONTENT_ID, number);
        bool old = CONTENTS.contentOf(CONTENT_ID).generation != deal.generation;
        bool allowed = deal.until > _present() + 1 && (old || deal.payer == _payers[who % 2]);
        vm.prank(_payers[who % 2]);
        try DEALS.stop(CONTENT_ID, number) {
            assertTrue(allowed, "DEAL-4: stopped <=> by the payer, or of an old generation");
            returned[number] += (deal.until - _present() - 1) * deal.payWei * deal.copies;
        } catch {
            assertFalse(allowed, "DEAL-4: stopped <=> by the payer, or of an old generation");
        }
    }

    function takeBack(uint256 number, uint256 back) external {
        if (count() == 0) return;
        number %= count();
        Deal memory deal = DEALS.dealOf(CONTENT_ID, number);
        uint256 to = bound(back, _present() - 30, _present() + 1);
        uint256 unclaimed;
        uint256 from = _returnedUntil[number];
        for (; from <= to && from < deal.until && from + 3 + DEALS.CLAIM_PERIOD() <= _present(); ++from) {
            unclaimed += deal.copies - _paidShares[number][from];
        }
        // forge-lint: disable-next-line(unsafe-typecast) hours
        try DEALS.takeBack(CONTENT_ID, number, uint64(to)) returns (uint256 amount) {
            assertEq(amount, unclaimed * deal.payWei, "DEAL-4: what comes back nobody may claim");
            returned[number] += amount;
        } catch {
            assertEq(from, _returnedUntil[number], "DEAL-4: what nobody may claim comes back");
        }
        _returnedUntil[number] = from;
    }

    function post(uint256 who, uint256 epochs) external {
        uint256 key = _keys[who % _keys.length];
        Holding memory held = _holding(bound(epochs, 1, 300));
        bytes memory signature = _sign(key, held);
        DEALS.postHolding(held, signature);
        for (uint256 epoch = _present() + 1; epoch <= held.until; ++epoch) {
            _posted[held.generation][vm.addr(key)][epoch] = true;
        }
    }

    function ask(uint256 who) external {
        uint256 key = _keys[who % _keys.length];
        if (COURT.requestIn(vm.addr(key), 0) != 0) return;
        Holding memory held = _holding(1);
        bytes memory signature = _sign(key, held);
        uint256 bond = COURT.bondOf(0);
        vm.deal(address(this), bond);
        _requests.push(COURT.requestPiece{value: bond}(held, signature, 0, 0, 0, "root"));
    }

    function collect(uint256 which) external {
        if (_requests.length == 0) return;
        PieceRequest memory request = _requests[which % _requests.length];
        if (_lost[request.edge][request.epoch] || _present() < request.epoch + 2) return;
        COURT.collect(request);
        _lost[request.edge][request.epoch] = true;
    }

    function republish() external {
        vm.prank(PUBLISHER);
        CONTENTS.republish(CONTENT_ID, 40_000, 1_000_000_000, "another");
    }

    function declare(uint256 who, uint32 gigabytes) external {
        vm.prank(vm.addr(_keys[who % _keys.length]));
        PLACEMENT.declareCapacity(gigabytes % 3 == 0 ? 0 : gigabytes);
    }

    function wait(uint256 seconds_) external {
        vm.warp(block.timestamp + bound(seconds_, 0, 5 * EPOCH));
    }

    function claim(uint256 number, uint256 who, uint256 from, uint256 length) external {
        if (count() == 0) return;
        number %= count();
        address edge = vm.addr(_keys[who % _keys.length]);
        from = bound(from, _present() - 30, _present() + 1);
        uint256 to = from + length % 30;
        Deal memory deal = DEALS.dealOf(CONTENT_ID, number);
        uint256 due;
        for (uint256 epoch = from; epoch <= to; ++epoch) {
            if (!_isDue(number, deal, edge, epoch)) continue;
            ++due;
            _isPaid[number][epoch][edge] = true;
            ++_paidShares[number][epoch];
        }
        // forge-lint: disable-next-line(unsafe-typecast) hours
        try DEALS.claim(CONTENT_ID, number, edge, uint64(from), uint64(to)) returns (uint256 amount) {
            assertEq(amount, due * deal.payWei, "DEAL-2: paid == what is due");
            paid[number] += amount;
            earned[edge] += amount;
        } catch {
            assertEq(due, 0, "DEAL-5: nobody stops what is due");
        }
    }

    function edgeCount() external view returns (uint256) {
        return _keys.length;
    }

    function edgeAt(uint256 n) external view returns (address) {
        return vm.addr(_keys[n]);
    }

    function _isDue(uint256 number, Deal memory deal, address edge, uint256 epoch)
        private
        view
        returns (bool)
    {
        if (epoch < _returnedUntil[number] || epoch >= deal.until || epoch + 3 > _present()) {
            return false;
        }
        if (_isPaid[number][epoch][edge] || _lost[edge][epoch]) return false;
        if (!_posted[deal.generation][edge][epoch]) return false;
        // forge-lint: disable-next-line(unsafe-typecast) hours
        address[] memory owners = PLACEMENT.ownersOf(CONTENT_ID, uint64(epoch));
        for (uint256 n; n < owners.length && n < deal.copies; ++n) {
            if (owners[n] == edge) return true;
        }
        return false;
    }

    function _holding(uint256 epochs) private view returns (Holding memory) {
        uint32 generation = CONTENTS.contentOf(CONTENT_ID).generation;
        // forge-lint: disable-next-line(unsafe-typecast) hours
        return Holding(CONTENT_ID, generation, 40_000, uint64(_present() + epochs));
    }

    function _sign(uint256 key, Holding memory held) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, COURT.holdingDigest(held));
        return abi.encodePacked(r, s, v);
    }

    function _present() private view returns (uint256) {
        return block.timestamp / EPOCH;
    }

    receive() external payable {}
}
