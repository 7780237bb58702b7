// SPDX-License-Identifier: GPL-3.0-or-later

import { keccak } from "../sdk/content/keccak.ts";
import { HASH_BYTES } from "../sdk/content/merkle.ts";
import type { LeafKey } from "../sdk/interactions/leaves.ts";
import type { Leaves } from "./leaves.ts";

/**
 * A subtree: a leaf by its number's complement, which is negative, an inner node by its number, which is positive, or nothing. Inner node `i` came
 * with leaf `i`, and has it among its leaves for ever.
 */
export type Subtree = number;
export const NOTHING: Subtree = 0;

/** A moment that {@link StateTree.undo} goes back to. */
export type Moment = { leaves: number; writes: number };

const EMPTY = new Uint8Array(HASH_BYTES);
const LEAF_END = new Uint8Array(HASH_BYTES);
LEAF_END[HASH_BYTES - 1] = 1;

/**
 * The compact sparse Merkle tree over the interactions' state (docs/INTERACTIONS.md): a flat map of leaves, with inner nodes only where two
 * leaves part. Writes mark their ancestors; {@link root} hashes what is marked. No leaf is ever removed, but writes can be undone.
 */
export class StateTree implements Leaves {
  private leaves = 0;
  private top: Subtree = NOTHING;
  private keys = new Uint8Array(0);
  private values = new DataView(new ArrayBuffer(0));
  /** The leaves' hashes, and those of inner nodes as their parents see them. */
  private leafHashes = new Uint8Array(0);
  private innerHashes = new Uint8Array(0);
  /** The depth of the bit that an inner node's children differ in. */
  private forks = new Uint8Array(0);
  private lefts = new Int32Array(0);
  private rights = new Int32Array(0);
  private parents = new Int32Array(0);
  private leafParents = new Int32Array(0);
  /** Whether the hash is stale; then those of all ancestors are. */
  private isStale = new Uint8Array(0);
  private isLeafStale = new Uint8Array(0);
  /** Where the leaves are, by the last bits of their keys: one more than a leaf's number, or 0. */
  private places = new Int32Array(2);
  /** The values that were overwritten, and whose. */
  private readonly overwritten: bigint[] = [];
  private readonly overwrittenLeaves: number[] = [];
  private forgotten = 0;
  private readonly node = new Uint8Array(2 * HASH_BYTES);
  private readonly leaf = new Uint8Array(3 * HASH_BYTES);

  constructor() {
    this.leaf.set(LEAF_END, 2 * HASH_BYTES);
    this.grow(64);
  }

  /** How many leaves there are. */
  get size(): number {
    return this.leaves;
  }

  get(key: LeafKey): bigint {
    const leaf = this.places[this.placeOf(key)]! - 1;
    return leaf < 0 ? 0n : this.valueOf(leaf);
  }

  set(key: LeafKey, value: bigint): void {
    const place = this.placeOf(key);
    const leaf = this.places[place]! - 1;
    if (leaf < 0) {
      this.insert(key, value, place);
    } else {
      this.overwritten.push(this.valueOf(leaf));
      this.overwrittenLeaves.push(leaf);
      this.write(leaf, value);
    }
  }

  /** The root over all leaves. */
  root(): Uint8Array {
    return this.hashOf(this.top, 0).slice();
  }

  now(): Moment {
    return { leaves: this.leaves, writes: this.forgotten + this.overwritten.length };
  }

  /** Goes back to `moment`, which is not before what was forgotten. */
  undo(moment: Moment): void {
    if (!this.remembers(moment)) throw new Error("this moment was forgotten");
    const { leaves, writes } = moment;
    while (this.forgotten + this.overwritten.length > writes)
      this.write(this.overwrittenLeaves.pop()!, this.overwritten.pop()!);
    while (this.leaves > leaves) this.removeLast();
  }

  /** Whether {@link undo} can go back so far. */
  remembers({ writes }: Moment): boolean {
    return writes >= this.forgotten;
  }

  /** Nobody will go back to before `moment`. */
  forget({ writes }: Moment): void {
    const count = Math.max(0, writes - this.forgotten);
    this.overwritten.splice(0, count);
    this.overwrittenLeaves.splice(0, count);
    this.forgotten += count;
  }

  /* SHAPE: what a witness is made from, after `root` */

  /** The subtree of all leaves. */
  get whole(): Subtree {
    return this.top;
  }

  keyOf(leaf: Subtree): LeafKey {
    return this.keys.slice(~leaf * HASH_BYTES, (~leaf + 1) * HASH_BYTES) as LeafKey;
  }

  valueBytesOf(leaf: Subtree): Uint8Array {
    return new Uint8Array(this.values.buffer, ~leaf * HASH_BYTES, HASH_BYTES).slice();
  }

