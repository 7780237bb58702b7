// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStorageDeals} from "src/interfaces/IStorageDeals.sol";
import {payeeOf} from "src/types/Payee.sol";
import {Holding, PieceRequest} from "src/types/PieceRequest.sol";
import {PlacementScene} from "test/helpers/PlacementScene.sol";

/// @notice A work of two gigabytes that three of four edges own, and a payer. What an edge signs, its key of {keyAt} signs.
abstract contract DealScene is PlacementScene {
    uint64 internal constant BYTES = 2_000_000_000;
    uint64 internal constant LEAVES = 40_000;
    uint96 internal constant PRICE = 0.01e18;
    uint96 internal constant SHARE = 2 * PRICE;
    uint96 internal constant EPOCH_WEI = 3 * SHARE;
    uint8 internal constant COPIES = 3;
    uint64 internal constant DELAY = 3;
    uint64 internal constant PERIOD = 720;
    uint256 internal constant PAYER_KEY = 0xdea1;

    address internal immutable PAYER = vm.addr(PAYER_KEY);
    /// @dev The first epoch of a deal that is opened in the first epoch of a test.
    uint64 internal first;

    function setUp() public virtual override {
        super.setUp();
        contentId = publishGigabytes("dealt");
        for (uint256 n; n < 4; ++n) {
            enter(keyedEdge(n), REGION);
        }
        nextEpoch();
        first = currentEpoch() + 1;
        fund(PAYER, 1_000_000e18, address(deals));
    }

    function publishGigabytes(bytes32 salt) internal returns (bytes32) {
        vm.prank(PUBLISHER);
        return contents.register(salt, payeeOf(PUBLISHER), 0, LEAVES, BYTES, keccak256("root"));
    }

    function republishGigabytes(uint64 byteCount) internal {
        vm.prank(PUBLISHER);
        contents.republish(contentId, byteCount > LEAVES ? LEAVES : 1, byteCount, keccak256("another"));
    }

    function keyAt(uint256 n) internal pure returns (uint256) {
        return 0xed9e00 + n;
    }

    function keyedEdge(uint256 n) internal pure returns (address) {
        return vm.addr(keyAt(n));
    }

    function keyOfEdge(address edge) internal pure returns (uint256) {
        for (uint256 n;; ++n) {
            if (keyedEdge(n) == edge) return keyAt(n);
        }
        revert();
    }

    /// @dev The payer's, for `epochs` epochs.
    function open(uint256 epochs) internal returns (uint256) {
        return open(epochs, COPIES);
    }

    function open(uint256 epochs, uint8 copies) internal returns (uint256) {
        vm.prank(PAYER);
        // forge-lint: disable-next-line(unsafe-typecast) a few epochs
        return deals.open(contentId, PRICE, copies, uint96(epochs) * copies * SHARE);
    }

    function holdingFor(uint64 epochs) internal view returns (Holding memory) {
        uint32 generation = contents.contentOf(contentId).generation;
        return
            Holding(contentId, generation, contents.contentOf(contentId).leafCount, currentEpoch() + epochs);
    }

    function sign(uint256 key, Holding memory held) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, availability.holdingDigest(held));
        return abi.encodePacked(r, s, v);
    }

    /// @dev By anyone, for the `epochs` epochs after the present one.
    function post(uint256 key, uint64 epochs) internal {
        Holding memory held = holdingFor(epochs);
        deals.postHolding(held, sign(key, held));
    }

    function postAll(uint64 epochs) internal {
        for (uint256 n; n < 4; ++n) {
            post(keyAt(n), epochs);
        }
    }

    /// @dev A request of the stranger's in the present epoch, which nobody answers.
    function ask(uint256 key) internal returns (PieceRequest memory) {
        Holding memory held = holdingFor(1);
        bytes memory signature = sign(key, held);
        uint256 bond = availability.bondOf(0);
        vm.deal(STRANGER, bond);
        vm.prank(STRANGER);
        return availability.requestPiece{value: bond}(held, signature, 0, 0, 0, "root");
    }

    function warpTo(uint64 epoch) internal {
        vm.warp(epoch * EPOCH);
    }

    /// @dev The first second in which the shares of `epoch` may be claimed.
    function mature(uint64 epoch) internal {
        warpTo(epoch + DELAY);
    }

    function claim(address edge, uint64 from, uint64 to) internal returns (uint256) {
        return deals.claim(contentId, 0, edge, from, to);
    }

    function expectNothingDue(address edge) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IStorageDeals.StorageDeals_NothingDue.selector, contentId, 0, edge)
        );
    }

    function expectOver(uint256 number) internal {
        vm.expectRevert(abi.encodeWithSelector(IStorageDeals.StorageDeals_Over.selector, contentId, number));
    }

    /// @return The owners in `epoch`, the best first.
    function ownersIn(uint64 epoch) internal view returns (address[] memory) {
        return placement.ownersOf(contentId, epoch);
    }
}
