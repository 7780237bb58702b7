// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.9;

// hot[i] = 1 where i = index, and 0 elsewhere. Only an index below n can be proved.
// index  {Field}  may be anything; the sum refuses what is out of range
template OneHot(n) {
    signal input index;
    signal output hot[n];

    var sum = 0;
    for (var i = 0; i < n; i++) {
        hot[i] <-- index == i ? 1 : 0;
        hot[i] * (index - i) === 0;
        sum += hot[i];
    }
    sum === 1;
}
