// SPDX-License-Identifier: MIT
// Key nodes over HTTP: a committee that answers as real nodes do, but for what a test changes.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  bytesToHex,
  type Hex,
  hashTypedData,
  hexToBytes,
  isAddressEqual,
  recoverTypedDataAddress,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import {
  type CourtOfKeys,
  type PartialDecryption,
  signPartialDecryption,
} from "../../committees/partialDecryption.ts";
import { type CapsulePlace, checkCapsule } from "../capsule.ts";
import type { Committee } from "../committee.ts";
import { type Coordinates, coordinatesOf, pointAt } from "../curve.ts";
import { sealHpke } from "../hpke.ts";
import { encodeAnswer } from "../keyAnswer.ts";
import { type KeyRegistryContract, type KeyRequest, keyRequestTypedData } from "../keyRequest.ts";
import { nobleCurve } from "../nobleCurve.ts";
import { partialDecryption } from "../partialDecryption.ts";
import { dealShares } from "../shares.ts";

export const CONTRACTS: KeyRegistryContract & CourtOfKeys = {
  chainId: 31_337,
  keyRegistry: `0x${"4e".repeat(20)}`,
  keyCourt: `0x${"c0".repeat(20)}`,
};
export const COMMITTEE_ID: Hex = `0x${"c1".repeat(32)}`;

type Body = Omit<KeyRequest, "period"> & { period: string; signature: Hex; capsule: Hex; evidence: Hex };
export type Sealed = { encapsulatedKey: Hex; ciphertext: Hex };

/** What a node does otherwise than it should. */
export type Misbehaviour = {
  /** Answers this in the place of everything, or never answers. */
  respond?(body: Body, response: ServerResponse, honest: () => Promise<Sealed>): unknown;
  /** Changes what is signed. */
  answer?(answer: PartialDecryption): PartialDecryption;
  /** Changes what is sealed after it is signed. */
  plaintext?(bytes: Uint8Array): Uint8Array;
  /** Signs with another account. */
  signer?: Hex;
  /** Its share is multiplied by this base. */
  base?: Coordinates;
};

export type KeyNodes = Awaited<ReturnType<typeof startKeyNodes>>;

/** Starts the nodes of a dealt committee, for Node and for pages. `misbehaviours` stand by place, from 0; they may be changed while the nodes run. */
export async function startKeyNodes(
  misbehaviours: (Misbehaviour | undefined)[] = [],
  { threshold = 3, size = 5, epoch = 0, curve = nobleCurve } = {},
) {
  const dealt = dealShares(curve, { threshold, size });
  const accounts = dealt.shares.map(() => privateKeyToAccount(generatePrivateKey()));
  const asked: Body[] = [];
  /** Requests that the viewer took back. */
  let aborted = 0;

  async function honest(body: Body, at: number): Promise<Sealed> {
    const { signature, capsule, evidence: _, period, ...fields } = body;
    const request = { ...fields, period: BigInt(period) };
    const typed = keyRequestTypedData(CONTRACTS, request);
    const signer = await recoverTypedDataAddress({ ...typed, signature });
    if (!isAddressEqual(signer, request.viewer)) throw new Error("another signer");
    if (!isAddressEqual(request.node, accounts[at]!.address)) throw new Error("another node");
    const place: CapsulePlace = { ...request, period: Number(period) };
    const { base } = checkCapsule(curve, place, hexToBytes(capsule))!;
    const { committeeId } = request;
    const wrong = misbehaviours[at] ?? {};
    const used = wrong.base ? pointAt(wrong.base)! : base;
    const member = { committeeId, epoch, index: at + 1, point: dealt.points[at]! };
    const { result, ...proof } = partialDecryption(curve, member, dealt.shares[at]!, used);
    const mine = {
      committeeId,
      epoch,
      index: at + 1,
      base: coordinatesOf(base),
      result: coordinatesOf(result),
      ...proof,
    };
    const answer = wrong.answer?.(mine) ?? mine;
    const account = wrong.signer ? privateKeyToAccount(wrong.signer) : accounts[at]!;
    const bytes = encodeAnswer({
      ...answer,
      signature: await signPartialDecryption(account, CONTRACTS, answer),
    });
    const info = hexToBytes(hashTypedData(typed));
    const sealed = await sealHpke(hexToBytes(request.ephemeralKey), wrong.plaintext?.(bytes) ?? bytes, {
      info,
    });
    return { encapsulatedKey: bytesToHex(sealed.encapsulatedKey), ciphertext: bytesToHex(sealed.ciphertext) };
  }

  const nodes = await Promise.all(
    accounts.map(async ({ address }, at) => {
      const server = createServer(async (request, response) => {
        response.setHeader("access-control-allow-origin", "*");
        response.setHeader("access-control-allow-headers", "content-type");
        if (request.method === "OPTIONS") return response.writeHead(204).end();
        response.on("close", () => {
          if (!response.writableEnded) aborted += 1;
        });
        const body = await bodyOf(request);
        asked.push(body);
        const respond = misbehaviours[at]?.respond;
        if (respond) await respond(body, response, () => honest(body, at));
        else sendJson(response, 200, await honest(body, at));
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
      const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return { server, member: { address, endpoint, point: coordinatesOf(dealt.points[at]!) } };
    }),
  );
  const committee: Committee = {
    ...{ id: COMMITTEE_ID, epoch, threshold, publicKey: coordinatesOf(dealt.publicKey) },
    members: nodes.map(({ member }) => member),
  };
  return {
    ...{ committee, dealt, accounts, asked, misbehaviours },
    abortedCount: () => aborted,
    close() {
      for (const { server } of nodes) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

export function sendJson(response: ServerResponse, status: number, json: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
  let text = "";
  for await (const part of request) text += part;
  return JSON.parse(text);
}
