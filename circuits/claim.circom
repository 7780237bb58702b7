// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.9;

include "lib/floor_share.circom";
include "lib/path.circom";
include "lib/slot_of.circom";
include "lib/table.circom";

// Proves what a position of a split's table is owed since the split began:
//     entitlement = floor(cumulative * bps / 10000)
// where cumulative is the split's leaf under root, and bps stands at the position in the table that tableHash opens to.
// Public   root         {Field}    of the split's segment
// Public   split        {Uint192}  scope * 2^64 + segment * arity^2 + slot; the scope names chain and contract
// Public   tableHash    {Field}
// Public   position     0 to positions - 1
// Public   recipient    {Address}  stands at the position
// Public   entitlement  {Uint128}  wei
// Private  nodes[]      {Field}    the root's children
// Private  leaves[]     {Field}    the children of the node above the split's leaf
// Private  recipients[], bps[]     the table, padded with rows of (0, 0)
// Private  remainder    0 to 9,999 of the division
// The caller MUST know root as one of split's segment, tableHash as split's, and scope as its own, and MUST count
// what it paid by (split, position): the proof says what is owed in all, not what is left.
// A  place   B  path   C  table   D  share
template Claim(arity, positions) {
    signal input root;
    signal input split;
    signal input tableHash;
    signal input position;
    signal input recipient;
    signal input entitlement;
    signal input nodes[arity];
    signal input leaves[arity];
    signal input recipients[positions];
    signal input bps[positions];
    signal input remainder;

    // A: where the split's leaf stands
    component place = SlotOf(arity);
    place.split <== split;

    // B: what it holds
    component path = Path(arity);
    path.row <== place.row;
    path.column <== place.column;
    path.nodes <== nodes;
    path.leaves <== leaves;
    path.root === root;

    // C: who stands at the position, and for how much
    component table = Table(positions);
    table.position <== position;
    table.recipients <== recipients;
    table.bps <== bps;
    table.hash === tableHash;
    table.recipient === recipient;

    // D: the share of all revenue so far
    component owed = FloorShare();
    owed.total <== path.leaf;
    owed.bps <== table.share;
    owed.amount <== entitlement;
    owed.remainder <== remainder;
}
