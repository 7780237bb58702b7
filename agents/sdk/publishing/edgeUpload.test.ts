// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { zeroAddress } from "viem";
import { onTestFinished, test } from "vitest";
import { LIST_ENTRY_BYTES } from "../content/leafList.ts";
import { BadAnswerError } from "../content/requestChunk.ts";
import { EdgeRefused, uploadToEdge } from "./edgeUpload.ts";

const CONTENT_ID = `0x${"ab".repeat(32)}` as const;
const CHUNKS = 3;
type Answer = { status?: number; body: string };

/** An edge that answers its requests as `answers` say, the last for all that follow; `asked` has their paths. */
async function edgeOf(...answers: Answer[]) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const { status = 200, body } = answers[Math.min(asked.length, answers.length - 1)]!;
      asked.push(request.url!.split("/").at(-1)!);
      response.writeHead(status).end(body);
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  return {
    asked,
    edge: { operator: zeroAddress, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
  };
}

const upload = {
  contentId: CONTENT_ID,
  leafList: new Uint8Array(CHUNKS * LIST_ENTRY_BYTES),
  readChunk: async (index: number) => Uint8Array.of(index),
};

test("what an edge misses is sent, each chunk once, whatever the edge asks for", async () => {
  const missing = [
    [1, 1],
    [0, 2],
    [2, 2 ** 50],
  ];
  const { edge, asked } = await edgeOf({ body: JSON.stringify({ missing }) });
  let sent = 0;
  await uploadToEdge(edge, upload, { onChunk: () => void sent++ });
  assert.deepEqual([asked[0], asked.slice(1).sort(), sent], [CONTENT_ID, ["1", "2"], 2]);
});

test.each([
  "null",
  "[]",
  "{}",
  '{"missing":1}',
  '{"missing":[1]}',
  '{"missing":[[0]]}',
  '{"missing":[[0,"1"]]}',
  '{"missing":[[-1,2]]}',
  '{"missing":[[0,1,2]]}',
  '{"missing":[[0,1e99]]}',
])("a status that is none ends the upload, and nothing is sent: %s", async (body) => {
  const { edge, asked } = await edgeOf({ body });
  await assert.rejects(uploadToEdge(edge, upload), BadAnswerError);
  assert.equal(asked.length, 1);
});

test.each([
  ['{"code":"no_space","detail":"No space\\u001b[2J."}', "no_space", /refused: No space\?\[2J\.$/],
  ["<html>", "unknown", /refused: status 422$/],
  ["null", "unknown", /refused: status 422$/],
  ['{"code":5,"detail":{}}', "unknown", /refused: status 422$/],
])("a refusal is told once, in words that steer nothing: %s", async (body, code, message) => {
  const { edge, asked } = await edgeOf({ status: 422, body });
  await assert.rejects(uploadToEdge(edge, upload), (error) => {
    assert.ok(error instanceof EdgeRefused);
    assert.match(error.message, message);
    return error.code === code;
  });
  assert.equal(asked.length, 1);
});

test("an edge that waits for finality is asked again, and whoever publishes is told what is waited for", async () => {
  const early = { status: 409, body: '{"code":"not_final","detail":"Later."}' };
  const { edge, asked } = await edgeOf(early, { body: '{"missing":[]}' });
  let waits = 0;
  await uploadToEdge(edge, upload, { onNotFinal: () => void waits++ });
  assert.deepEqual([asked.length, waits], [2, 1]);
  await assert.rejects(uploadToEdge((await edgeOf(early)).edge, upload, { finalityPatienceMs: 0 }), /Later/);
});
