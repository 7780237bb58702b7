// SPDX-License-Identifier: GPL-3.0-or-later

/** A signed JSON object in its compact form (RFC 7515), taken apart, and not checked. */
export type CompactJws = {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
  /** What the signature is over. */
  signed: Buffer;
  signature: Buffer;
};

const LONGEST = 4_096;
const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

/** Takes a compact JWS apart; undefined for anything else. */
export function readCompactJws(text: string): CompactJws | undefined {
  if (text.length > LONGEST) return undefined;
  const [, head, body, tail] = COMPACT.exec(text) ?? [];
  if (head === undefined || body === undefined || tail === undefined) return undefined;
  const signature = Buffer.from(tail, "base64url");
  const [header, payload] = [objectIn(head), objectIn(body)];
  // a signature has one text: spare bits of the last letter would give it several
  if (!header || !payload || signature.toString("base64url") !== tail) return undefined;
  return { header, payload, signed: Buffer.from(text.slice(0, -tail.length - 1), "latin1"), signature };
}

/** The part of a compact JWS that is signed. */
export function encodeSigned(header: string, payload: object): string {
  return `${header}.${Buffer.from(JSON.stringify(payload)).toString("base64url")}`;
}

export const encodeHeader = (header: object) => Buffer.from(JSON.stringify(header)).toString("base64url");

function objectIn(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
