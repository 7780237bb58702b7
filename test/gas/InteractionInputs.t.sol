// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {LibBytes} from "solady/utils/LibBytes.sol";

import {IInteractionInputs} from "src/interfaces/IInteractionInputs.sol";
import {Posting, Stride} from "src/types/Interactions.sol";
import {GasCeiling} from "test/helpers/GasCeiling.sol";
import {InputScene} from "test/helpers/InputScene.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";

/// @notice What a transaction costs, its 21,000 and its call data included. Measured, and 2 % above it asserted.
/// @dev Actors and works are any below 100,000. {_floorOf} is EIP-7623's, which some chains have.
/// forge-config: default.isolate = true
contract InteractionInputs_GasTest is InputScene, GasCeiling {
    using LibBytes for bytes;

    uint256 private constant RATE_KIND = 5;
    uint256 private constant OPERATIONS = 1024;
    uint256 private constant GOAL = 330 * OPERATIONS;

    function setUp() public override {
        super.setUp();
        // the counters, and the stranger's account, are no new storage words
        post(1);
        force(0);
        inputs.postForced();
        vm.deal(STRANGER, 1);
        vm.txGasPrice(1 gwei);
    }

    function test_Register() external {
        registerActor(2);
        assertCost("register", 73_830);
    }

    function test_RetireKey() external {
        retire(BOB);
        assertCost("retireKey", 32_711);
    }

    function test_PostManyUnsigned() external {
        bytes memory all = _operations();
        vm.prank(SEQUENCER);
        inputs.postInputs(all, "");
        assertCost("postInputs, 1,024 operations without signatures", 334_088, GOAL);
        assertLe(_floorOf(abi.encodeCall(IInteractionInputs.postInputs, (all, ""))), GOAL, "at the floor");
    }

    function test_PostManySigned() external {
        bytes memory all = _operations();
        vm.prank(SEQUENCER);
        inputs.postInputs(all, signaturesOf(64));
        assertCost("postInputs, 1,024 operations with signatures", 1_949_647);
    }

    function test_PostOneStride() external {
        bytes memory all = operationsOf(1);
        vm.prank(SEQUENCER);
        inputs.postInputs(all, "");
        assertCost("postInputs, 16 operations without signatures", 71_510);
    }

    function test_ForceStride() external {
        force(1);
        assertCost("forceStride", 104_002);
    }

    function test_PostForced() external {
        force(1);
        inputs.postForced();
        assertCost("postForced, one stride", 63_118);
    }

    function test_PostManyForced() external {
        for (uint256 i; i < 64; ++i) {
            force(i);
        }
        inputs.postForced();
        assertCost("postForced, 64 strides", 608_169);
    }

    function test_Demand() external {
        post(_operations(), "");
        demand(63, 15);
        assertCost("demandSignature, the first of a posting", 125_521);
    }

    function test_DemandAnother() external {
        post(_operations(), "");
        demand(63, 15);
        demand(63, 14);
        assertCost("demandSignature, another of its stride", 90_343);
    }

    /// @dev No path is longer.
    function test_Show() external {
        post(_operations(), "");
        demand(63, 15);
        show(63, 15, 65_532);
        assertCost("showSignature", 64_679, ANSWER_GAS);
        (Posting memory shown, Stride memory stride) = (posting, strideAt(63));
        bytes memory signature = signatureOf(63, 15, 65_532);
        bytes memory data =
            abi.encodeCall(IInteractionInputs.showSignature, (number, shown, stride, 15, 65_532, signature));
        assertLe(_floorOf(data), ANSWER_GAS, "the bond covers the answer at the floor");
    }

    function test_ShowToARequesterThatRefusesEther() external {
        post(_operations(), "");
        demand(63, 15);
        vm.etch(REQUESTER, hex"fe");
        show(63, 15, 65_532);
        assertCost("showSignature, the requester refuses ether", 106_332, ANSWER_GAS);
    }

    function test_Reclaim() external {
        post(1);
        demand(0, 15);
        passAnswers();
        inputs.reclaimBond(number, posting, 0, 15);
        assertCost("reclaimBond", 38_642);
    }

    /// @dev Follows, likes and ratings by any actors. The last two can be demanded: actor and work exist.
    function _operations() private pure returns (bytes memory all) {
        for (uint256 stride; stride < OPERATIONS / 16; ++stride) {
            bytes memory own;
            for (uint256 place; place < 16; ++place) {
                own = abi.encodePacked(own, _operation(uint256(keccak256(abi.encode(stride, place)))));
            }
            all = bytes.concat(all, own);
        }
        bytes12 last = OperationTwin.cell(LIKE, 0, BOB, WORKS - 1, 0);
        return bytes.concat(all.slice(0, all.length - 24), last, last);
    }

    function _operation(uint256 random) private pure returns (bytes12) {
        uint256 kind = 1 + random % RATE_KIND;
        return OperationTwin.cell(
            kind, 0, (random >> 32) % 100_000, (random >> 64) % 100_000, kind == RATE_KIND ? 5 : 0
        );
    }

    /// @return The least gas of a transaction with this call data (EIP-7623).
    function _floorOf(bytes memory data) private pure returns (uint256) {
        uint256 tokens;
        for (uint256 i; i < data.length; ++i) {
            tokens += data[i] == 0 ? 1 : 4;
        }
        return 21_000 + 10 * tokens;
    }
}
