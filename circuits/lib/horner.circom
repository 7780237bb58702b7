// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.9;

// out = sum over i of coefficient[i] * x^(i + 1), by Horner's rule: one constraint a term.
// x, coefficient[n]  {Field}
template Horner(n) {
    signal input x;
    signal input coefficient[n];
    signal output out;

    // tail[i] sums the terms from i on, lowered to start at x
    signal tail[n];
    tail[n - 1] <== coefficient[n - 1] * x;
    for (var i = n - 2; i >= 0; i--) {
        tail[i] <== (tail[i + 1] + coefficient[i]) * x;
    }
    out <== tail[0];
}
