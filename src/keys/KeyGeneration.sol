// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {LibBit} from "solady/utils/LibBit.sol";

import {IKeyGeneration} from "src/interfaces/IKeyGeneration.sol";
import {IKeyRegistry} from "src/interfaces/IKeyRegistry.sol";
import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {Dealings} from "src/libraries/Dealings.sol";
import {Secp256k1} from "src/libraries/Secp256k1.sol";
import {Committee} from "src/types/Committee.sol";
import {Complaint, Dealing, Generation} from "src/types/Generation.sol";
import {Role} from "src/types/Operator.sol";
import {CompressedPoint, Point} from "src/types/Point.sol";

/// @title KeyGeneration
/// @notice See {IKeyGeneration}.
contract KeyGeneration is IKeyGeneration {
    using Secp256k1 for Point;
    using Secp256k1 for uint256;

    uint256 private constant MAXIMUM_PLACES = 16;

    /// @notice Where the committees are.
    IKeyRegistry public immutable KEY_REGISTRY;
    /// @notice Where the bonds of the members are.
    IOperatorRegistry public immutable OPERATOR_REGISTRY;

    mapping(bytes32 committeeId => Generation) private _generations;
    mapping(bytes32 committeeId => mapping(uint256 index => uint256 x)) private _transportKeys;
    /// @dev The hash that a dealer committed to, then the hash of what the dealer revealed.
    mapping(bytes32 committeeId => mapping(uint256 index => bytes32)) private _dealings;
    mapping(bytes32 committeeId => mapping(uint32 epoch => mapping(bytes32 seats => uint256))) private
        _confirmed;
    /// @dev Every generation, in order.
    bytes32[] private _begun;

    constructor(IKeyRegistry keyRegistry, IOperatorRegistry operatorRegistry) {
        KEY_REGISTRY = keyRegistry;
        OPERATOR_REGISTRY = operatorRegistry;
    }

    /* GENERATING */

    /// @inheritdoc IKeyGeneration
    function begin(bytes32 salt, uint8 threshold, address[] calldata members, uint32 phaseSec)
        external
        returns (bytes32 committeeId)
    {
        bytes32 ownSalt = keccak256(abi.encode(msg.sender, salt));
        committeeId = KEY_REGISTRY.committeeIdOf(address(this), ownSalt);
        Generation storage generation = _generations[committeeId];
        if (generation.threshold != 0) revert KeyGeneration_AlreadyBegun(committeeId);
        uint256 size = members.length;
        if (size > MAXIMUM_PLACES || threshold < 2 || threshold > size) {
            revert KeyGeneration_SizeOutOfRange(threshold, size);
        }

        uint40 commitUntil = uint40(block.timestamp) + phaseSec;
        uint40 revealUntil = commitUntil + phaseSec;
        uint40 complainUntil = revealUntil + phaseSec;
        (generation.salt, generation.threshold, generation.members) = (ownSalt, threshold, members);
        (generation.commitUntil, generation.revealUntil, generation.complainUntil) =
        (commitUntil, revealUntil, complainUntil);
        _begun.push(committeeId);
        emit GenerationBegun(
            committeeId, msg.sender, salt, threshold, members, commitUntil, revealUntil, complainUntil
        );
    }

    /// @inheritdoc IKeyGeneration
    function commit(bytes32 committeeId, uint8 index, uint256 transportKey, bytes32 commitment) external {
        Generation storage generation = _known(committeeId);
        _requireTime(0, generation.commitUntil);
        _requireMember(generation, index);
        if (_transportKeys[committeeId][index] != 0) revert KeyGeneration_AlreadyCommitted(index);
        // ecrecover finds a point with that x and an even y, or nothing
        bool isPoint = transportKey.isScalar()
            && uint256(1).addressOfProduct(CompressedPoint(2, transportKey)) != address(0);
        if (!isPoint) revert KeyGeneration_PointInvalid(transportKey);

        (_transportKeys[committeeId][index], _dealings[committeeId][index]) = (transportKey, commitment);
        emit DealingCommitted(committeeId, index, transportKey, commitment);
    }

    /// @inheritdoc IKeyGeneration
    function reveal(bytes32 committeeId, uint8 index, Dealing calldata dealing) external {
        Generation storage generation = _known(committeeId);
        _requireTime(generation.commitUntil, generation.revealUntil);
        _requireMember(generation, index);
        (uint256 coefficients, uint256 shares) = (dealing.coefficients.length, dealing.sealedShares.length);
        if (coefficients != generation.threshold || shares != generation.members.length) {
            revert KeyGeneration_DealingMalformed(coefficients, shares);
        }
        // KEY-2: the commitment names its dealer, so that nobody reveals another's
        if (keccak256(abi.encode(committeeId, index, dealing.coefficients)) != _dealings[committeeId][index])
        {
            revert KeyGeneration_DealingDiffers(index);
        }
        for (uint256 i; i < coefficients; ++i) {
            Point memory coefficient = dealing.coefficients[i];
            if (!coefficient.isValid()) revert KeyGeneration_PointInvalid(coefficient.x);
        }

        _dealings[committeeId][index] = keccak256(abi.encode(dealing));
        // forge-lint: disable-next-line(incorrect-shift, unsafe-typecast) a place is 1 to 16
        generation.qualified |= uint16(1 << (index - 1));
        emit DealingRevealed(committeeId, index, dealing);
    }

    /// @inheritdoc IKeyGeneration
    function complain(bytes32 committeeId, Dealing calldata dealing, Complaint calldata complaint) external {
        Generation storage generation = _known(committeeId);
        _requireTime(generation.revealUntil, generation.complainUntil);
        (uint8 dealer, uint8 victim) = (complaint.dealer, complaint.victim);
        if (keccak256(abi.encode(dealing)) != _dealings[committeeId][dealer]) {
            revert KeyGeneration_DealingDiffers(dealer);
        }
        uint256 victimKey = _transportKeys[committeeId][victim];
        // KEY-2: whoever has no transport key was sealed nothing
        bool isWrong = victimKey != 0
            && Dealings.isWrong(
                committeeId, dealing, complaint, _transportKeys[committeeId][dealer], victimKey
            );
        if (!isWrong) revert KeyGeneration_ComplaintFalse(dealer, victim);

        // forge-lint: disable-next-line(incorrect-shift, unsafe-typecast) a place is 1 to 16
        generation.qualified &= ~uint16(1 << (dealer - 1));
        emit DealerExcluded(committeeId, dealer, victim);
    }

    /* AGREEING */

    /// @inheritdoc IKeyGeneration
    function confirm(bytes32 committeeId, uint32 epoch, uint8 index, bytes32 seats) external {
        (uint32 next,) = _nextOf(committeeId);
        // KEY-2: one that is mined late agrees to nothing that its member did not check
        if (epoch != next) revert KeyGeneration_NotTheNextEpoch(epoch, next);
        if (epoch == 0) {
            Generation storage generation = _known(committeeId);
            _requireTime(generation.complainUntil, type(uint256).max);
            _requireMember(generation, index);
        } else {
            (address member,) = KEY_REGISTRY.seatOf(committeeId, epoch - 1, index);
            if (msg.sender != member) revert KeyGeneration_NotTheMember(msg.sender, index);
        }
        // forge-lint: disable-next-line(incorrect-shift) a place is 1 to 16
        _confirmed[committeeId][epoch][seats] |= 1 << (index - 1);
        emit SeatsConfirmed(committeeId, epoch, index, seats);
    }

    /// @inheritdoc IKeyGeneration
    function finish(bytes32 committeeId, Point calldata publicKey, Point[] calldata points) external {
        (uint32 epoch, uint8 threshold) = _nextOf(committeeId);
        if (epoch != 0) revert KeyGeneration_Finished(committeeId);
        Generation storage generation = _generations[committeeId];
        // KEY-2: of so many, one is honest
        uint256 dealers = LibBit.popCount(generation.qualified);
        if (dealers < threshold) revert KeyGeneration_TooFewDealers(dealers, threshold);
        _requireConfirmed(committeeId, 0, threshold, keccak256(abi.encode(publicKey, points)));
        KEY_REGISTRY.deal(generation.salt, publicKey, threshold, _serving(generation.members), points);
    }

    /// @inheritdoc IKeyGeneration
    function refresh(
        bytes32 committeeId,
        uint8 threshold,
        address[] calldata members,
        Point[] calldata points
    ) external returns (uint32 epoch) {
        (uint32 next, uint8 present) = _nextOf(committeeId);
        if (next == 0) revert KeyGeneration_Unknown(committeeId);
        _requireConfirmed(committeeId, next, present, keccak256(abi.encode(threshold, members, points)));
        epoch = KEY_REGISTRY.refresh(committeeId, threshold, _serving(members), points);
    }

    /* VIEWERS */

    /// @inheritdoc IKeyGeneration
    function generationOf(bytes32 committeeId) external view returns (Generation memory) {
        return _generations[committeeId];
    }

    /// @inheritdoc IKeyGeneration
    function dealersOf(bytes32 committeeId)
        external
        view
        returns (uint256[] memory transportKeys, bytes32[] memory dealings)
    {
        uint256 size = _generations[committeeId].members.length;
        (transportKeys, dealings) = (new uint256[](size), new bytes32[](size));
        for (uint256 i; i < size; ++i) {
            transportKeys[i] = _transportKeys[committeeId][i + 1];
            dealings[i] = _dealings[committeeId][i + 1];
        }
    }

    /// @inheritdoc IKeyGeneration
    function confirmedBy(bytes32 committeeId, uint32 epoch, bytes32 seats) external view returns (uint256) {
        return _confirmed[committeeId][epoch][seats];
    }

    /// @inheritdoc IKeyGeneration
    function generationCount() external view returns (uint256) {
        return _begun.length;
    }

    /// @inheritdoc IKeyGeneration
    function generations(uint256 from, uint256 count) external view returns (bytes32[] memory committeeIds) {
        uint256 left = from < _begun.length ? _begun.length - from : 0;
        if (count > left) count = left;
        committeeIds = new bytes32[](count);
        for (uint256 i; i < count; ++i) {
            committeeIds[i] = _begun[from + i];
        }
    }

    /* INTERNAL */

    /// @return epoch The epoch that begins next: 0, or one more than the present one.
    /// @return threshold The number of members that agree to its seats together.
    function _nextOf(bytes32 committeeId) private view returns (uint32 epoch, uint8 threshold) {
        threshold = _known(committeeId).threshold;
        Committee memory committee = KEY_REGISTRY.committeeOf(committeeId);
        if (committee.owner == address(0)) return (0, threshold);
        return (committee.epoch + 1, committee.threshold);
    }

    function _known(bytes32 committeeId) private view returns (Generation storage generation) {
        generation = _generations[committeeId];
        if (generation.threshold == 0) revert KeyGeneration_Unknown(committeeId);
    }

    function _requireConfirmed(bytes32 committeeId, uint32 epoch, uint8 threshold, bytes32 seats)
        private
        view
    {
        uint256 confirmed = LibBit.popCount(_confirmed[committeeId][epoch][seats]);
        if (confirmed < threshold) revert KeyGeneration_TooFewConfirmed(confirmed, threshold);
    }

    /// @dev KEY-2: a member that stops serving cannot stop the others.
    function _serving(address[] memory members) private view returns (address[] memory) {
        for (uint256 i; i < members.length; ++i) {
            if (!OPERATOR_REGISTRY.isActive(members[i], Role.Keyholder)) members[i] = address(0);
        }
        return members;
    }

    function _requireTime(uint256 from, uint256 until) private view {
        if (block.timestamp < from || block.timestamp >= until) revert KeyGeneration_WrongTime(from, until);
    }

    function _requireMember(Generation storage generation, uint8 index) private view {
        address[] storage members = generation.members;
        if (index == 0 || index > members.length || members[index - 1] != msg.sender) {
            revert KeyGeneration_NotTheMember(msg.sender, index);
        }
    }
}
