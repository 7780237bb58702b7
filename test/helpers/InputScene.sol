// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {LibBytes} from "solady/utils/LibBytes.sol";

import {IInteractionInputs} from "src/interfaces/IInteractionInputs.sol";
import {Posting, Stride} from "src/types/Interactions.sol";
import {Role} from "src/types/Operator.sol";
import {Base} from "test/Base.t.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";
import {OperatorScene} from "test/helpers/OperatorScene.sol";
import {StrideTwin} from "test/helpers/StrideTwin.sol";

/// @notice A sequencer, two actors, what was posted last, and a requester who doubts it. Each stride is likes by the two in turn, with a comment in the middle.
abstract contract InputScene is ContentScene, OperatorScene {
    using LibBytes for bytes;

    uint32 internal constant ALICE = 0;
    uint32 internal constant BOB = 1;
    uint256 internal constant LIKE = 3;
    uint256 internal constant COMMENT = 6;
    /// @dev Where a stride has its comment, which is Alice's.
    uint8 internal constant COMMENT_PLACE = 8;
    uint256 internal constant WORKS = 64;
    bytes32 internal constant TEXT = keccak256("text");
    uint256 internal constant ANSWER_GAS = 110_000;

    address internal immutable SEQUENCER = makeAddr("sequencer");
    address internal immutable REQUESTER = makeAddr("requester");

    uint64 internal number;
    Posting internal posting;
    bytes internal operations;
    bytes internal signatures;

    function setUp() public virtual override(Base, OperatorScene) {
        super.setUp();
        fund(SEQUENCER, MINIMUM_BOND, address(operators));
        register(SEQUENCER, Role.Sequencer);
        registerActor(ALICE);
        registerActor(BOB);
        for (uint256 work; work < WORKS; ++work) {
            publish(bytes32(work), leavesOf(1));
        }
        vm.deal(REQUESTER, 100 ether);
    }

    function registerActor(uint32 actor) internal {
        vm.prank(accountOf(actor));
        assertEq(inputs.register(vm.addr(secretOf(actor))), actor);
    }

    function accountOf(uint32 actor) internal pure returns (address) {
        return address(0xACC0000000000000 + uint160(actor));
    }

    /// @return Of the actor's first key.
    function secretOf(uint32 actor) internal pure returns (uint256) {
        return 0xa11ce + actor;
    }

    function retire(uint32 actor) internal {
        vm.prank(accountOf(actor));
        inputs.retireKey();
    }

    /* POSTINGS */

    function post(uint256 strides) internal {
        post(operationsOf(strides), "");
    }

    function postSigned(uint256 strides) internal {
        post(operationsOf(strides), signaturesOf(strides));
    }

    function post(bytes memory operations_, bytes memory signatures_) internal {
        note(operations_, signatures_);
        vm.prank(SEQUENCER);
        assertEq(inputs.postInputs(operations_, signatures_), number);
    }

    function force(uint256 salt) internal returns (uint64) {
        return inputs.forceStride(operationsOf(1), saltedSignatures(1, salt));
    }

    /// @dev What the next posting will be.
    function note(bytes memory operations_, bytes memory signatures_) internal {
        (number, operations, signatures) = (inputs.postingCount(), operations_, signatures_);
        posting = Posting({
            root: StrideTwin.root(number, operations_, signatures_),
            // forge-lint: disable-next-line(unsafe-typecast) 64 at most
            strides: uint16(operations_.length / 192),
            postedAt: uint40(block.timestamp),
            actors: inputs.actorCount(),
            works: uint32(contents.workCount()),
            isSigned: signatures_.length != 0
        });
    }

    function operationsOf(uint256 strides) internal pure returns (bytes memory all) {
        for (uint256 i; i < strides; ++i) {
            bytes memory own;
            for (uint256 place; place < 16; ++place) {
                if (place == COMMENT_PLACE) {
                    own = abi.encodePacked(own, OperationTwin.cell(COMMENT, 0, ALICE, i, 0), TEXT, bytes4(0));
                    place += 3;
                } else {
                    own = abi.encodePacked(
                        own, OperationTwin.cell(LIKE, 0, place % 2, (16 * i + place) % WORKS, 0)
                    );
                }
            }
            all = bytes.concat(all, own);
        }
    }

    /// @return Any bytes: inputs do not look at them.
    function signaturesOf(uint256 strides) internal pure returns (bytes memory) {
        return saltedSignatures(strides, 0);
    }

    function saltedSignatures(uint256 strides, uint256 salt) internal pure returns (bytes memory all) {
        all = new bytes(1024 * strides);
        for (uint256 at = 32; at <= all.length; at += 32) {
            bytes32 word = keccak256(abi.encode(salt, at));
            assembly ("memory-safe") {
                mstore(add(all, at), word)
            }
        }
    }

    /* SIGNATURES */

    function strideAt(uint256 i) internal view returns (Stride memory) {
        return StrideTwin.strideAt(number, operations, signatures, i);
    }

    function demand(uint256 i, uint8 place) internal {
        Stride memory stride = strideAt(i);
        uint256 bond = inputs.demandBond();
        vm.prank(REQUESTER);
        inputs.demandSignature{value: bond}(number, posting, stride, place);
    }

    function show(uint256 i, uint8 place, uint16 version) internal {
        Stride memory stride = strideAt(i);
        bytes memory signature = signatureOf(i, place, version);
        vm.prank(STRANGER);
        inputs.showSignature(number, posting, stride, place, version, signature);
    }

    /// @return The true signature of what stands in `place`, for `version`.
    function signatureOf(uint256 i, uint8 place, uint16 version) internal view returns (bytes memory) {
        bytes12 cell = cellOf(i, place);
        // forge-lint: disable-next-line(unsafe-typecast) the field
        uint32 actor = uint32(uint96(cell) >> 56);
        return sign(secretOf(actor), cell, place == COMMENT_PLACE ? TEXT : bytes32(0), version);
    }

    function cellOf(uint256 i, uint8 place) internal view returns (bytes12) {
        bytes memory all = operations;
        return bytes12(all.load(192 * i + 12 * uint256(place)));
    }

    function sign(uint256 secret, bytes12 cell, bytes32 word, uint32 version)
        internal
        view
        returns (bytes memory)
    {
        (bytes32 r, bytes32 vs) =
            vm.signCompact(secret, OperationTwin.digest(inputs.domainSeparator(), cell, word, version));
        return abi.encodePacked(r, vs);
    }

    function markOf(uint256 i, uint8 place) internal view returns (uint256) {
        return inputs.marksOf(number, i) >> (16 * uint256(place)) & 0xffff;
    }

    /// @dev The first second in which nobody may demand a signature of the last posting.
    function passDemands() internal {
        vm.warp(posting.postedAt + inputs.DEMAND_TIME());
    }

    /// @dev The first second in which its marks are final.
    function passAnswers() internal {
        vm.warp(posting.postedAt + 2 * inputs.DEMAND_TIME());
    }

    function expectNotPosted() internal {
        vm.expectRevert(
            abi.encodeWithSelector(IInteractionInputs.InteractionInputs_NotPosted.selector, number)
        );
    }

    function expectNotInPosting(uint256 i) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IInteractionInputs.InteractionInputs_NotInPosting.selector, number, i)
        );
    }

    function expectNotDemanded(uint256 i, uint8 place) internal {
        vm.expectRevert(
            abi.encodeWithSelector(
                IInteractionInputs.InteractionInputs_NotDemanded.selector, number, i, place
            )
        );
    }

    function expectTooLate(uint256 until) internal {
        vm.expectRevert(abi.encodeWithSelector(IInteractionInputs.InteractionInputs_TooLate.selector, until));
    }
}
