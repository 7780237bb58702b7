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
    const lower = text.toLowerCase();
    return [...this.#kept]
      .filter(([secret]) => formsOf(secret).some((form) => text.includes(form) || lower.includes(form)))
      .map(([, what]) => what);
  }
}

/** Hex, base64, a decimal number, bytes in a list, and as Node shows a Buffer. Any other text as it is. */
function formsOf(secret: string): string[] {
  if (!isHex(secret) || size(secret) < 16) return [secret];
  const bytes = Buffer.from(hexToBytes(secret));
  const hex = bytes.toString("hex");
  return [
    hex,
    ...[bytes.toString("base64").replace(/=+$/, ""), bytes.toString("base64url")],
    ...[BigInt(secret).toString(), bytes.join(","), bytes.join(", ")],
    ...[hex.match(/../g)!.join(" ")],
  ];
}
