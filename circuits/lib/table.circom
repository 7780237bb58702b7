// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.9;

include "bits.circom";
include "poseidon.circom";
include "one_hot.circom";
include "select.circom";

// One row of a split's table, out of the table's hash: Poseidon(Poseidon(recipients), Poseidon(bps)).
// The table is only its registrant's word, so each bps is range-checked before they are summed: otherwise one
// above 10,000, balanced by a negative one, would draw on the revenue of other splits.
// position               {Field}   refused unless below positions
// recipients[positions]  {Field}   the contract compares the picked one with an address
// bps[positions]         {Uint14}  sums to 10,000
// hash, recipient        {Field}
// share                  {Uint14}  bps at the position, at most 10,000
template Table(positions) {
    signal input position;
    signal input recipients[positions];
    signal input bps[positions];
    signal output hash;
    signal output recipient;
    signal output share;

    component small[positions];
    var sum = 0;
    for (var i = 0; i < positions; i++) {
        small[i] = Bits(14);
        small[i].in <== bps[i];
        sum += bps[i];
    }
    sum === 10000;

    component who = Poseidon(positions);
    who.inputs <== recipients;
    component howMuch = Poseidon(positions);
    howMuch.inputs <== bps;
    component both = Poseidon(2);
    both.inputs <== [who.out, howMuch.out];
    hash <== both.out;

    component at = OneHot(positions);
    at.index <== position;
    component pickedRecipient = Select(positions);
    pickedRecipient.hot <== at.hot;
    pickedRecipient.in <== recipients;
    recipient <== pickedRecipient.out;
    component pickedShare = Select(positions);
    pickedShare.hot <== at.hot;
    pickedShare.in <== bps;
    share <== pickedShare.out;
}
