// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.9;

include "bits.circom";

// Refuses in > max: both `in` and `max - in` must fit in as many bits as max has.
// in   {Field}  may be anything
// max  a constant below 2^253, so that a negative difference cannot fit
template AtMost(max) {
    signal input in;
    var bits = 1;
    while (1 << bits <= max) {
        bits++;
    }

    component low = Bits(bits);
    low.in <== in;
    component high = Bits(bits);
    high.in <== max - in;
}
