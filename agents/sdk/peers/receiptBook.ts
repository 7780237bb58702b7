// SPDX-License-Identifier: MIT
// Who helped whom by how much in this epoch: what this viewer signs for its peers, and what they signed for it.
import { type Address, bytesToHex, type Hex, hexToBytes, isAddressEqual, type LocalAccount } from "viem";
import { recoverSigner } from "../chain/recoverSigner.ts";
import { unpackSignature } from "../chain/signature.ts";
import { EPOCH_SEC } from "../content/holding.ts";
import { HELP_SLOTS, UNIT_BITS, UNIT_BYTES } from "../interactions/fields.ts";
import { NO_WORD, packOperation, unpackOperation } from "../interactions/operation.ts";
import { type InputsContract, operationTypedData, signOperation } from "../interactions/signOperation.ts";
import type { PeerMessage } from "./peerMessages.ts";

/** The actor as whom a viewer meets others. */
export type PeerIdentity = InputsContract & {
  actor: number;
  /** Its first key. */
  account: LocalAccount;
};

/** A `peer` operation and its signature, as `POST /v1/interactions` takes them. */
export type PeerReceipt = { epoch: number; operation: Hex; signature: Hex };

/** Where a book outlives a reload: receipts of an epoch are never lower, nor for another peer in the same slot. */
export type BookStore = { load(): string | null; save(text: string): void };

export type ReceiptBook = {
  /** Whether what `peer` sends can be receipted: an actor has 8 slots an epoch. */
  mayAsk(peer: number): boolean;
  /** Counts verified bytes from `peer`; a receipt once a MiB is unsigned. */
  received(peer: number, byteCount: number): Promise<PeerReceipt | undefined>;
  /** A receipt for what is unsigned. */
  sign(peer: number): Promise<PeerReceipt | undefined>;
  /** Whether `peer` has signed for all but the last 4 MiB that it was sent. */
  maySend(peer: number): boolean;
  sent(peer: number, byteCount: number): void;
  /** Keeps a receipt that `peer`, whose first key is `key`, signed; false for one that no honest peer sends. */
  accept(peer: number, key: Address, receipt: PeerReceipt): Promise<boolean>;
  /** The latest receipt of each peer in this epoch. */
  kept(): readonly PeerReceipt[];
};

const MOST_UNITS = 2 ** UNIT_BITS - 1;
/** Signed for at the latest. */
const RECEIPT_BYTES = 1_048_576;
/** Sent without a receipt at most. */
export const CREDIT_BYTES = 4_194_304;

type Helped = { peer: number; bytes: number; signedUnits: number };
type Sent = { bytes: number; units: number; receipt: PeerReceipt | undefined };

