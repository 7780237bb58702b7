// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.9;

include "bits.circom";
include "at_most.circom";

// Refuses an amount other than floor(total * bps / 10000). Neither side of the equation reaches 2^175.
// total      {Uint160}  wei, checked here
// bps        {Uint14}   the caller checks the range
// amount     {Uint128}  wei, checked here
// remainder  0 to 9,999, checked here
template FloorShare() {
    signal input total;
    signal input bps;
    signal input amount;
    signal input remainder;

    component totalFits = Bits(160);
    totalFits.in <== total;
    component amountFits = Bits(128);
    amountFits.in <== amount;
    component isRemainder = AtMost(9999);
    isRemainder.in <== remainder;

    total * bps === amount * 10000 + remainder;
}
