// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, test } from "vitest";
import { UserError } from "../../kernel/process/errors.ts";
import { encodeLadder, type Rendition } from "./encodeLadder.ts";
import { findFfmpeg } from "./findFfmpeg.ts";
import { probeVideo } from "./probeVideo.ts";
import { hasFfmpeg } from "./testing/hasFfmpeg.ts";
import { bytesOf, ladderOf, newDirectory } from "./testing/madeLadder.ts";
import { makeSource, picture, sound } from "./testing/sources.ts";

const KILLED = fileURLToPath(new URL("testing/encodeUntil.ts", import.meta.url));

const twoTracks = (directory: string) =>
  makeSource(
    join(directory, "film.mkv"),
    [picture("64x48", 10, 3), sound(3), sound(3, 880)],
    ...[0, 1, 2].flatMap((input) => ["-map", `${input}`]),
  );

describe.skipIf(!hasFfmpeg)("a ladder that was broken off", () => {
  test("goes on after SIGKILL without encoding again what was done, and comes to the same bytes", async () => {
    const directory = newDirectory();
    const path = twoTracks(directory);
    const { ladder: whole } = await ladderOf(path, join(directory, "whole"));
    const killed = join(directory, "killed");
    assert.equal(spawnSync(process.execPath, [KILLED, path, killed, "audio-2"]).signal, "SIGKILL");
    // what a rendition that was half written may have left
    mkdirSync(join(killed, "audio-2"), { recursive: true });
    writeFileSync(join(killed, "audio-2", "7.m4s"), "half");
    const first = statSync(join(killed, "48p", "0.m4s"));

    const { ladder } = await ladderOf(path, killed);
    const [video, audio] = ladder.renditions as [Rendition, Rendition];
    assert.equal(statSync(video.fragments[0]!.path).ino, first.ino);
    assert.equal(statSync(video.fragments[0]!.path).mtimeMs, first.mtimeMs);
    assert.ok(!existsSync(join(killed, "audio-2", "7.m4s")));
    for (const [at, rendition] of [video, audio].entries())
      assert.ok(bytesOf(rendition).equals(bytesOf(whole.renditions[at]!)), rendition.name);

    // a file that is not as it was left, or another source, is encoded anew
    const mark = join(killed, "audio-2", "mark");
    const isKept = async () => {
      writeFileSync(mark, "");
      await ladderOf(path, killed);
      return existsSync(mark);
    };
    appendFileSync(audio.fragments[0]!.path, "more");
    assert.equal(await isKept(), false);
    assert.equal(await isKept(), true);
    utimesSync(path, 1, 1);
    assert.equal(await isKept(), false);
  });

  test("ends when its signal aborts", async () => {
    const directory = newDirectory();
    const path = twoTracks(directory);
    const { plan } = await ladderOf(path, join(directory, "whole"));
    const stop = new AbortController();
    const tools = await findFfmpeg();
    const encoding = encodeLadder({
      ...{ path, plan, directory: join(directory, "stopped"), tools, signal: stop.signal },
      onProgress: () => stop.abort(new Error("enough")),
    });
    await assert.rejects(encoding, /^Error: enough$/);
  });

  test("says why where ffmpeg fails, and keeps no rendition", async () => {
    const directory = newDirectory();
    const path = twoTracks(directory);
    const { plan } = await ladderOf(path, join(directory, "whole"));
    const broken = join(directory, "broken.mkv");
    writeFileSync(broken, "no video");
    const encoding = encodeLadder({ path: broken, plan, directory, tools: await findFfmpeg() });
    await assert.rejects(encoding, (error: UserError) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /^ffmpeg cannot encode .*broken\.mkv: .*Invalid data/);
      return true;
    });
    assert.ok(!existsSync(join(directory, "48p", "done.json")));
  });
});

describe.skipIf(!hasFfmpeg)("a probe", () => {
  test("finds nothing to play in a picture or a text, and says why where a file is no media", async () => {
    const directory = newDirectory();
    const tools = await findFfmpeg();
    const still = makeSource(join(directory, "still.png"), [picture("64x48", 1, 1)], "-c:v", "png");
    const words = join(directory, "words.txt");
    writeFileSync(words, "once upon a time\n".repeat(100));
    for (const path of [still, words]) {
      const { durationSec, video } = await probeVideo(path, tools);
      assert.deepEqual([durationSec, video], [0, undefined]);
    }
    const zip = join(directory, "work.zip");
    writeFileSync(zip, Buffer.from("504b0304".repeat(50), "hex"));
    await assert.rejects(probeVideo(zip, tools), /cannot be read as media: .*work\.zip/);
    // a name that ffmpeg would take for more than a name
    await assert.rejects(probeVideo("concat:a|b", tools), /file:concat:a\|b: No such file/);
  });
});

test("without ffmpeg, the words say how to get it", async () => {
  await assert.rejects(findFfmpeg({ ffmpeg: "/nowhere/ffmpeg" }), (error: UserError) => {
    assert.ok(error instanceof UserError);
    assert.equal(error.message, "There is no /nowhere/ffmpeg that runs, so no qualities can be made.");
    assert.match(error.advice, /apt install ffmpeg/);
    return true;
  });
});