export function createReceiptBook(
  { actor, account, chainId, interactionInputs }: PeerIdentity,
  store: BookStore,
  nowSec = () => Date.now() / 1_000,
): ReceiptBook {
  const typed = { chainId, interactionInputs, word: NO_WORD };
  let { epoch, slots } = readBook(store.load());
  let sentTo = new Map<number, Sent>();

  function turn(): void {
    const now = Math.floor(nowSec() / EPOCH_SEC);
    if (now === epoch) return;
    [epoch, slots, sentTo] = [now, [], new Map()];
  }

  function helpOf(peer: number): Helped | undefined {
    turn();
    const known = slots.find((each) => each.peer === peer);
    if (known || slots.length === HELP_SLOTS) return known;
    const fresh = { peer, bytes: 0, signedUnits: 0 };
    slots.push(fresh);
    return fresh;
  }

  function sentOf(peer: number): Sent {
    turn();
    const known = sentTo.get(peer) ?? { bytes: 0, units: 0, receipt: undefined };
    sentTo.set(peer, known);
    return known;
  }

  async function sign(peer: number): Promise<PeerReceipt | undefined> {
    turn();
    const slot = slots.findIndex((each) => each.peer === peer);
    const help = slots[slot];
    if (!help) return undefined;
    const units = Math.min(MOST_UNITS, Math.floor(help.bytes / UNIT_BYTES));
    if (units <= help.signedUnits) return undefined;
    help.signedUnits = units;
    // on record before it is anywhere else
    store.save(JSON.stringify({ epoch, slots }));
    const signed = { ...typed, ...packOperation({ kind: "peer", actor, target: peer, slot, units }) };
    const version = epoch;
    const signature = await signOperation(account, { ...signed, version });
    return { epoch: version, operation: signed.operation, signature };
  }

  return {
    mayAsk(peer) {
      turn();
      return slots.length < HELP_SLOTS || slots.some((each) => each.peer === peer);
    },
    async received(peer, byteCount) {
      const help = helpOf(peer);
      if (!help) return undefined;
      help.bytes += byteCount;
      const unsigned = help.bytes - help.signedUnits * UNIT_BYTES;
      return unsigned >= RECEIPT_BYTES ? sign(peer) : undefined;
    },
    sign,
    maySend(peer) {
      const { bytes, units } = sentOf(peer);
      return bytes - units * UNIT_BYTES < CREDIT_BYTES;
    },
    sent(peer, byteCount) {
      sentOf(peer).bytes += byteCount;
    },
    async accept(peer, key, receipt) {
      const sent = sentOf(peer);
      // one of the epoch that is just over has lost its worth, and is no fault
      if (receipt.epoch === epoch - 1) return true;
      const { operation: packed } = receipt;
      const operation = unpackOperation({ operation: packed, word: NO_WORD });
      const isMine =
        receipt.epoch === epoch &&
        operation?.kind === "peer" &&
        operation.actor === peer &&
        operation.target === actor &&
        operation.key === undefined;
      if (!isMine) return false;
      // never lower; and each that is looked at was paid for by bytes
      if (operation.units <= sent.units) return true;
      if (operation.units > Math.ceil(sent.bytes / UNIT_BYTES)) return false;
      const data = operationTypedData({ ...typed, operation: packed, version: epoch });
      if (!(await isSignedBy(key, data, receipt.signature))) return false;
      if (operation.units > sent.units) Object.assign(sent, { units: operation.units, receipt });
      return true;
    },
    kept() {
      turn();
      return [...sentTo.values()].flatMap(({ receipt }) => receipt ?? []);
    },
  };
}

/** The numbers of a hostile signature may be none of the curve's. */
async function isSignedBy(key: Address, data: object, signature: Hex): Promise<boolean> {
  try {
    const signer = await recoverSigner(data, unpackSignature(signature));
    return signer !== undefined && isAddressEqual(signer, key);
  } catch {
    return false;
  }
}

/** What a store holds is the page's own, and may still be of another version, or garbled. */
function readBook(text: string | null): { epoch: number; slots: Helped[] } {
  const none = { epoch: -1, slots: [] };
  try {
    const { epoch, slots } = JSON.parse(text ?? "null") as { epoch: number; slots: Helped[] };
    const isWhole =
      Number.isInteger(epoch) &&
      slots.length <= HELP_SLOTS &&
      slots.every((each) => [each.peer, each.bytes, each.signedUnits].every(Number.isSafeInteger));
    return isWhole ? { epoch, slots } : none;
  } catch {
    return none;
  }
}

/** A receipt as its message holds it, and back. */
export const receiptMessage = ({ epoch, operation, signature }: PeerReceipt): ReceiptMessage => ({
  kind: "receipt",
  ...{ epoch, operation: hexToBytes(operation), signature: hexToBytes(signature) },
});
export const receiptOf = ({ epoch, operation, signature }: ReceiptMessage): PeerReceipt => ({
  ...{ epoch, operation: bytesToHex(operation), signature: bytesToHex(signature) },
});
type ReceiptMessage = PeerMessage & { kind: "receipt" };
