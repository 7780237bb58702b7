// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.9;

// Cuts `in` into bits, the lowest first, and so refuses what needs more than n of them.
// n   at most 253: with 254 bits, small numbers would have two forms
// in  {Field}  may be anything
template Bits(n) {
    assert(n <= 253);
    signal input in;
    signal output out[n];

    var sum = 0;
    for (var i = 0; i < n; i++) {
        out[i] <-- (in >> i) & 1;
        out[i] * (out[i] - 1) === 0;
        sum += out[i] * 2 ** i;
    }
    sum === in;
}
