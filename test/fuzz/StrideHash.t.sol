// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {LibBytes} from "solady/utils/LibBytes.sol";

import {StrideHash} from "src/libraries/StrideHash.sol";
import {Posting, Stride} from "src/types/Interactions.sol";
import {StrideTwin} from "test/helpers/StrideTwin.sol";

/// @notice OPT-1: a posting has the strides that were posted, each in its place, and no path proves another.
contract StrideHash_FuzzTest is Test {
    using LibBytes for bytes;

    uint64 private _number;
    bytes private _operations;
    bytes private _signatures;
    Posting private _posting;

    function testFuzz_TheHashIsThatOfTheBytes(uint256 count, uint256 i, bool isSigned, bytes32 seed)
        external
        view
    {
        count = bound(count, 1, 64);
        i = bound(i, 0, count - 1);
        (bytes memory operations, bytes memory signatures) = _bytes(count, isSigned, seed);
        bytes memory own = bytes.concat(
            operations.slice(192 * i, 192 * (i + 1)), signatures.slice(1024 * i, 1024 * (i + 1))
        );
        assertEq(this.at(operations, signatures, i), keccak256(own));
    }

    function testFuzz_TheLeafSaysWhereItStands(uint64 number, uint256 i, bytes32 hash) external pure {
        assertEq(StrideHash.leaf(number, i, hash), StrideTwin.leaf(number, i, hash));
    }

    function testFuzz_EveryStrideIsIn(uint64 number, uint256 count, bool isSigned, uint256 i, bytes32 seed)
        external
    {
        _post(number, count, isSigned, seed);
        Stride memory stride = _strideAt(bound(i, 0, _posting.strides - 1));
        assertTrue(this.isIn(number, _posting, stride), "OPT-1");
    }

    function testFuzz_NoneIsElsewhere(
        uint64 number,
        uint256 count,
        bool isSigned,
        uint256 i,
        uint256 index,
        uint64 posting
    ) external {
        _post(number, count, isSigned, "seed");
        Stride memory stride = _strideAt(bound(i, 0, _posting.strides - 1));
        if (posting != number) assertFalse(this.isIn(posting, _posting, stride), "OPT-1: another posting");
        // most of them places that exist
        if (index % 2 == 0) index %= _posting.strides;
        if (index == stride.index) return;
        stride.index = index;
        assertFalse(this.isIn(number, _posting, stride), "OPT-1: another place");
        stride.path = _strideAt(index % _posting.strides).path;
        assertFalse(this.isIn(number, _posting, stride), "OPT-1: by another's path");
    }

    /// @param bit Which bit of the operations, the signatures or the path is changed.
    function testFuzz_NoOtherBytesAreIn(uint256 count, bool isSigned, uint256 i, uint256 which, uint256 bit)
        external
    {
        _post(7, count, isSigned, "seed");
        Stride memory stride = _strideAt(bound(i, 0, _posting.strides - 1));
        which %= 3;
        if (which == 0) {
            _flip(stride.operations, bit);
        } else if (which == 1 && isSigned) {
            _flip(stride.signatures, bit);
        } else if (stride.path.length != 0) {
            // forge-lint: disable-next-line(incorrect-shift) a one, moved up
            stride.path[bit / 256 % stride.path.length] ^= bytes32(1 << (bit % 256));
        } else {
            return;
        }
        assertFalse(this.isIn(7, _posting, stride), "OPT-1");
    }

    function testFuzz_NoOtherLengthsAreIn(uint256 count, bool isSigned, uint256 i) external {
        _post(7, count, isSigned, "seed");
        Stride memory stride = _strideAt(bound(i, 0, _posting.strides - 1));
        (bytes memory operations, bytes memory signatures) = (stride.operations, stride.signatures);
        bytes32[] memory path = stride.path;

        stride.operations = operations.slice(0, 191);
        assertFalse(this.isIn(7, _posting, stride), "OPT-1: too few operations");
        stride.operations = bytes.concat(operations, hex"00");
        assertFalse(this.isIn(7, _posting, stride), "OPT-1: too many operations");
        // the same bytes, cut elsewhere
        stride.operations = bytes.concat(operations, signatures);
        stride.signatures = "";
        if (isSigned) assertFalse(this.isIn(7, _posting, stride), "OPT-1: signatures as operations");

        stride.operations = operations;
        stride.signatures = bytes.concat(signatures, hex"00");
        assertFalse(this.isIn(7, _posting, stride), "OPT-1: too many signatures");
        stride.signatures = isSigned ? bytes("") : new bytes(1024);
        assertFalse(this.isIn(7, _posting, stride), "OPT-1: signatures or none, as posted");

        stride.signatures = signatures;
        stride.path = new bytes32[](path.length + 1);
        for (uint256 j; j < path.length; ++j) {
            stride.path[j] = path[j];
        }
        assertFalse(this.isIn(7, _posting, stride), "OPT-1: too long a path");
    }

    /// @dev The hash of any node of the tree, or what hashes to it, is no stride's.
    function testFuzz_NoNodeIsAStride(uint256 count, uint256 i, uint256 level) external {
        _post(7, count, false, "seed");
        if (_posting.strides == 1) return;
        Stride memory stride = _strideAt(bound(i, 0, _posting.strides - 1));
        bytes32[] memory path = stride.path;
        uint256 cut = bound(level, 1, path.length);
        stride.path = new bytes32[](path.length - cut);
        for (uint256 j; j < stride.path.length; ++j) {
            stride.path[j] = path[cut + j];
        }
        assertFalse(this.isIn(7, _posting, stride), "OPT-1: too short a path");
        // 64 bytes of two hashes, and whatever else fits into a stride
        stride.operations = bytes.concat(abi.encode(path[cut - 1], path[cut - 1]), new bytes(128));
        assertFalse(this.isIn(7, _posting, stride), "OPT-1: a node's bytes");
    }

    function at(bytes calldata operations, bytes calldata signatures, uint256 i)
        external
        pure
        returns (bytes32)
    {
        return StrideHash.at(operations, signatures, i);
    }

    function isIn(uint64 number, Posting calldata posting, Stride calldata stride)
        external
        pure
        returns (bool)
    {
        return StrideHash.isIn(number, posting, stride);
    }

    function _post(uint64 number, uint256 count, bool isSigned, bytes32 seed) private {
        count = bound(count, 1, 64);
        _number = number;
        (_operations, _signatures) = _bytes(count, isSigned, seed);
        bytes32 root = StrideTwin.root(number, _operations, _signatures);
        // forge-lint: disable-next-line(unsafe-typecast) 64 at most
        _posting = Posting(root, uint16(count), 0, 0, 0, isSigned);
    }

    function _strideAt(uint256 i) private view returns (Stride memory) {
        return StrideTwin.strideAt(_number, _operations, _signatures, i);
    }

    function _bytes(uint256 count, bool isSigned, bytes32 seed)
        private
        pure
        returns (bytes memory operations, bytes memory signatures)
    {
        operations = _random(192 * count, seed);
        if (isSigned) signatures = _random(1024 * count, ~seed);
    }

    /// @param length A multiple of 32.
    function _random(uint256 length, bytes32 seed) private pure returns (bytes memory bytes_) {
        bytes_ = new bytes(length);
        for (uint256 i = 32; i <= length; i += 32) {
            bytes32 word = keccak256(abi.encode(seed, i));
            assembly ("memory-safe") {
                mstore(add(bytes_, i), word)
            }
        }
    }

    function _flip(bytes memory bytes_, uint256 bit) private pure {
        // forge-lint: disable-next-line(incorrect-shift) one bit of a byte
        bytes_[bit / 8 % bytes_.length] ^= bytes1(uint8(1 << (bit % 8)));
    }
}
