// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {PartialDecryption} from "src/types/PartialDecryption.sol";
import {Point} from "src/types/Point.sol";
import {Base} from "test/Base.t.sol";
import {Eip712} from "test/helpers/Eip712.sol";

contract KeyCourt_AnswerDigest_Test is Base {
    bytes32 private constant TYPEHASH = keccak256(
        "PartialDecryption(bytes32 committeeId,uint32 epoch,uint8 index,Point base,Point result,uint256 challenge,uint256 response)"
        "Point(uint256 x,uint256 y)"
    );

    function testFuzz_WhenTheAnswerIsAny(PartialDecryption memory answer) external view {
        bytes32 message = keccak256(
            abi.encode(
                TYPEHASH,
                answer.committeeId,
                answer.epoch,
                answer.index,
                _hash(answer.base),
                _hash(answer.result),
                answer.challenge,
                answer.response
            )
        );
        assertEq(keyCourt.answerDigest(answer), Eip712.digest(address(keyCourt), message));
    }

    function _hash(Point memory point) private pure returns (bytes32) {
        return keccak256(abi.encode(keccak256("Point(uint256 x,uint256 y)"), point.x, point.y));
    }
}
