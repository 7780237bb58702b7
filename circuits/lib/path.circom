// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.9;

include "poseidon.circom";
include "one_hot.circom";
include "select.circom";

// The leaf at (row, column) of a tree, two levels deep, whose nodes are Poseidon hashes of `arity` children.
// row, column   {Field}  refused unless below arity
// nodes[arity]  {Field}  the root's children
// leaves[arity] {Field}  the children of nodes[row]
// leaf, root    {Field}
template Path(arity) {
    signal input row;
    signal input column;
    signal input nodes[arity];
    signal input leaves[arity];
    signal output leaf;
    signal output root;

    component atRow = OneHot(arity);
    atRow.index <== row;
    component atColumn = OneHot(arity);
    atColumn.index <== column;

    component bottom = Poseidon(arity);
    bottom.inputs <== leaves;
    component node = Select(arity);
    node.hot <== atRow.hot;
    node.in <== nodes;
    node.out === bottom.out;

    component top = Poseidon(arity);
    top.inputs <== nodes;
    root <== top.out;

    component picked = Select(arity);
    picked.hot <== atColumn.hot;
    picked.in <== leaves;
    leaf <== picked.out;
}
