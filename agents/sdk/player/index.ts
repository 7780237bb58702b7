// SPDX-License-Identifier: MIT
// The door `@tributary/sdk/player`: plays a work, and pays for each second of it. Needs `mediabunny`.
export * from "./pageMedia.ts";
export * from "./play.ts";
export * from "./playback.ts";
export * from "./playerErrors.ts";
export * from "./playIn.ts";
