// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {EfficientHashLib} from "solady/utils/EfficientHashLib.sol";

import {CompressedPoint, Point} from "src/types/Point.sol";

/// @title Secp256k1
/// @notice Arithmetic on secp256k1, as far as ecrecover and modexp reach.
/// @dev ecrecover(e, v, r, s) is the address of (s · R − e · G) / r, R being the point with x = r: so it multiplies, but tells no
/// more than the product's address. A point with x of {N} or more, one in 2^128, is out of its reach. Too little gas for a
/// precompile reverts: a failed call never looks like an answer.
library Secp256k1 {
    uint256 internal constant P = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFC2F;
    uint256 internal constant N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    /// @return Whether `point` is on the curve and within ecrecover's reach.
    function isValid(Point memory point) internal pure returns (bool) {
        (uint256 x, uint256 y) = (point.x, point.y);
        return x < N && y < P && mulmod(y, y, P) == _ySquared(x);
    }

    /// @return Whether `scalar` is 1 to the order of the curve, less 1.
    function isScalar(uint256 scalar) internal pure returns (bool) {
        return scalar != 0 && scalar < N;
    }

    /// @return The first byte of the point as SEC1 compresses it.
    function prefix(Point memory point) internal pure returns (uint8) {
        // forge-lint: disable-next-line(unsafe-typecast) 2 or 3
        return uint8(2 + (point.y & 1));
    }

    function compress(Point memory point) internal pure returns (CompressedPoint memory) {
        return CompressedPoint(prefix(point), point.x);
    }

    /// @dev The caller guarantees that the point is on the curve.
    function decompress(CompressedPoint memory point) internal view returns (Point memory) {
        uint256 y = Math.modExp(_ySquared(point.x), (P + 1) / 4, P);
        return Point(point.x, y & 1 == point.prefix & 1 ? y : P - y);
    }

    /// @return The address of `point`, as ecrecover gives it.
    function addressOf(Point memory point) internal pure returns (address) {
        return address(uint160(uint256(EfficientHashLib.hash(point.x, point.y))));
    }

    /// @return The address of `scalar` · `point`.
    /// @dev The caller guarantees that both are valid, so the product is not at infinity.
    function addressOfProduct(uint256 scalar, CompressedPoint memory point) internal pure returns (address) {
        return ecrecover(0, point.prefix + 25, bytes32(point.x), bytes32(mulmod(scalar, point.x, N)));
    }

    /// @return The address of `a` · G − `b` · `point`; zero where that is the point at infinity.
    /// @dev The caller guarantees that all three are valid.
    function addressOfDifference(uint256 a, uint256 b, CompressedPoint memory point)
        internal
        pure
        returns (address)
    {
        (uint256 e, uint256 s) = (N - mulmod(a, point.x, N), N - mulmod(b, point.x, N));
        return ecrecover(bytes32(e), point.prefix + 25, bytes32(point.x), bytes32(s));
    }

    /// @return Whether `point` is the point at infinity, which (0, 0) stands for here: it is not on the curve.
    function isInfinite(Point memory point) internal pure returns (bool) {
        return point.x == 0 && point.y == 0;
    }

    /// @dev The caller guarantees that the point is on the curve.
    function negate(Point memory point) internal pure returns (Point memory) {
        return Point(point.x, P - point.y);
    }

    /// @return sum `a` + `b`.
    /// @dev The caller guarantees that each is on the curve, or at infinity.
    function add(Point memory a, Point memory b) internal view returns (Point memory sum) {
        if (isInfinite(a)) return b;
        if (isInfinite(b)) return a;
        uint256 rise;
        uint256 run;
        if (a.x != b.x) {
            (rise, run) = (addmod(b.y, P - a.y, P), addmod(b.x, P - a.x, P));
        } else if (a.y != b.y) {
            return sum;
        } else {
            // the tangent at a
            (rise, run) = (mulmod(3, mulmod(a.x, a.x, P), P), addmod(a.y, a.y, P));
        }
        uint256 slope = mulmod(rise, Math.invModPrime(run, P), P);
        uint256 x = addmod(mulmod(slope, slope, P), P - addmod(a.x, b.x, P), P);
        sum = Point(x, addmod(mulmod(slope, addmod(a.x, P - x, P), P), P - a.y, P));
    }

    /// @return product `scalar` · `point`, by doubling and adding: for a small scalar.
    /// @dev The caller guarantees that the point is on the curve, or at infinity.
    function multiply(Point memory point, uint256 scalar) internal view returns (Point memory product) {
        for (; scalar != 0; scalar >>= 1) {
            if (scalar & 1 == 1) product = add(product, point);
            point = add(point, point);
        }
    }

    function _ySquared(uint256 x) private pure returns (uint256) {
        return addmod(mulmod(mulmod(x, x, P), x, P), 7, P);
    }
}
