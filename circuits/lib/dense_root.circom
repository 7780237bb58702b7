// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.9;

include "poseidon.circom";

// The root of a full tree, two levels deep: every node is the Poseidon hash of its `arity` children.
// leaf[arity^2]  {Field}  taken as they are, without a leaf hash
template DenseRoot(arity) {
    signal input leaf[arity * arity];
    signal output root;

    component top = Poseidon(arity);
    component node[arity];
    for (var row = 0; row < arity; row++) {
        node[row] = Poseidon(arity);
        for (var column = 0; column < arity; column++) {
            node[row].inputs[column] <== leaf[row * arity + column];
        }
        top.inputs[row] <== node[row].out;
    }
    root <== top.out;
}