  /** The halves of an inner node that stands at `depth`: one of them is nothing where its leaves part further down. */
  halvesAt(inner: Subtree, depth: number): [left: Subtree, right: Subtree] {
    if (this.forks[inner] === depth) return [this.lefts[inner]!, this.rights[inner]!];
    return this.bitOf(inner, depth) ? [NOTHING, inner] : [inner, NOTHING];
  }

  /** The hash of a subtree that stands at `depth`. */
  hashAt(subtree: Subtree, depth: number): Uint8Array {
    if (subtree === NOTHING) return EMPTY;
    return subtree < 0 ? this.hashOf(subtree, depth).slice() : this.hashUp(subtree, depth);
  }

  /* HASHES */

  /** The kept hash of a subtree under a parent that stands one above `depth`, made new where it is stale. As deep as keys have bits at most. */
  private hashOf(subtree: Subtree, depth: number): Uint8Array {
    if (subtree === NOTHING) return EMPTY;
    if (subtree < 0) return this.hashOfLeaf(~subtree);
    const kept = this.innerHashes.subarray(subtree * HASH_BYTES, (subtree + 1) * HASH_BYTES);
    if (this.isStale[subtree]) {
      kept.set(this.hashUp(subtree, depth));
      this.isStale[subtree] = 0;
    }
    return kept;
  }

  /** The hash of an inner node that stands at `depth`, above the bit that its children differ in or at it. */
  private hashUp(inner: Subtree, depth: number): Uint8Array {
    const fork = this.forks[inner]!;
    const left = this.hashOf(this.lefts[inner]!, fork + 1);
    const right = this.hashOf(this.rights[inner]!, fork + 1);
    let hash = this.hashPair(left, right);
    for (let at = fork - 1; at >= depth; at--)
      hash = this.bitOf(inner, at) ? this.hashPair(EMPTY, hash) : this.hashPair(hash, EMPTY);
    return hash;
  }

  private hashPair(left: Uint8Array, right: Uint8Array): Uint8Array {
    this.node.set(left);
    this.node.set(right, HASH_BYTES);
    return keccak(this.node);
  }

  private hashOfLeaf(leaf: number): Uint8Array {
    const at = leaf * HASH_BYTES;
    const kept = this.leafHashes.subarray(at, at + HASH_BYTES);
    if (this.isLeafStale[leaf]) {
      this.leaf.set(this.keys.subarray(at, at + HASH_BYTES));
      this.leaf.set(new Uint8Array(this.values.buffer, at, HASH_BYTES), HASH_BYTES);
      kept.set(keccak(this.leaf));
      this.isLeafStale[leaf] = 0;
    }
    return kept;
  }

  /* WRITES */

  private write(leaf: number, value: bigint): void {
    writeWord(this.values, leaf * HASH_BYTES, value);
    this.isLeafStale[leaf] = 1;
    this.markFrom(this.leafParents[leaf]!);
  }

  /** Marks an inner node and its ancestors. */
  private markFrom(inner: Subtree): void {
    for (let at = inner; at !== NOTHING && !this.isStale[at]; at = this.parents[at]!) this.isStale[at] = 1;
  }

  private insert(key: LeafKey, value: bigint, place: number): void {
    if (this.leaves === this.leafParents.length) {
      this.grow(2 * this.leaves);
      this.insert(key, value, this.placeOf(key));
      return;
    }
    const leaf = this.leaves++;
    this.keys.set(key, leaf * HASH_BYTES);
    this.places[place] = leaf + 1;
    if (leaf === 0) this.replace(NOTHING, NOTHING, ~leaf);
    else this.attach(key, leaf);
    this.write(leaf, value);
  }

  /** Puts a new inner node, and the leaf under it, where the leaf's key parts from all others. */
  private attach(key: LeafKey, leaf: number): void {
    let near = this.top;
    while (near > 0) near = bitAt(key, 0, this.forks[near]!) ? this.rights[near]! : this.lefts[near]!;
    const fork = this.forkOf(key, ~near);
    let parent = NOTHING;
    let beside = this.top;
    while (beside > 0 && this.forks[beside]! < fork) {
      parent = beside;
      beside = bitAt(key, 0, this.forks[beside]!) ? this.rights[beside]! : this.lefts[beside]!;
    }

    const isRight = bitAt(key, 0, fork);
    this.forks[leaf] = fork;
    this.lefts[leaf] = isRight ? beside : ~leaf;
    this.rights[leaf] = isRight ? ~leaf : beside;
    this.leafParents[leaf] = leaf;
    this.replace(parent, beside, leaf);
    this.setParent(beside, leaf);
  }

