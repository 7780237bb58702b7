// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zeroAddress } from "viem";
import { type TestContext, test } from "vitest";
import { serveFiles } from "../localnet/serveFiles.ts";
import { ChunkUnavailableError, fetchChunk } from "../sdk/content/fetchChunk.ts";
import { CHUNK_BYTES } from "../sdk/content/leaf.ts";
import { mirrorAt } from "../sdk/content/requestChunk.ts";
import { serveSample } from "../sdk/content/testing/sampleEdge.ts";
import { sampleRenditions } from "../sdk/content/testing/sampleRenditions.ts";
import { sampleBytes } from "../sdk/content/testing/sampleWork.ts";
import { linkKeys } from "../sdk/encryption/keyProvider.ts";
import { openWork } from "../sdk/player/openWork.ts";
import { writeMirror } from "./writeMirror.ts";

const workKey = sampleBytes(32, 9);
// a fragment of more than one body, and a manifest of more than one chunk
const plaintexts = [sampleBytes(65 * CHUNK_BYTES, 1), sampleBytes(300, 2), sampleBytes(70_000, 3)];
const posters = Array.from({ length: 3 }, (_, at) => ({
  name: `audio-${at}`,
  init: sampleBytes(40_000, at),
  plaintexts: [sampleBytes(20, at)],
}));
const work = await sampleRenditions([{ name: "480p", plaintexts }, ...posters], { workKey });
const { content, layout, tree, chunks } = work;
const { contentId } = content;
const keys = linkKeys(workKey);
const spans = layout.spans.flat();

/** A mirror of the work, its directory, and the paths that it was asked for. */
async function mirrored(t: TestContext) {
  const directory = mkdtempSync(join(tmpdir(), "tributary-mirror-"));
  t.onTestFinished(() => rmSync(directory, { recursive: true }));
  await writeMirror(directory, { contentId, layout, tree, readChunk: async (index) => chunks[index]! });
  const asked: string[] = [];
  const { url, close } = await serveFiles(directory, (path) => asked.push(path));
  t.onTestFinished(close);
  const folder = join(directory, "v1/content", contentId, "chunks");
  return { mirror: mirrorAt(url), folder, asked };
}

async function assertPlays(edges: Parameters<typeof openWork>[0]["edges"]) {
  const opened = await openWork({ content, edges, keys });
  for (const [at, span] of layout.spans[0]!.entries())
    assert.deepEqual(await opened.readFragment(span), plaintexts[at]);
  return opened;
}

test("a work plays from files alone: what a player asks for is what stands there, and nothing besides", async (t) => {
  assert.ok(layout.manifestChunks > 1);
  const { mirror, folder, asked } = await mirrored(t);
  const { failures, readFragment } = await assertPlays([mirror]);
  for (const span of spans) await readFragment(span);
  assert.deepEqual(failures, []);
  const files = readdirSync(folder).sort();
  assert.deepEqual([...new Set(asked.map((path) => path.split("/").at(-1)!))].sort(), files);
});

test("a mirror that was changed is not believed, and another source has what it has not", async (t) => {
  const { mirror, folder } = await mirrored(t);
  const { firstChunk, chunkCount } = layout.spans[0]!.at(-1)!;
  const path = join(folder, `${firstChunk}-${firstChunk + chunkCount - 1}`);
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.with(-1, bytes.at(-1)! ^ 1));
  await assert.rejects(
    assertPlays([mirror]),
    (error) => error instanceof ChunkUnavailableError && /not the chunk's/.test(error.message),
  );
  const { edge, close } = await serveSample({ ...work, court: { chainId: 1, contentCourt: zeroAddress } });
  t.onTestFinished(close);
  await assertPlays([mirror, edge]);
});

test("what a mirror lacks is said, and one chunk comes out of its body", async (t) => {
  const { mirror, folder } = await mirrored(t);
  const [body] = [{ first: layout.manifestChunks, last: layout.manifestChunks + 63 }];
  const asked = { content, index: body.first + 2, edges: [mirror], court: undefined };
  assert.deepEqual((await fetchChunk({ ...asked, body })).bytes, chunks[body.first + 2]);
  rmSync(join(folder, `${body.first}-${body.last}`));
  await assert.rejects(fetchChunk({ ...asked, body }), /answered with status 404/);
});
