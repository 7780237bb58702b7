// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import {
  answerOf,
  type Database,
  type DatabaseFactory,
  type DatabaseRequest,
  type ObjectStore,
} from "./pageDatabase.ts";
import { decodeSession, encodeSession, type SessionStore } from "./sessionStore.ts";

type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;
type Sealed = { channelId: Hex; iv: Uint8Array<ArrayBuffer>; sealed: ArrayBuffer };

const KEYS = "keys";
const SESSIONS = "sessions";
const WRAPPING = "wrapping";

/**
 * Keeps sessions in the page's IndexedDB, sealed by a key that the platform never hands out: who copies the database cannot
 * read a session. A script of the same origin can use the store, as it can use a wallet.
 *
 * @example
 * const { session } = await client.channel.openKeptSession({ ...terms, store: browserSessionStore() });
 */
export function browserSessionStore({
  indexedDB = (globalThis as unknown as { indexedDB: DatabaseFactory }).indexedDB,
  name = "tributary",
}: {
  indexedDB?: DatabaseFactory;
  name?: string;
} = {}): SessionStore {
  let opened: Promise<Database> | undefined;
  let wrapping: Promise<Key> | undefined;

  function open(): Promise<Database> {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(KEYS);
      request.result.createObjectStore(SESSIONS, { keyPath: "channelId" });
    };
    return answerOf(request);
  }

  async function ask<T>(
    store: string,
    mode: "readonly" | "readwrite",
    question: (at: ObjectStore) => DatabaseRequest<unknown>,
  ): Promise<T> {
    opened ??= open();
    const asked = question((await opened).transaction(store, mode).objectStore(store));
    return (await answerOf(asked)) as T;
  }

  async function makeOrLoadKey(): Promise<Key> {
    const load = () => ask<Key | undefined>(KEYS, "readonly", (at) => at.get(WRAPPING));
    const known = await load();
    if (known) return known;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
      "encrypt",
      "decrypt",
    ]);
    // another page may have made one meanwhile: the first stays
    await ask(KEYS, "readwrite", (at) => at.add(made, WRAPPING)).catch(() => {});
    return (await load())!;
  }

  function wrappingKey(): Promise<Key> {
    wrapping ??= makeOrLoadKey();
    return wrapping;
  }

  async function unseal({ channelId, iv, sealed }: Sealed) {
    const text = await crypto.subtle.decrypt(cipherOf(channelId, iv), await wrappingKey(), sealed);
    return decodeSession(new TextDecoder().decode(text));
  }

  return {
    async save(session) {
      const { channelId } = session;
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const text = new TextEncoder().encode(encodeSession(session));
      const sealed = await crypto.subtle.encrypt(cipherOf(channelId, iv), await wrappingKey(), text);
      await ask(SESSIONS, "readwrite", (at) => at.put({ channelId, iv, sealed } satisfies Sealed));
    },
    async load(channelId) {
      const sealed = await ask<Sealed | undefined>(SESSIONS, "readonly", (at) => at.get(channelId));
      return sealed && unseal(sealed);
    },
    async list() {
      return Promise.all((await ask<Sealed[]>(SESSIONS, "readonly", (at) => at.getAll())).map(unseal));
    },
    async remove(channelId) {
      await ask(SESSIONS, "readwrite", (at) => at.delete(channelId));
    },
  };
}

/** A sealed session is good under its own channel's id alone. */
function cipherOf(channelId: Hex, iv: Uint8Array<ArrayBuffer>) {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(channelId) };
}
