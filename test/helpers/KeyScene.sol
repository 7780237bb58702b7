// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {AnswerHints, PartialDecryption} from "src/types/PartialDecryption.sol";
import {Role} from "src/types/Operator.sol";
import {Point} from "src/types/Point.sol";
import {Base} from "test/Base.t.sol";
import {Exponents} from "test/helpers/Exponents.sol";

/// @notice Key nodes that serve, an owner who may deal a committee of them, and the key that the owner deals.
abstract contract KeyScene is Base, Exponents {
    uint8 internal constant NODES = 5;
    uint8 internal constant THRESHOLD = 3;
    bytes32 internal constant SALT = "committee";
    /// @dev The committee's secret; the other coefficients follow from an epoch.
    uint256 internal constant SECRET = uint256(keccak256("the committee's secret"));

    address internal immutable OWNER = makeAddr("owner");

    function setUp() public virtual override {
        super.setUp();
        for (uint256 i = 1; i <= NODES; ++i) {
            serve(node(i), Role.Keyholder);
        }
    }

    function serve(address operator, Role role) internal {
        fund(operator, MINIMUM_BOND, address(operators));
        vm.prank(operator);
        operators.register(role, "eu-west", "https://keys.example", MINIMUM_BOND);
    }

    function nodeKey(uint256 index) internal pure returns (uint256) {
        return 0x5ea1 + index;
    }

    function node(uint256 index) internal pure returns (address) {
        return vm.addr(nodeKey(index));
    }

    /// @return list The nodes from 1 on.
    function nodes(uint256 size) internal pure returns (address[] memory list) {
        list = new address[](size);
        for (uint256 i; i < size; ++i) {
            list[i] = node(i + 1);
        }
    }

    /// @return share The key share of a place in an epoch: the value there of a polynomial that starts at the secret.
    function shareOf(uint32 epoch, uint256 index) internal pure returns (uint256 share) {
        for (uint256 power = THRESHOLD; power > 0; --power) {
            uint256 coefficient = power == 1 ? SECRET : uint256(keccak256(abi.encode(epoch, power)));
            share = addmod(mulmod(share, index, N), coefficient, N);
        }
    }

    function pointsOf(uint32 epoch, uint256 size) internal returns (Point[] memory points) {
        points = new Point[](size);
        for (uint256 i; i < size; ++i) {
            points[i] = pointOf(shareOf(epoch, i + 1));
        }
    }

    function deal() internal returns (bytes32) {
        return deal(SALT, THRESHOLD, nodes(NODES), pointsOf(0, NODES));
    }

    function deal(bytes32 salt, uint8 threshold, address[] memory members, Point[] memory points)
        internal
        returns (bytes32)
    {
        Point memory publicKey = pointOf(SECRET);
        vm.prank(OWNER);
        return keys.deal(salt, publicKey, threshold, members, points);
    }

    function refresh(bytes32 committeeId, uint8 threshold, address[] memory members, Point[] memory points)
        internal
        returns (uint32)
    {
        vm.prank(OWNER);
        return keys.refresh(committeeId, threshold, members, points);
    }

    function refresh(bytes32 committeeId, uint32 epoch) internal {
        assertEq(refresh(committeeId, THRESHOLD, nodes(NODES), pointsOf(epoch, NODES)), epoch);
    }

    /// @return answer The true answer of a place in an epoch for `base` times the generator.
    function answerOf(bytes32 committeeId, uint32 epoch, uint8 index, uint256 base)
        internal
        returns (Answer memory answer)
    {
        answer.committeeId = committeeId;
        (answer.epoch, answer.index) = (epoch, index);
        (answer.share, answer.base) = (shareOf(epoch, index), base);
        answer.result = mulmod(answer.share, base, N);
        prove(answer, uint256(keccak256(abi.encode("nonce", base))) % N);
    }

    function sign(PartialDecryption memory answer, uint256 key) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keyCourt.answerDigest(answer));
        return abi.encodePacked(r, s, v);
    }

    /// @notice A stranger accuses who signed `answer` by the hints that follow from it.
    function accuse(Answer memory answer) internal returns (address) {
        return accuse(written(answer), hintsOf(answer));
    }

    function accuse(PartialDecryption memory answer, AnswerHints memory hints) internal returns (address) {
        bytes memory signature = sign(answer, nodeKey(answer.index));
        vm.prank(STRANGER);
        return keyCourt.slashKeyholder(answer, signature, hints);
    }
}
