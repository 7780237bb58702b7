// SPDX-License-Identifier: GPL-3.0-or-later
// Makes agents/devnet/clips/tides: 12 s in four qualities, as fragments. Needs ffmpeg with drawtext, and minutes. The result is committed,
// so that nobody else needs ffmpeg to see a work play.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encodeLadder } from "../agents/publisher/ladder/encodeLadder.ts";
import { findFfmpeg } from "../agents/publisher/ladder/findFfmpeg.ts";
import { planLadder } from "../agents/publisher/ladder/policy.ts";
import { probeVideo } from "../agents/publisher/ladder/probeVideo.ts";
import { keepLadder } from "../agents/publisher/ladder/storedLadder.ts";

const SECONDS = 12;
const directory = fileURLToPath(new URL("../agents/devnet/clips/tides", import.meta.url));
const source = join(mkdtempSync(join(tmpdir(), "tides-")), "tides.mkv");
const tools = await findFfmpeg();

const PICTURE = `gradients=size=960x540:rate=24:duration=${SECONDS}:c0=#0b1d3a:c1=#1f6f8b:c2=#f2b880:c3=#7a2e4d:nb_colors=4:seed=7:speed=0.012`;
// a low chord that swells and falls
const SOUND = `aevalsrc='0.12*(sin(2*PI*110*t)+sin(2*PI*165*t)+0.6*sin(2*PI*277.2*t))*(0.6+0.4*sin(2*PI*t/6))':sample_rate=48000:duration=${SECONDS}`;
const word = (text: string, size: number, y: number, color: string) =>
  `drawtext=text='${text}':font=DejaVu Sans:fontsize=${size}:fontcolor=${color}:x=(w-text_w)/2:y=${y}`;
const FILTERS = [
  "scale=3840:2160:flags=bicubic",
  // lines of two pixels, which only the best quality shows as lines
  "drawgrid=width=120:height=120:thickness=2:color=white@0.12",
  word("Tides", 300, 760, "white@0.92"),
  word("%{eif\\:t\\:d\\:2} s", 150, 1200, "white@0.8"),
].join(",");

execFileSync(tools.ffmpeg, [
  ...["-v", "error", "-f", "lavfi", "-i", PICTURE, "-f", "lavfi", "-i", SOUND, "-vf", FILTERS],
  ...["-c:v", "libx264", "-preset", "ultrafast", "-qp", "12", "-pix_fmt", "yuv420p", "-c:a", "flac", source],
]);
rmSync(directory, { recursive: true, force: true });
const plan = planLadder(await probeVideo(source, tools))!;
const ladder = await encodeLadder({ path: source, plan, directory, tools });
await keepLadder(directory, ladder);
for (const name of ["extras", ...ladder.renditions.map(({ name }) => name)])
  rmSync(join(directory, name, "done.json"));
for (const { name, codecs, averageBandwidth, fragments } of ladder.renditions) {
  const bytes = fragments.reduce((sum, { byteCount }) => sum + byteCount, 0);
  console.log(`${name}: ${codecs}, ${averageBandwidth} bit/s, ${bytes} bytes`);
}
