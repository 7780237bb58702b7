// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Groth16Proof} from "src/types/Groth16Proof.sol";
import {NegatedProof} from "test/helpers/NegatedProof.sol";
import {ProvenScene} from "test/helpers/ProvenScene.sol";

/// @notice The verifier as such, without the rollup around it.
contract SettleVerifier_VerifyProof_Test is ProvenScene {
    uint256[4] private _signals;

    function setUp() public override {
        super.setUp();
        uint256 x = challenge();
        uint256 y =
            addmod(mulmod(10e18 + 6, x, FIELD_ORDER), mulmod(3e18, _squared(x), FIELD_ORDER), FIELD_ORDER);
        _signals = [x, y, rollup.EMPTY_ROOT(), newRoot];
    }

    function test_WhenASignalIsAnother() external {
        for (uint256 i; i < 4; ++i) {
            _signals[i] += 1;
            assertFalse(_verify(proof), "SPL-4");
            _signals[i] -= 1;
        }
    }

    function test_WhenASignalIsWrittenAnotherWay() external {
        for (uint256 i; i < 4; ++i) {
            _signals[i] += FIELD_ORDER;
            assertFalse(_verify(proof), "a statement has one form");
            _signals[i] -= FIELD_ORDER;
        }
    }

    function test_WhenSignalsAreSwapped() external {
        (_signals[2], _signals[3]) = (_signals[3], _signals[2]);
        assertFalse(_verify(proof));
    }

    function test_WhenAPointIsNotOnTheCurve() external view {
        Groth16Proof memory bent = proof;
        bent.a[0] += 1;
        assertFalse(_verify(bent));
        bent = proof;
        bent.b[1][1] += 1;
        assertFalse(_verify(bent));
        bent = proof;
        bent.c[1] = type(uint256).max;
        assertFalse(_verify(bent));
    }

    function test_WhenTheProofIsNothing() external view {
        Groth16Proof memory nothing;
        assertFalse(_verify(nothing));
    }

    function test_WhenTheProofIsTrue() external view {
        assertTrue(_verify(proof));
    }

    function test_WhenTheProofIsNegated() external view {
        assertTrue(_verify(NegatedProof.twin(proof)));
    }

    function test_GivenTheChainIsNotTheLocalOne() external {
        uint64[5] memory chains = [uint64(1), 10, 1337, 31_338, 42_161];
        for (uint256 i; i < chains.length; ++i) {
            vm.chainId(chains[i]);
            assertFalse(_verify(proof), "development keys prove nothing where there is value");
        }
        vm.chainId(31_337);
        assertTrue(_verify(proof));
    }

    function test_WhenAskedForTheSetup() external view {
        assertEq(settleVerifier.SETUP(), "development");
    }

    function _verify(Groth16Proof memory given) private view returns (bool) {
        return settleVerifier.verifyProof(given.a, given.b, given.c, _signals);
    }

    function _squared(uint256 x) private pure returns (uint256) {
        return mulmod(x, x, FIELD_ORDER);
    }
}
