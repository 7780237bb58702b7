// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Groth16Proof} from "src/types/Groth16Proof.sol";
import {NegatedProof} from "test/helpers/NegatedProof.sol";
import {ProvenScene} from "test/helpers/ProvenScene.sol";
import {Prover} from "test/helpers/Prover.sol";

/// @notice The verifier as such, without the rollup around it.
contract ClaimVerifier_VerifyProof_Test is ProvenScene {
    uint256[6] private _signals;
    Groth16Proof private _claim;

    function setUp() public override {
        super.setUp();
        uint256 split = scoped(rollup, SPLIT);
        _claim = Prover.claim(split, leavesAfter(), table(), 0);
        _signals = [newRoot, split, tableHash, 0, uint160(ALICE), 7e18 + 4];
    }

    function test_WhenASignalIsAnother() external {
        for (uint256 i; i < 6; ++i) {
            _signals[i] += 1;
            assertFalse(_verify(_claim), "SPL-4");
            _signals[i] -= 1;
        }
    }

    function test_WhenASignalIsWrittenAnotherWay() external {
        for (uint256 i; i < 6; ++i) {
            _signals[i] += FIELD_ORDER;
            assertFalse(_verify(_claim), "a statement has one form");
            _signals[i] -= FIELD_ORDER;
        }
    }

    function test_WhenTheRecipientHasDirtyBits() external {
        _signals[4] |= 1 << 160;
        assertFalse(_verify(_claim));
    }

    function test_WhenTheProofIsOfAnotherCircuit() external view {
        assertFalse(_verify(proof));
    }

    function test_WhenTheProofIsNothing() external view {
        Groth16Proof memory nothing;
        assertFalse(_verify(nothing));
    }

    function test_WhenTheProofIsTrue() external view {
        assertTrue(_verify(_claim));
    }

    function test_WhenTheProofIsNegated() external view {
        assertTrue(_verify(NegatedProof.twin(_claim)));
    }

    function test_GivenTheChainIsNotTheLocalOne() external {
        uint64[5] memory chains = [uint64(1), 10, 1337, 31_338, 42_161];
        for (uint256 i; i < chains.length; ++i) {
            vm.chainId(chains[i]);
            assertFalse(_verify(_claim), "development keys prove nothing where there is value");
        }
        vm.chainId(31_337);
        assertTrue(_verify(_claim));
    }

    function test_WhenAskedForTheSetup() external view {
        assertEq(claimVerifier.SETUP(), "development");
    }

    function _verify(Groth16Proof memory given) private view returns (bool) {
        return claimVerifier.verifyProof(given.a, given.b, given.c, _signals);
    }
}
