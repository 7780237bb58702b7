// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.9;

// out = in[i] for the i where hot[i] = 1.
// hot[n]  {Bit}    exactly one is set: the output of OneHot
// in[n]   {Field}
template Select(n) {
    signal input hot[n];
    signal input in[n];
    signal output out;

    signal term[n];
    var sum = 0;
    for (var i = 0; i < n; i++) {
        term[i] <== hot[i] * in[i];
        sum += term[i];
    }
    out <== sum;
}
