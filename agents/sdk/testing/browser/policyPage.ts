// SPDX-License-Identifier: MIT
// The page under a content security policy: loads every action, hashes chunks, makes the vectors of the format, plays a file.
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { formatVectors } from "../../content/testing/formatVectors.ts";
import * as sdk from "../../index.ts";
import { playIn } from "../../player/index.ts";
import type { VideoLike } from "../../player/pageMedia.ts";

declare const document: {
  querySelector(selector: "video"): VideoLike;
  addEventListener(type: string, listener: (event: { effectiveDirective: string }) => void): void;
};
declare const WebAssembly: { compile(module: Uint8Array): Promise<unknown> };

/** The directives that forbade something, in order. */
const forbidden: string[] = [];
document.addEventListener("securitypolicyviolation", (event) => forbidden.push(event.effectiveDirective));

/** A module without any content. */
const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/** The root over a chunk's pieces, before and after the page's policy has answered whether WebAssembly may be compiled. */
async function piecesRoots(chunk: Hex): Promise<{ roots: Hex[]; isCompiled: boolean }> {
  const first = sdk.piecesRootOf(hexToBytes(chunk));
  const isCompiled = await WebAssembly.compile(EMPTY_MODULE).then(
    () => true,
    () => false,
  );
  const roots = [first, sdk.piecesRootOf(hexToBytes(chunk))];
  return { roots: roots.map((root) => bytesToHex(root)), isCompiled };
}

/** Gives a file to the page's element; seconds that the element holds. */
async function load(file: Hex): Promise<number> {
  const video = document.querySelector("video");
  const bytes = hexToBytes(file);
  const player = playIn(video, { aheadSec: Number.POSITIVE_INFINITY });
  const loaded = async () => {
    const rendition = sdk.fileRendition({ name: "original", mediaType: "video/mp4" }, bytes.length, 1, 0);
    await player.onManifest(
      { renditions: [rendition] as readonly sdk.Rendition[] } as sdk.Manifest,
      rendition,
    );
    await player.onBytes(bytes, { fragment: 0 } as sdk.FragmentSpan);
    await player.onEnd();
  };
  // nobody plays: the first second never begins, unless the element fails
  await Promise.race([loaded(), player.playback.begins(0)]);
  return video.buffered.end(0);
}

Object.assign(globalThis, { forbidden, piecesRoots, load, formatVectors });
