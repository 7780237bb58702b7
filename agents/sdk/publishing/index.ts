// SPDX-License-Identifier: MIT
// The door `@tributary/sdk/publishing`: makes a work of a file, registers it, and brings it to edges. `measure` loads `mediabunny`.
export * from "./edgeUpload.ts";
export * from "./fileMedia.ts";
export * from "./ipfsFiles.ts";
export * from "./measure.ts";
export * from "./media.ts";
export * from "./publishErrors.ts";
export * from "./publishWork.ts";
export type * from "./sealManifest.ts";
