// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.9;

include "lib/floor_share.circom";
include "lib/horner.circom";
include "lib/path.circom";
include "lib/slot_of.circom";
include "lib/table.circom";

// Shows what the parts of the circuits compute, to compare it with the code that works beside them.
template Probe(arity, positions) {
    signal input split;
    signal input nodes[arity];
    signal input leaves[arity];
    signal input position;
    signal input recipients[positions];
    signal input bps[positions];
    signal input entitlement;
    signal input remainder;
    signal input x;
    signal input delta[arity * arity];
    signal output root;
    signal output leaf;
    signal output tableHash;
    signal output fingerprint;

    component place = SlotOf(arity);
    place.split <== split;
    component path = Path(arity);
    path.row <== place.row;
    path.column <== place.column;
    path.nodes <== nodes;
    path.leaves <== leaves;
    root <== path.root;
    leaf <== path.leaf;

    component table = Table(positions);
    table.position <== position;
    table.recipients <== recipients;
    table.bps <== bps;
    tableHash <== table.hash;

    component owed = FloorShare();
    owed.total <== path.leaf;
    owed.bps <== table.share;
    owed.amount <== entitlement;
    owed.remainder <== remainder;

    component changes = Horner(arity * arity);
    changes.x <== x;
    changes.coefficient <== delta;
    fingerprint <== changes.out;
}
