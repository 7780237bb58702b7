// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {DealScene} from "test/helpers/DealScene.sol";

contract StorageDeals_FuzzTest is DealScene {
    /// @dev DEAL-3: however the epochs are cut into calls, an owner is paid each once, and the rest comes back to the wei.
    function testFuzz_CutsPayTheSame(uint256 epochs, uint64[6] memory cuts, uint256 back) external {
        epochs = bound(epochs, 1, 60);
        open(epochs);
        postAll(60);
        address edge = ownersIn(first)[0];
        // forge-lint: disable-next-line(unsafe-typecast) 60 at most
        uint64 last = first + uint64(epochs) - 1;
        mature(last);
        uint256 before = stream.balanceOf(PAYER);
        for (uint256 i; i < 6; i += 2) {
            uint64 from = uint64(bound(cuts[i], first - 5, last + 5));
            try deals.claim(contentId, 0, edge, from, from + cuts[i + 1] % 20) {} catch {}
        }
        try deals.claim(contentId, 0, edge, 0, type(uint64).max) {} catch {}
        assertEq(stream.balanceOf(edge), epochs * SHARE, "DEAL-3: a share is paid once");

        warpTo(last + DELAY + PERIOD);
        try deals.takeBack(contentId, 0, uint64(bound(back, first, last))) {} catch {}
        try deals.takeBack(contentId, 0, last) {} catch {}
        assertEq(stream.balanceOf(PAYER) - before, epochs * 2 * SHARE, "DEAL-1: the rest comes back");
        assertEq(stream.balanceOf(address(deals)), 0);
    }

    /// @dev DEAL-1: an epoch costs price × bytes / 1e9 for each copy, whatever they are, and no deposit is taken in part.
    function testFuzz_WholeEpochsAreTaken(uint96 price, uint64 byteCount, uint8 copies, uint96 deposit)
        external
    {
        byteCount = uint64(bound(byteCount, 1, 1e12));
        copies = uint8(bound(copies, 3, 16));
        price = uint96(bound(price, 0, 1e20));
        deposit = uint96(bound(deposit, 0, 1_000_000e18));
        republishGigabytes(byteCount > LEAVES * 65_536 || byteCount == 1 ? BYTES : byteCount);
        byteCount = contents.contentOf(contentId).byteCount;
        uint256 epochWei = uint256(price) * byteCount / 1e9 * copies;
        uint256 before = stream.balanceOf(PAYER);
        vm.prank(PAYER);
        try deals.open(contentId, price, copies, deposit) {
            uint256 taken = before - stream.balanceOf(PAYER);
            assertEq(taken, deposit / epochWei * epochWei);
            assertEq(deals.dealOf(contentId, 0).until - first, deposit / epochWei);
        } catch {
            assertTrue(deposit < epochWei || epochWei == 0 || deposit / epochWei > type(uint40).max - first);
        }
    }

    /// @dev DEAL-2: an epoch counts if, and only if, a holding for it was posted before it began.
    function testFuzz_PostedEpochs(uint64[4] memory lengths, uint64[4] memory waits) external {
        uint64 begin = currentEpoch();
        bool[3000] memory posted;
        for (uint256 i; i < 4; ++i) {
            uint64 length = 1 + lengths[i] % 700;
            post(keyAt(0), length);
            for (uint64 n = 1; n <= length; ++n) {
                posted[currentEpoch() - begin + n] = true;
            }
            warpTo(currentEpoch() + waits[i] % 500);
        }
        for (uint64 n; n < 3000; n += 1 + n % 7) {
            assertEq(deals.isPosted(keyedEdge(0), contentId, 0, begin + n), posted[n]);
        }
    }
}