  /** Takes the youngest leaf away, and the inner node that came with it. */
  private removeLast(): void {
    const leaf = this.leaves - 1;
    this.places[this.placeOf(this.keyOf(~leaf))] = 0;
    this.leaves = leaf;
    if (leaf === 0) {
      this.top = NOTHING;
      return;
    }
    const beside = this.lefts[leaf] === ~leaf ? this.rights[leaf]! : this.lefts[leaf]!;
    this.replace(this.parents[leaf]!, leaf, beside);
  }

  /** Puts `next` where `previous` was under `parent`. */
  private replace(parent: Subtree, previous: Subtree, next: Subtree): void {
    if (parent === NOTHING) this.top = next;
    else if (this.lefts[parent] === previous) this.lefts[parent] = next;
    else this.rights[parent] = next;
    this.setParent(next, parent);
    this.markFrom(parent);
  }

  private setParent(subtree: Subtree, parent: Subtree): void {
    if (subtree < 0) this.leafParents[~subtree] = parent;
    else if (subtree > 0) {
      this.parents[subtree] = parent;
      // the kept hash is the one that another parent saw
      this.isStale[subtree] = 1;
    }
  }

  /* FLAT MAP */

  /** Where the leaf of `key` is in the places, or would be. */
  private placeOf(key: LeafKey): number {
    const { places } = this;
    const mask = places.length - 1;
    let place = last32(key, 0) & mask;
    for (;;) {
      const leaf = places[place]! - 1;
      if (leaf < 0 || this.hasKey(leaf, key)) return place;
      place = (place + 1) & mask;
    }
  }

  private hasKey(leaf: number, key: LeafKey): boolean {
    const at = leaf * HASH_BYTES;
    for (let byte = HASH_BYTES - 1; byte >= 0; byte--) if (this.keys[at + byte] !== key[byte]) return false;
    return true;
  }

  private valueOf(leaf: number): bigint {
    return readWord(this.values, leaf * HASH_BYTES);
  }

  private bitOf(leaf: number, depth: number): boolean {
    return bitAt(this.keys, leaf * HASH_BYTES, depth);
  }

  /** How many of their first bits `key` and that of a leaf share. */
  private forkOf(key: LeafKey, leaf: number): number {
    const at = leaf * HASH_BYTES;
    let byte = 0;
    while (this.keys[at + byte] === key[byte]) byte++;
    return 8 * byte + Math.clz32(this.keys[at + byte]! ^ key[byte]!) - 24;
  }

  private grow(leaves: number): void {
    this.keys = copied(this.keys, new Uint8Array(leaves * HASH_BYTES));
    this.values = new DataView(
      copied(new Uint8Array(this.values.buffer), new Uint8Array(leaves * HASH_BYTES)).buffer,
    );
    this.leafHashes = copied(this.leafHashes, new Uint8Array(leaves * HASH_BYTES));
    this.innerHashes = copied(this.innerHashes, new Uint8Array(leaves * HASH_BYTES));
    this.forks = copied(this.forks, new Uint8Array(leaves));
    this.lefts = copied(this.lefts, new Int32Array(leaves));
    this.rights = copied(this.rights, new Int32Array(leaves));
    this.parents = copied(this.parents, new Int32Array(leaves));
    this.leafParents = copied(this.leafParents, new Int32Array(leaves));
    this.isStale = copied(this.isStale, new Uint8Array(leaves));
    this.isLeafStale = copied(this.isLeafStale, new Uint8Array(leaves));
    // in the order of their numbers, so that the youngest leaf is always the last of its run
    this.places = new Int32Array(2 * leaves);
    for (let leaf = 0; leaf < this.leaves; leaf++) this.places[this.placeOf(this.keyOf(~leaf))] = leaf + 1;
  }
}

function copied<Numbers extends Uint8Array | Int32Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

const bitAt = (bytes: Uint8Array, at: number, depth: number) =>
  ((bytes[at + (depth >>> 3)]! >>> (7 - (depth & 7))) & 1) === 1;

const last32 = (bytes: Uint8Array, at: number) =>
  (bytes[at + 28]! << 24) | (bytes[at + 29]! << 16) | (bytes[at + 30]! << 8) | bytes[at + 31]!;

function readWord(view: DataView, at: number): bigint {
  const high = (view.getBigUint64(at) << 64n) | view.getBigUint64(at + 8);
  const low = (view.getBigUint64(at + 16) << 64n) | view.getBigUint64(at + 24);
  return (high << 128n) | low;
}

function writeWord(view: DataView, at: number, value: bigint): void {
  view.setBigUint64(at, BigInt.asUintN(64, value >> 192n));
  view.setBigUint64(at + 8, BigInt.asUintN(64, value >> 128n));
  view.setBigUint64(at + 16, BigInt.asUintN(64, value >> 64n));
  view.setBigUint64(at + 24, BigInt.asUintN(64, value));
}
