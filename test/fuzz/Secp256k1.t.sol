// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Secp256k1} from "src/libraries/Secp256k1.sol";
import {CompressedPoint, Point} from "src/types/Point.sol";
import {Exponents} from "test/helpers/Exponents.sol";

/// @notice The library against forge's own multiples of the generator, at the edges on purpose.
contract Secp256k1_FuzzTest is Exponents {
    using Secp256k1 for CompressedPoint;
    using Secp256k1 for Point;
    using Secp256k1 for uint256;

    function testFuzz_AddIsTheSum(uint256 a, uint256 b, uint8 kind) external {
        (a, b) = (_scalar(a), _scalar(b));
        if (kind % 6 == 0) b = a;
        if (kind % 6 == 1) b = N - a;
        if (kind % 6 == 2) a = 0;
        if (kind % 6 == 3) b = 0;
        _assertSame(pointOf(a).add(pointOf(b)), pointOf(addmod(a, b, N)));
        assertEq(pointOf(a).add(pointOf(b)).isInfinite(), addmod(a, b, N) == 0);
    }

    function testFuzz_MultiplyIsTheProduct(uint256 a, uint8 scalar) external {
        a = a % 8 == 0 ? 0 : _scalar(a);
        _assertSame(pointOf(a).multiply(scalar), pointOf(mulmod(a, scalar, N)));
    }

    function testFuzz_NegateIsTheOpposite(uint256 a) external {
        _assertSame(pointOf(_scalar(a)).negate(), pointOf(N - _scalar(a)));
    }

    function testFuzz_ProductsHaveTheirAddress(uint256 scalar, uint256 point) external {
        (scalar, point) = (_scalar(scalar), _scalar(point));
        CompressedPoint memory compressed = pointOf(point).compress();
        assertEq(scalar.addressOfProduct(compressed), pointOf(mulmod(scalar, point, N)).addressOf());
    }

    function testFuzz_DifferencesHaveTheirAddress(uint256 a, uint256 b, uint256 point, bool isInfinite)
        external
    {
        (a, b, point) = (_scalar(a), _scalar(b), _scalar(point));
        if (isInfinite) a = mulmod(b, point, N);
        uint256 difference = minus(a, mulmod(b, point, N));
        address expected = difference == 0 ? address(0) : pointOf(difference).addressOf();
        assertEq(a.addressOfDifference(b, pointOf(point).compress()), expected);
    }

    function testFuzz_CompressionKeepsThePoint(uint256 scalar) external {
        Point memory point = pointOf(_scalar(scalar));
        _assertSame(point.compress().decompress(), point);
        _assertSame(Point(point.x, P - point.y).compress().decompress(), Point(point.x, P - point.y));
    }

    function testFuzz_AnAddressIsTheKeys(uint256 scalar) external {
        scalar = _scalar(scalar);
        assertEq(pointOf(scalar).addressOf(), vm.addr(scalar));
    }

    function testFuzz_NoOtherPointIsValid(uint256 scalar, uint256 x, uint256 y) external {
        Point memory point = pointOf(_scalar(scalar));
        assertTrue(point.isValid());
        assertEq(Point(point.x, y).isValid(), y == point.y || y == P - point.y);
        // nobody finds a point by chance
        assertFalse(Point(x, y).isValid());
    }

    function test_EdgesOfTheEncoding() external pure {
        assertTrue(Point(1, SMALL_X_Y).isValid());
        assertTrue(Point(SMALL_Y_X, 1).isValid());
        assertFalse(Point(P + 1, SMALL_X_Y).isValid());
        assertFalse(Point(SMALL_Y_X, P + 1).isValid());
        assertFalse(Point(N, ORDER_X_Y).isValid());
        assertFalse(Point(0, 0).isValid());
        assertFalse(uint256(0).isScalar());
        assertTrue(uint256(1).isScalar());
        assertTrue((N - 1).isScalar());
        assertFalse(N.isScalar());
        assertFalse(type(uint256).max.isScalar());
    }

    /// @dev One in four is at an edge.
    function _scalar(uint256 seed) private pure returns (uint256) {
        uint256[4] memory edges = [1, 2, N - 1, N / 2];
        return seed % 4 == 0 ? edges[(seed >> 8) % 4] : 1 + seed % (N - 1);
    }

    function _assertSame(Point memory a, Point memory b) private pure {
        assertEq(a.x, b.x);
        assertEq(a.y, b.y);
    }
}
