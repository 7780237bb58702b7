// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {CreditsHarness} from "test/helpers/CreditsHarness.sol";

/// @notice {Credits} against the formulas, term by term.
contract Credits_FuzzTest is Test {
    uint256 private constant P =
        21_888_242_871_839_275_222_246_405_745_257_275_088_548_364_400_416_034_343_698_204_186_575_808_495_617;

    struct Entry {
        uint8 slot;
        uint96 amount;
    }

    CreditsHarness private _harness;

    function setUp() external {
        _harness = new CreditsHarness();
    }

    /// @param cuts After which entries a link ends.
    function testFuzz_FingerprintIsTheSumOfItsTerms(Entry[] calldata entries, uint256 cuts, uint256 x)
        external
        view
    {
        x = bound(x, 0, P - 1);
        uint256 y;
        for (uint256 i; i < entries.length; ++i) {
            y = addmod(y, mulmod(entries[i].amount, _power(x, uint256(entries[i].slot) + 1), P), P);
        }
        assertEq(_harness.fingerprint(_links(entries, cuts), x), y);
    }

    function testFuzz_HashFoldsOverTheLinks(Entry[] calldata entries, uint256 cuts) external view {
        bytes32 expected;
        bytes memory entry;
        uint16 count;
        for (uint256 i; i < entries.length; ++i) {
            entry = bytes.concat(entry, abi.encodePacked(entries[i].slot, entries[i].amount));
            ++count;
            if (!_endsLink(entries, cuts, i)) continue;
            expected = keccak256(abi.encodePacked(expected, count, entry));
            (entry, count) = ("", 0);
        }
        (uint256[256] memory bySlot, uint256 total, bytes32 batchHash) = _harness.read(_links(entries, cuts));
        assertEq(batchHash, expected);
        assertEq(total, entries.length);
        assertEq(_sum(bySlot), _sum(entries));
    }

    function testFuzz_LinksThatAreCutShortRevert(Entry[] calldata entries, uint256 cuts, uint256 kept)
        external
    {
        vm.assume(entries.length != 0);
        bytes memory links = _links(entries, cuts);
        // less than the last link's count and all of its entries
        kept = bound(kept, links.length - 13, links.length - 1);
        assembly {
            mstore(links, kept)
        }
        (bool success,) = address(_harness).call(abi.encodeCall(_harness.read, (links)));
        assertFalse(success);
    }

    function _links(Entry[] calldata entries, uint256 cuts) private pure returns (bytes memory links) {
        bytes memory link;
        uint16 count;
        for (uint256 i; i < entries.length; ++i) {
            link = bytes.concat(link, abi.encodePacked(entries[i].slot, entries[i].amount));
            ++count;
            if (!_endsLink(entries, cuts, i)) continue;
            links = bytes.concat(links, bytes2(count), link);
            (link, count) = ("", 0);
        }
    }

    function _endsLink(Entry[] calldata entries, uint256 cuts, uint256 i) private pure returns (bool) {
        return i + 1 == entries.length || cuts >> (i % 256) & 1 == 1;
    }

    function _power(uint256 x, uint256 exponent) private pure returns (uint256 power) {
        power = 1;
        for (uint256 i; i < exponent; ++i) {
            power = mulmod(power, x, P);
        }
    }

    function _sum(uint256[256] memory bySlot) private pure returns (uint256 sum) {
        for (uint256 slot; slot < 256; ++slot) {
            sum += bySlot[slot];
        }
    }

    function _sum(Entry[] calldata entries) private pure returns (uint256 sum) {
        for (uint256 i; i < entries.length; ++i) {
            sum += entries[i].amount;
        }
    }
}
