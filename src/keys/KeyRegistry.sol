// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {TributaryDomain} from "src/base/TributaryDomain.sol";
import {IKeyRegistry} from "src/interfaces/IKeyRegistry.sol";
import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {Secp256k1} from "src/libraries/Secp256k1.sol";
import {Committee} from "src/types/Committee.sol";
import {Role} from "src/types/Operator.sol";
import {CompressedPoint, Point} from "src/types/Point.sol";

/// @title KeyRegistry
/// @notice See {IKeyRegistry}. Its EIP-712 domain is that of the requests that viewers sign for key nodes.
contract KeyRegistry is IKeyRegistry, TributaryDomain {
    using Secp256k1 for CompressedPoint;
    using Secp256k1 for Point;

    /// @dev The owner, the epoch and the prefix share one storage word.
    struct Founding {
        address owner;
        uint32 epoch;
        uint8 prefix;
        uint256 x;
    }

    /// @dev The member and the prefix share one storage word: a court reads two.
    struct Seat {
        address member;
        uint8 prefix;
        uint256 x;
    }

    struct Epoch {
        uint8 threshold;
        uint8 size;
        mapping(uint256 index => Seat) seats;
    }

    uint256 private constant MAXIMUM_PLACES = 16;

    /// @notice Where the bonds of the members are.
    IOperatorRegistry public immutable OPERATOR_REGISTRY;

    mapping(bytes32 committeeId => Founding) private _foundings;
    mapping(bytes32 committeeId => mapping(uint32 epoch => Epoch)) private _epochs;
    /// @dev Every committee, in order of founding.
    bytes32[] private _committees;

    constructor(IOperatorRegistry operatorRegistry) {
        OPERATOR_REGISTRY = operatorRegistry;
    }

    /* OWNERS */

    /// @inheritdoc IKeyRegistry
    function deal(
        bytes32 salt,
        Point calldata publicKey,
        uint8 threshold,
        address[] calldata members,
        Point[] calldata points
    ) external returns (bytes32 committeeId) {
        committeeId = committeeIdOf(msg.sender, salt);
        if (_foundings[committeeId].owner != address(0)) revert KeyRegistry_AlreadyDealt(committeeId);

        CompressedPoint memory compressed = _compress(publicKey);
        _foundings[committeeId] = Founding(msg.sender, 0, compressed.prefix, compressed.x);
        _committees.push(committeeId);
        emit CommitteeDealt(committeeId, msg.sender, salt, publicKey);
        _start(committeeId, 0, threshold, members, points);
    }

    /// @inheritdoc IKeyRegistry
    function refresh(
        bytes32 committeeId,
        uint8 threshold,
        address[] calldata members,
        Point[] calldata points
    ) external returns (uint32 epoch) {
        Founding storage founding = _foundings[committeeId];
        address owner = founding.owner;
        if (owner == address(0)) revert KeyRegistry_Unknown(committeeId);
        if (msg.sender != owner) revert KeyRegistry_NotOwner(msg.sender, owner);
        epoch = ++founding.epoch;
        _start(committeeId, epoch, threshold, members, points);
    }

    /* VIEWERS */

    /// @inheritdoc IKeyRegistry
    function committeeOf(bytes32 committeeId) public view returns (Committee memory committee) {
        Founding storage founding = _foundings[committeeId];
        if (founding.owner == address(0)) return committee;
        Epoch storage present = _epochs[committeeId][founding.epoch];
        committee = Committee({
            owner: founding.owner,
            epoch: founding.epoch,
            threshold: present.threshold,
            size: present.size,
            publicKey: CompressedPoint(founding.prefix, founding.x).decompress()
        });
    }

    /// @inheritdoc IKeyRegistry
    function membersOf(bytes32 committeeId, uint32 epoch)
        external
        view
        returns (uint8 threshold, address[] memory members, Point[] memory points)
    {
        Epoch storage stored = _epochs[committeeId][epoch];
        threshold = stored.threshold;
        (members, points) = (new address[](stored.size), new Point[](stored.size));
        for (uint256 i; i < members.length; ++i) {
            Seat storage seat = stored.seats[i + 1];
            members[i] = seat.member;
            points[i] = CompressedPoint(seat.prefix, seat.x).decompress();
        }
    }

    /// @inheritdoc IKeyRegistry
    function seatOf(bytes32 committeeId, uint32 epoch, uint8 index)
        external
        view
        returns (address member, CompressedPoint memory point)
    {
        Seat storage seat = _epochs[committeeId][epoch].seats[index];
        return (seat.member, CompressedPoint(seat.prefix, seat.x));
    }

    /// @inheritdoc IKeyRegistry
    function committeeCount() external view returns (uint256) {
        return _committees.length;
    }

    /// @inheritdoc IKeyRegistry
    function committees(uint256 from, uint256 count)
        external
        view
        returns (bytes32[] memory committeeIds, Committee[] memory states)
    {
        uint256 left = from < _committees.length ? _committees.length - from : 0;
        if (count > left) count = left;
        (committeeIds, states) = (new bytes32[](count), new Committee[](count));
        for (uint256 i; i < count; ++i) {
            committeeIds[i] = _committees[from + i];
            states[i] = committeeOf(committeeIds[i]);
        }
    }

    /// @inheritdoc IKeyRegistry
    function committeeIdOf(address owner, bytes32 salt) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), owner, salt));
    }

    /* INTERNAL */

    /// @dev KEY-1: an epoch is written once, and never again.
    function _start(
        bytes32 committeeId,
        uint32 epoch,
        uint8 threshold,
        address[] calldata members,
        Point[] calldata points
    ) private {
        uint256 size = members.length;
        if (size == 0 || size > MAXIMUM_PLACES || points.length != size) {
            revert KeyRegistry_PlaceCount(size, points.length, MAXIMUM_PLACES);
        }

        Epoch storage started = _epochs[committeeId][epoch];
        // forge-lint: disable-next-line(unsafe-typecast) at most 16
        (started.threshold, started.size) = (threshold, uint8(size));
        uint256 taken;
        for (uint256 i; i < size; ++i) {
            CompressedPoint memory compressed = _compress(points[i]);
            started.seats[i + 1] = Seat(members[i], compressed.prefix, compressed.x);
            if (members[i] == address(0)) continue;
            _requireKeyholder(members, i);
            ++taken;
        }
        if (threshold == 0 || threshold > taken) revert KeyRegistry_ThresholdOutOfRange(threshold, taken);
        emit EpochStarted(committeeId, epoch, threshold, members, points);
    }

    function _requireKeyholder(address[] calldata members, uint256 place) private view {
        address member = members[place];
        if (!OPERATOR_REGISTRY.isActive(member, Role.Keyholder)) revert KeyRegistry_NotAKeyholder(member);
        for (uint256 i; i < place; ++i) {
            if (members[i] == member) revert KeyRegistry_MemberTwice(member);
        }
    }

    function _compress(Point calldata point) private pure returns (CompressedPoint memory) {
        if (!point.isValid()) revert KeyRegistry_PointInvalid(point);
        return point.compress();
    }
}
