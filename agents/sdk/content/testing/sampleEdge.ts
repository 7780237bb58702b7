// SPDX-License-Identifier: MIT
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { bytesToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { encodeFrame } from "../chunkFrames.ts";
import { sha256 } from "../leaf.ts";
import { proofOf } from "../proof.ts";
import { type Court, signReceipt } from "../receipt.ts";
import { type Edge, PROOF_HEADER, RECEIPT_HEADER } from "../requestChunk.ts";
import type { CommittedContent, ContentTree } from "../tree.ts";

export type SampleEdgeParameters = {
  chunks: readonly Uint8Array[];
  tree: ContentTree;
  content: CommittedContent;
  court: Court;
  /** The bytes to serve, signed for as they are; a status in their place. The chunk by default. */
  answer?: ((chunk: Uint8Array, index: number) => Promise<Answer> | Answer) | undefined;
};

type Answer = Uint8Array | number;

/** Serves a sample work over HTTP as an edge does: a chunk with its receipt, or several as frames. */
export async function serveSample({ chunks, tree, content, court, answer }: SampleEdgeParameters) {
  const operator = privateKeyToAccount(generatePrivateKey());
  const { contentId, generation } = content;
  const server = createServer(async ({ url }, response) => {
    const [, first, last] = /\/(\d+)(?:-(\d+))?(?:\?.*)?$/.exec(url ?? "") ?? [];
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-expose-headers", `${PROOF_HEADER}, ${RECEIPT_HEADER}`);
    const answers: Uint8Array[] = [];
    for (let index = Number(first); index <= Number(last ?? first); index += 1) {
      const answered = answer ? await answer(chunks[index]!, index) : chunks[index]!;
      if (typeof answered === "number") {
        response.writeHead(answered).end();
        return;
      }
      answers.push(answered);
    }
    const index = Number(first);
    if (last !== undefined) {
      for (const [at, bytes] of answers.entries())
        response.write(encodeFrame(proofOf(tree, index + at), bytes));
      response.end();
      return;
    }
    const bytes = answers[0]!;
    const chunkHash = bytesToHex(await sha256(bytes));
    const receipt = { contentId, generation, index: BigInt(index), length: bytes.length, chunkHash };
    response
      .writeHead(200, {
        [PROOF_HEADER]: Buffer.from(proofOf(tree, index)).toString("base64"),
        [RECEIPT_HEADER]: await signReceipt(operator, court, receipt),
      })
      .end(bytes);
  }).listen(0, "localhost");
  await once(server, "listening");
  const endpoint = `http://localhost:${(server.address() as AddressInfo).port}`;
  const edge: Edge = { operator: operator.address, endpoint };
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { edge, close };
}
