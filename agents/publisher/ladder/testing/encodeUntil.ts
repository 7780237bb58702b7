// SPDX-License-Identifier: GPL-3.0-or-later
// Encodes a file, and is killed when it comes to a rendition: encodeUntil.ts FILE DIRECTORY RENDITION.
import { encodeLadder } from "../encodeLadder.ts";
import { findFfmpeg } from "../findFfmpeg.ts";
import { planLadder } from "../policy.ts";
import { probeVideo } from "../probeVideo.ts";

const [path, directory, last] = process.argv.slice(2) as [string, string, string];
const tools = await findFfmpeg();
const plan = planLadder(await probeVideo(path, tools))!;
await encodeLadder({
  ...{ path, plan, directory, tools, preset: "ultrafast" },
  onProgress({ rendition }) {
    if (rendition === last) process.kill(process.pid, "SIGKILL");
  },
});
