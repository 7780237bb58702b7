// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Groth16Proof} from "src/types/Groth16Proof.sol";

/// @notice The second form that every Groth16 proof has: e(-A, -B) = e(A, B).
library NegatedProof {
    uint256 private constant COORDINATE_ORDER =
        21_888_242_871_839_275_222_246_405_745_257_275_088_696_311_157_297_823_662_689_037_894_645_226_208_583;

    function twin(Groth16Proof memory proof) internal pure returns (Groth16Proof memory negated) {
        negated = Groth16Proof(
            [proof.a[0], COORDINATE_ORDER - proof.a[1]],
            [
                [proof.b[0][0], proof.b[0][1]],
                [COORDINATE_ORDER - proof.b[1][0], COORDINATE_ORDER - proof.b[1][1]]
            ],
            [proof.c[0], proof.c[1]]
        );
    }
}
