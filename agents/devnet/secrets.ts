// SPDX-License-Identifier: GPL-3.0-or-later
import { bytesToHex, type Hex, hexToBytes, isHex, size } from "viem";

/** What the run knows and nobody may read: private keys, session keys, key shares, keys of works. */
export class Secrets {
  readonly #kept = new Map<string, string>();

  /** @param what Names the secret without giving it away. */
  keep(what: string, secret: Hex | Uint8Array | string): void {
    this.#kept.set(typeof secret === "string" ? secret : bytesToHex(secret), what);
  }

  get count(): number {
    return this.#kept.size;
  }

  /** @returns What each secret is that stands in a text, in any form that a log may give bytes. */
  foundIn(text: string): string[] {
    const compact = text.replace(/\s+/g, "");
    const lower = compact.toLowerCase();
    return [...this.#kept]
      .filter(([secret]) => formsOf(secret).some((form) => compact.includes(form) || lower.includes(form)))
      .map(([, what]) => what);
  }
}

/** Without spaces: hex, base64, a decimal number, a list of bytes, and an object of bytes. Any other text as it is. */
function formsOf(secret: string): string[] {
  if (!isHex(secret) || size(secret) < 16) return [secret.replace(/\s+/g, "")];
  const bytes = Buffer.from(hexToBytes(secret));
  return [
    bytes.toString("hex"),
    ...[bytes.toString("base64").replace(/=+$/, ""), bytes.toString("base64url")],
    ...[BigInt(secret).toString(), bytes.join(","), JSON.stringify({ ...bytes })],
  ];
}
