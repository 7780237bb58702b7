// SPDX-License-Identifier: MIT
import { type Address, bytesToHex, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { ChannelKey, ChannelsContract } from "./channel.ts";

/** A channel of one's own, and the private key that signs its vouchers. */
export type StoredSession = ChannelsContract & {
  channelId: Hex;
  key: ChannelKey;
  windowSec: number;
  sessionKey: Hex;
};

/** Keeps sessions past a reload. A session is saved before its deposit leaves. */
export type SessionStore = {
  save(session: StoredSession): Promise<void>;
  load(channelId: Hex): Promise<StoredSession | undefined>;
  list(): Promise<StoredSession[]>;
  /** Forgets a session, as after its channel closed. */
  remove(channelId: Hex): Promise<void>;
};

/** Encodes a session as text. The text holds the private key. */
export function encodeSession(session: StoredSession): string {
  return JSON.stringify({ ...session, key: { ...session.key, salt: session.key.salt.toString() } });
}

/** Reads a session's text. Throws an Error for text that is no session, or whose key is another's. */
export function decodeSession(text: string): StoredSession {
  const session = JSON.parse(text) as StoredSession;
  const key = { ...session.key, salt: BigInt(session.key.salt) };
  if (privateKeyToAccount(session.sessionKey).address !== key.sessionKey)
    throw new Error(
      `the stored key is not of the channel ${session.channelId}: restore the store, or remove the session`,
    );
  return { ...session, key };
}

/** Makes a private key for one channel. */
export function newSessionKey(): { sessionKey: Hex; address: Address } {
  const sessionKey = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
  return { sessionKey, address: privateKeyToAccount(sessionKey).address };
}
