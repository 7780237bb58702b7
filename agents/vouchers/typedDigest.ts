// SPDX-License-Identifier: GPL-3.0-or-later
import { createKeccak } from "hash-wasm";
import { domainSeparator, keccak256, type TypedDataDomain, toHex } from "viem";

type Member = { name: string; type: string };
type Types = Record<string, readonly Member[]>;
/** Values of static types: hex for bytes and addresses, numbers or bigints for numbers, objects for structs. */
type Message = Record<string, unknown>;

const WORD = 32;

/**
 * Makes the EIP-712 digest of one type in one domain, ten times as fast as viem's `hashTypedData`; `typedDigest.test.ts` compares both. For
 * structs of `bytes32`, `address` and `uintN`, and structs of such; the caller has checked the values.
 */
export async function createTypedDigest<Value extends object>(data: {
  domain: TypedDataDomain;
  types: Types;
  primaryType: string;
}): Promise<(value: Value) => Buffer> {
  const { domain, types, primaryType } = data;
  const hasher = await createKeccak(256);
  const keccak = (bytes: Uint8Array) => hasher.init().update(bytes).digest("binary");
  const hashStruct = createHashStruct(primaryType);
  const message = Buffer.alloc(2 + 2 * WORD);
  message.set([0x19, 0x01]);
  message.set(fromHex(domainSeparator({ domain })), 2);

  function createHashStruct(name: string): (value: Message) => Uint8Array {
    const members = types[name]!;
    const bytes = Buffer.alloc(WORD * (1 + members.length));
    bytes.set(fromHex(keccak256(toHex(encodeType(name, types)))));
    const writers = members.map((member, at) => writerOf(member, bytes, WORD * (at + 1)));
    return (value) => {
      for (const write of writers) write(value);
      return keccak(bytes);
    };
  }

  function writerOf({ name, type }: Member, bytes: Buffer, at: number): (value: Message) => void {
    if (types[type]) {
      const hash = createHashStruct(type);
      return (value) => bytes.set(hash(value[name] as Message), at);
    }
    if (type === "bytes32") return (value) => bytes.write((value[name] as string).slice(2), at, "hex");
    if (type === "address") return (value) => bytes.write((value[name] as string).slice(2), at + 12, "hex");
    if (/^uint(8|16|32|40)$/.test(type))
      return (value) => bytes.writeUIntBE(Number(value[name]), at + WORD - 6, 6);
    if (/^uint\d+$/.test(type)) return (value) => writeWord(bytes, BigInt(value[name] as bigint), at);
    throw new Error(`${type} is no static type of one word`);
  }

  return (value) => {
    message.set(hashStruct(value as Message), 2 + WORD);
    return Buffer.from(keccak(message));
  };
}

/** As EIP-712 writes a type: its own members first, then each struct in them, in alphabetical order. */
function encodeType(primaryType: string, types: Types): string {
  const named = new Set<string>();
  const collect = (name: string) => {
    if (!types[name] || named.has(name)) return;
    named.add(name);
    for (const { type } of types[name]) collect(type);
  };
  collect(primaryType);
  named.delete(primaryType);
  return [primaryType, ...[...named].sort()]
    .map((name) => `${name}(${types[name]!.map((member) => `${member.type} ${member.name}`).join(",")})`)
    .join("");
}

function writeWord(bytes: Buffer, value: bigint, at: number): void {
  for (let end = at + WORD - 8, rest = value; end >= at; end -= 8, rest >>= 64n)
    bytes.writeBigUInt64BE(rest & 0xffff_ffff_ffff_ffffn, end);
}

function fromHex(hex: string): Buffer {
  return Buffer.from(hex.slice(2), "hex");
}
