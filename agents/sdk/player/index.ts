// SPDX-License-Identifier: MIT
// The door `@tributary/sdk/player`: plays a work, and pays for each second of it. `playIn` loads `mediabunny`, `adaptiveIn` takes `hls.js`.
export * from "./hlsTypes.ts";
export * from "./openWork.ts";
export * from "./pageMedia.ts";
export * from "./play.ts";
export * from "./playAdaptive.ts";
export * from "./playback.ts";
export * from "./playerErrors.ts";
export * from "./playIn.ts";
export * from "./qualities.ts";
export * from "./sounds.ts";
export * from "./subtitles.ts";
