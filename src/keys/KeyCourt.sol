// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ECDSA} from "solady/utils/ECDSA.sol";

import {TributaryDomain} from "src/base/TributaryDomain.sol";
import {IKeyCourt} from "src/interfaces/IKeyCourt.sol";
import {IKeyRegistry} from "src/interfaces/IKeyRegistry.sol";
import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {Dleq} from "src/libraries/Dleq.sol";
import {Secp256k1} from "src/libraries/Secp256k1.sol";
import {AnswerHints, PartialDecryption} from "src/types/PartialDecryption.sol";
import {CompressedPoint, Point} from "src/types/Point.sol";

/// @title KeyCourt
/// @notice See {IKeyCourt}.
contract KeyCourt is IKeyCourt, TributaryDomain {
    using Secp256k1 for Point;

    bytes32 private constant POINT_TYPEHASH = keccak256("Point(uint256 x,uint256 y)");
    bytes32 private constant ANSWER_TYPEHASH = keccak256(
        "PartialDecryption(bytes32 committeeId,uint32 epoch,uint8 index,Point base,Point result,uint256 challenge,uint256 response)Point(uint256 x,uint256 y)"
    );
    bytes18 private constant DLEQ_LABEL = "tributary/v1/dleq\x00";

    /// @notice Where the seats are.
    IKeyRegistry public immutable KEY_REGISTRY;
    /// @notice Where the bonds are.
    IOperatorRegistry public immutable OPERATOR_REGISTRY;

    constructor(IKeyRegistry keyRegistry, IOperatorRegistry operatorRegistry) {
        KEY_REGISTRY = keyRegistry;
        OPERATOR_REGISTRY = operatorRegistry;
    }

    /// @inheritdoc IKeyCourt
    function slashKeyholder(
        PartialDecryption calldata answer,
        bytes calldata signature,
        AnswerHints calldata hints
    ) external returns (address keyholder) {
        address signer = ECDSA.tryRecoverCalldata(answerDigest(answer), signature);
        CompressedPoint memory point;
        (keyholder, point) = KEY_REGISTRY.seatOf(answer.committeeId, answer.epoch, answer.index);
        // an invalid signature recovers nobody, and a seat that is not is nobody's
        if (signer != keyholder || signer == address(0)) revert KeyCourt_NotTheMember(signer, keyholder);
        if (!_isFalse(answer, hints, point)) {
            revert KeyCourt_AnswerTrue(answer.committeeId, answer.epoch, answer.index);
        }
        emit FalseAnswerProven(keyholder, answer.committeeId, answer.epoch, answer.index, msg.sender);
        OPERATOR_REGISTRY.slash(keyholder, msg.sender);
    }

    /// @inheritdoc IKeyCourt
    function isFalse(PartialDecryption calldata answer, AnswerHints calldata hints)
        external
        view
        returns (bool)
    {
        (address member, CompressedPoint memory point) =
            KEY_REGISTRY.seatOf(answer.committeeId, answer.epoch, answer.index);
        return member == address(0) || _isFalse(answer, hints, point);
    }

    /// @inheritdoc IKeyCourt
    function answerDigest(PartialDecryption calldata answer) public view returns (bytes32) {
        return _hashTypedData(
            keccak256(
                abi.encode(
                    ANSWER_TYPEHASH,
                    answer.committeeId,
                    answer.epoch,
                    answer.index,
                    _hash(answer.base),
                    _hash(answer.result),
                    answer.challenge,
                    answer.response
                )
            )
        );
    }

    /// @dev KEY-1: whatever the answer's numbers are, either this tells true from false or a hint is wrong.
    /// @param point The seat's, which is valid.
    function _isFalse(
        PartialDecryption calldata answer,
        AnswerHints calldata hints,
        CompressedPoint memory point
    ) private view returns (bool) {
        (Point memory base, Point memory result) = (answer.base, answer.result);
        if (!base.isValid() || !result.isValid()) return true;
        return Dleq.isFalse(
            Dleq.Proof({
                place: abi.encodePacked(DLEQ_LABEL, answer.committeeId, answer.epoch, answer.index),
                point: point,
                base: base.compress(),
                result: result.compress(),
                challenge: answer.challenge,
                response: answer.response
            }),
            hints
        );
    }

    function _hash(Point calldata point) private pure returns (bytes32) {
        return keccak256(abi.encode(POINT_TYPEHASH, point));
    }
}
