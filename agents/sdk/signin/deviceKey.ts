// SPDX-License-Identifier: MIT
import { answerOf, type Database, type DatabaseFactory } from "../channels/pageDatabase.ts";
import { toBase64Url } from "./base64Url.ts";

type Pair = Awaited<ReturnType<typeof makePair>>;

/** A browser's key, which the platform never hands out: tokens are good together with it alone. */
export type DeviceKey = {
  /** The public key as proofs carry it. */
  jwk: { kty: "EC"; crv: "P-256"; x: string; y: string };
  /** The key's name (RFC 7638). */
  thumbprint: string;
  sign(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
};

const KEYS = "keys";
const ECDSA = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** Makes a key that lives as long as the page or the process. */
export async function newDeviceKey(): Promise<DeviceKey> {
  return deviceKeyOf(await makePair());
}

/**
 * The browser's key out of IndexedDB, made at the first call: the service knows the browser by this key.
 *
 * @example
 * const signIn = openSignIn({ serviceUrl: "https://app.example", key: await browserDeviceKey() });
 */
export async function browserDeviceKey({
  indexedDB = (globalThis as unknown as { indexedDB: DatabaseFactory }).indexedDB,
  name = "tributary-signin",
}: {
  indexedDB?: DatabaseFactory;
  name?: string;
} = {}): Promise<DeviceKey> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => void request.result.createObjectStore(KEYS);
  const database: Database = await answerOf(request);
  const load = () => answerOf(database.transaction(KEYS, "readonly").objectStore(KEYS).get("device"));
  const known = (await load()) as Pair | undefined;
  if (known) return deviceKeyOf(known);
  const made = await makePair();
  // another page may have made one meanwhile: the first stays
  await answerOf(database.transaction(KEYS, "readwrite").objectStore(KEYS).add(made, "device")).catch(
    () => {},
  );
  return deviceKeyOf((await load()) as Pair);
}

function makePair() {
  return crypto.subtle.generateKey(ECDSA, false, ["sign", "verify"]);
}

async function deviceKeyOf({ publicKey, privateKey }: Pair): Promise<DeviceKey> {
  const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", publicKey);
  const jwk = { kty: "EC", crv: "P-256", x, y } as const;
  // the members of RFC 7638 in the order of their names
  const text = new TextEncoder().encode(JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x, y }));
  const thumbprint = toBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", text)));
  return {
    jwk,
    thumbprint,
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign(ECDSA, privateKey, bytes)),
  };
}
