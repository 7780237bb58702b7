// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.9;

include "bits.circom";

// Cuts a split's number, scope * 2^64 + segment * arity^2 + slot, down to its place in the segment's tree.
// split        {Uint192}  refused above, so that only one reading of it exists
// row, column  below arity, slot = row * arity + column; arity is a power of two
template SlotOf(arity) {
    signal input split;
    signal output row;
    signal output column;

    var bits = 0;
    while (1 << bits < arity) {
        bits++;
    }
    assert(1 << bits == arity);

    component number = Bits(192);
    number.in <== split;
    var low = 0;
    var high = 0;
    for (var i = 0; i < bits; i++) {
        low += number.out[i] * 2 ** i;
        high += number.out[bits + i] * 2 ** i;
    }
    column <== low;
    row <== high;
}
