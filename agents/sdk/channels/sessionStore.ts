// SPDX-License-Identifier: MIT
import { type Address, bytesToHex, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { TributaryError } from "../errors/TributaryError.ts";
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

/** A stored session is damaged. */
export class SessionUnreadable extends TributaryError {
  override name = "SessionUnreadable";
}

/** Reads a session's text. Throws a SessionUnreadable for text that is no session, or whose key is another's. */
export function decodeSession(text: string): StoredSession {
  const { session, key, signer } = parseSession(text);
  if (signer !== key.sessionKey)
    throw new SessionUnreadable(`the stored key is not of the channel ${session.channelId}`, {
      advice: RESTORE,
    });
  return { ...session, key };
}

/** Makes a private key for one channel. */
export function newSessionKey(): { sessionKey: Hex; address: Address } {
  const sessionKey = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
  return { sessionKey, address: privateKeyToAccount(sessionKey).address };
}

function parseSession(text: string) {
  try {
    const session = JSON.parse(text) as StoredSession;
    const key = { ...session.key, salt: BigInt(session.key.salt) };
    return { session, key, signer: privateKeyToAccount(session.sessionKey).address };
  } catch (cause) {
    throw new SessionUnreadable("the stored text is no session", { cause, advice: RESTORE });
  }
}

const RESTORE = "restore the store, or remove the session";
