// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { parseEther } from "viem";
import { test } from "vitest";
import { type FragmentSpan, fileRendition } from "./content/layout.ts";
import type { Manifest, Rendition } from "./content/manifestFields.ts";
import type { PlayParameters } from "./player/play.ts";
import { playIn } from "./player/playIn.ts";
import { sampleMp4 } from "./testing/sampleMedia.ts";
import { samplePage } from "./testing/samplePage.ts";

const readme = readFileSync("agents/sdk/README.md", "utf8");
const lines = (/(?: {4}.*\n|\n)+(?= *\S)/.exec(readme.slice(readme.indexOf("In a page, with")))?.[0] ?? "")
  .split("\n")
  .map((line) => line.slice(4))
  .filter((line) => !line.startsWith("import "));

test("the README's lines for a page are those of the example, which compiles", () => {
  const example = readFileSync("agents/sdk/examples/playInPage.ts", "utf8");
  const inExample = example.split("\n").map((line) => line.slice(2));
  assert.ok(lines.length > 10);
  for (const line of lines.filter((text) => text !== "")) assert.ok(inExample.includes(line), line);
});

test("the README's lines for a page run as they are: an unfragmented clip plays with codecs, in order, and is paid as played", async () => {
  const media = await sampleMp4(20, "in-memory");
  const page = samplePage();
  // the page's globals, which playIn takes by default
  Object.assign(globalThis, {
    MediaSource: class {
      static isTypeSupported = page.page.isTypeSupported;
      constructor() {
        // biome-ignore lint/correctness/noConstructorReturn: a stand-in for the page's class
        return page.page.newMediaSource();
      }
    },
  });
  const createObjectURL = URL.createObjectURL;
  URL.createObjectURL = page.page.createObjectURL as unknown as typeof createObjectURL;
  const paid: bigint[] = [];
  const session = { paidWei: 0n, pay: async (wei: bigint) => paid.push(wei) };
  const scope = {
    ...{ parseEther, contentId: "0x", sequencerUrl: "", chain: { id: 1 }, addresses: {} },
    browserSessionStore: () => ({}),
    document: { querySelector: () => page.video },
    client: {
      content: { getContent: async () => ({ payee: "0x", ratePerSecondWei: 7n }), getEdges: async () => [] },
    },
    wallet: { channel: { openKeptSession: async () => ({ session }) } },
    playIn,
    play: (given: PlayParameters) => playHere(given, media),
  };
  const clock = setInterval(() => page.play(1), 1);
  try {
    const run = new Function(
      ...Object.keys(scope),
      `return (async () => { ${stripTypeScriptTypes(lines.join("\n"))}\nreturn secondsPlayed; })()`,
    );
    assert.equal(await run(...Object.values(scope)), 5);
  } finally {
    clearInterval(clock);
    URL.createObjectURL = createObjectURL;
    Reflect.deleteProperty(globalThis, "MediaSource");
  }
  assert.deepEqual(page.mimes, ['audio/mp4; codecs="mp4a.40.2"']);
  assert.deepEqual(paid, Array(5).fill(7n));
});

/** What {@link play} does with a player, without edges: five seconds of `media`. */
async function playHere(
  { content, paymentSession, playback, onManifest, onBytes, onEnd }: PlayParameters,
  media: Uint8Array,
) {
  const rendition = fileRendition({ name: "original", mediaType: "audio/mp4" }, media.length, 5, 0);
  const { fragments } = rendition;
  await onManifest?.({ renditions: [rendition] as readonly Rendition[] } as Manifest, rendition);
  let at = 0;
  const delivering = (async () => {
    for (const { byteCount } of fragments) {
      await onBytes?.(media.slice(at, at + byteCount), {} as FragmentSpan);
      at += byteCount;
    }
    await onEnd?.();
  })();
  let secondsPlayed = 0;
  for (; secondsPlayed < 5 && (await playback?.begins(secondsPlayed)); secondsPlayed += 1)
    await paymentSession.pay(content.ratePerSecondWei);
  await delivering;
  return { secondsPlayed };
}
