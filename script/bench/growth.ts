// SPDX-License-Identifier: GPL-3.0-or-later
// What grows with the number of works on an edge, and with the length of a work: each row has twice as much as the row before.
// Run: npm run bench:growth
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { publishFile } from "../../agents/commands/testing/publishFile.ts";
import { startDevchain } from "../../agents/localnet/devchain.ts";
import { asEnvironment, roleSettings } from "../../agents/localnet/roleSettings.ts";
import { spawnRole } from "../../agents/localnet/spawnRole.ts";
import { layoutOf } from "../../agents/sdk/content/layout.ts";
import { decodeManifest, encodeManifest } from "../../agents/sdk/content/manifest.ts";
import type { Manifest } from "../../agents/sdk/content/manifestFields.ts";

const WORKS = [2_500, 5_000, 10_000, 20_000];
const HOURS = [0.5, 1, 2, 4];
const QUALITIES = [1.5, 3, 6, 15];
const FRAGMENT_SEC = 2;
const BOND = "1000";
const ID = `0x${"11".repeat(32)}` as const;

const milliseconds = async (work: () => unknown) => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};
const cells = (...values: (string | number)[]) =>
  console.log(values.map((value) => String(value).padStart(16)).join(""));
const rounded = (value: number) => value.toFixed(1);

await manifests();
await works();

async function manifests(): Promise<void> {
  console.log("\nA work of four qualities\n");
  cells("hours", "fragments", "manifest, bytes", "written, ms", "read, ms", "laid out, ms");
  for (const hours of HOURS) {
    const manifest = manifestOf(hours);
    let bytes: Uint8Array = new Uint8Array();
    const written = await milliseconds(() => {
      bytes = encodeManifest(manifest);
    });
    let layout!: ReturnType<typeof layoutOf>;
    const laid = await milliseconds(() => {
      layout = layoutOf(manifest, bytes.length);
    });
    const fragments = manifest.renditions.flatMap((rendition) => rendition.fragments);
    const content = {
      ...{ contentId: ID, generation: 0, root: ID },
      leafCount: BigInt(layout.chunkCount),
      byteCount: BigInt(bytes.length + fragments.reduce((sum, { byteCount }) => sum + byteCount, 0)),
    } as const;
    const read = await milliseconds(() => decodeManifest(content, bytes));
    cells(hours, fragments.length, bytes.length, rounded(written), rounded(read), rounded(laid));
  }
}

function manifestOf(hours: number): Manifest {
  const seconds = hours * 3_600;
  return {
    ...{ title: "Long", encryption: "aes-256-gcm", keyPeriodSec: 60, durationSec: seconds },
    renditions: QUALITIES.map((mbps, at) => ({
      ...{ kind: "video", name: `${480 * (at + 1)}p`, mediaType: "video/mp4", codecs: "avc1.64001f" },
      ...{ width: 854 * (at + 1), height: 480 * (at + 1), frameRate: 25, timescale: 90_000 },
      init: new Uint8Array(700),
      fragments: Array.from({ length: seconds / FRAGMENT_SEC }, (_, n) => ({
        byteCount: Math.round(((mbps * 1e6) / 8) * FRAGMENT_SEC * (0.8 + ((n * 7_919) % 1_000) / 5_000)),
        duration: FRAGMENT_SEC * 90_000,
      })),
    })),
  };
}

/** An edge that holds one work in truth, and the files of many others: what it reads when it starts, and before a first byte. */
async function works(): Promise<void> {
  const closing: (() => unknown)[] = [];
  const scope = { onTestFinished: (work: () => unknown) => void closing.push(work) };
  const devchain = await startDevchain();
  try {
    const { key } = await devchain.newAccount(BigInt(BOND) * 10n ** 18n);
    const settings = roleSettings(devchain, { key });
    const start = () => spawnRole(scope, "edge", { ...asEnvironment(settings), TRIBUTARY_BOND: BOND });
    const first = await start();
    const contentId = await publishFile(devchain, "agents/devnet/clips/colony.mp4", { rate: "0.001" });
    await first.end("SIGTERM");
    const content = join(settings.dataDir, "content");
    const leaves = readFileSync(join(content, contentId, "leaves"));
    console.log("\nAn edge, from its start\n");
    cells("works", "listens, ms", "first byte, ms", "memory, MB");
    let made = 1;
    for (const count of WORKS) {
      for (; made < count; made += 1)
        writeWork(join(content, `0x${made.toString(16).padStart(64, "0")}`), leaves);
      await firstByte(count, start, contentId);
    }
  } finally {
    for (const work of closing.reverse()) await work();
    await devchain.stop();
  }
}

function writeWork(folder: string, leaves: Uint8Array): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "leaves"), leaves);
  writeFileSync(join(folder, "0"), "x");
}

async function firstByte(
  count: number,
  start: () => ReturnType<typeof spawnRole>,
  contentId: string,
): Promise<void> {
  let edge!: Awaited<ReturnType<typeof start>>;
  const listens = await milliseconds(async () => {
    edge = await start();
  });
  const first = await milliseconds(async () => {
    const response = await fetch(`${edge.url}/v1/content/${contentId}/chunks/0`);
    if (!response.ok) throw new Error(await response.text());
    await response.body!.getReader().read();
  });
  const [, kB] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${edge.child.pid}/status`, "utf8"))!;
  cells(count, Math.round(listens), rounded(first), Math.round(Number(kB) / 1_000));
  await edge.end("SIGTERM");
}
