// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, type TestContext, test } from "vitest";
import { UserError } from "../kernel/process/errors.ts";
import { scratchDir } from "../kernel/testing/scratch.ts";
import type { Rendition } from "../sdk/content/manifestFields.ts";
import { openMediaFile } from "./mediaFile.ts";
import { wav } from "./testing/wav.ts";

async function manifestOf(t: TestContext, bytes: Buffer, durationSec?: number) {
  const path = join(scratchDir(t), "film");
  await writeFile(path, bytes);
  const file = await openMediaFile(path, { durationSec });
  await file.close();
  return file.manifest;
}

const refused = (work: Promise<unknown>, what: RegExp) =>
  assert.rejects(work, (error: UserError) => {
    assert.ok(error instanceof UserError, String(error));
    assert.match(`${error.message} ${error.advice}`, what);
    return true;
  });

/** Plays 4.2 seconds. */
const clip = () => wav(44 + 42_000, 10_000);
const text = Buffer.from("a text, which has no duration\n");

describe.concurrent("the price is per second, so the duration is measured, or asked for", () => {
  test("a file sells for the seconds that it plays, a part of one counted as one", async (t) => {
    const { durationSec, renditions } = await manifestOf(t, clip());
    const [{ mediaType, fragments }] = renditions as [Rendition];
    assert.deepEqual(
      [durationSec, mediaType, fragments],
      [5, "audio/wav", [{ byteCount: 42_044, duration: 5_000_000 }]],
    );
  });

  test("a file that cannot be measured is refused, with what to give", (t) =>
    refused(
      manifestOf(t, text),
      /^The duration of \S+film cannot be measured: the file is in no media format that is known here\. Give --duration with the seconds that it plays/,
    ));

  test("such a file takes the duration that is given", async (t) => {
    const { durationSec, renditions } = await manifestOf(t, text, 90.5);
    assert.deepEqual([durationSec, renditions[0]?.mediaType], [91, "application/octet-stream"]);
  });

  test("a file that was measured takes no other duration", async (t) => {
    for (const durationSec of [3.1, 5.3, 60])
      await refused(
        manifestOf(t, clip(), durationSec),
        new RegExp(`plays 4\\.2 s, and --duration says ${durationSec} s\\. Leave --duration out`),
      );
  });

  test("a duration that agrees to the second changes nothing", async (t) => {
    for (const given of [3.2, 4, 5.2]) assert.equal((await manifestOf(t, clip(), given)).durationSec, 5);
  });
});
