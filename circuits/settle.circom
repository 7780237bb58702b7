// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.9;

include "lib/dense_root.circom";
include "lib/horner.circom";

// Proves that a segment of arity^2 splits moves from oldRoot to newRoot by changes whose fingerprint is known:
//     fingerprint = sum over s of (newLeaf[s] - oldLeaf[s]) * challenge^(s + 1)
// The two roots fix every change before the challenge is drawn, so changes other than those that the contract
// fingerprinted pass with probability arity^2 / p at most.
// Public   challenge         {Field}   drawn by the contract after oldRoot, newRoot and the batch
// Public   fingerprint       {Field}   summed by the contract over the sealed credits
// Public   oldRoot, newRoot  {Field}
// Private  oldLeaf[], newLeaf[]  {Field}  cumulative revenue in wei; credits are uint96, so no sum ever wraps
// The caller MUST draw challenge from a hash over both roots, the batch, its beneficiary, itself and its chain,
// and MUST compute fingerprint itself, over the credits that it sealed.
// A  old root   B  new root   C  fingerprint
template Settle(arity) {
    var slots = arity * arity;
    signal input challenge;
    signal input fingerprint;
    signal input oldRoot;
    signal input newRoot;
    signal input oldLeaf[slots];
    signal input newLeaf[slots];

    // A: the leaves that the segment holds
    component before = DenseRoot(arity);
    before.leaf <== oldLeaf;
    before.root === oldRoot;

    // B: the leaves that it is to hold
    component after = DenseRoot(arity);
    after.leaf <== newLeaf;
    after.root === newRoot;

    // C: what changed between them
    component changes = Horner(slots);
    changes.x <== challenge;
    for (var s = 0; s < slots; s++) {
        changes.coefficient[s] <== newLeaf[s] - oldLeaf[s];
    }
    changes.out === fingerprint;
}
