// SPDX-License-Identifier: GPL-3.0-or-later
// Installs ffmpeg by apt for the tests that encode, unless it is there. Without ffmpeg, those tests are left out; in CI they fail.
import { findFfmpeg } from "../agents/publisher/ladder/findFfmpeg.ts";
import { aptInstall } from "./aptInstall.ts";

const isHere = () =>
  findFfmpeg().then(
    () => true,
    () => false,
  );

if (!(await isHere())) aptInstall("ffmpeg");
if (await isHere()) console.log("videos are encoded by ffmpeg");
else {
  console.error(
    "There is no ffmpeg, and it cannot be installed from here, so no video is encoded. Install ffmpeg and ffprobe as root (apt-get install ffmpeg).",
  );
  if (process.env.CI === "true") process.exit(1);
}
