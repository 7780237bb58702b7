// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "vitest";
import { layoutOf } from "../content/layout.ts";
import type { Manifest } from "../content/manifestFields.ts";
import { hlsConfig } from "./hlsConfig.ts";
import type { HlsClass, HlsLoader } from "./hlsTypes.ts";
import type { OpenedWork } from "./openWork.ts";

const SECONDS = 400;
const fail = () => assert.fail("nothing fails here");
const manifest: Manifest = {
  ...{ title: "Work", encryption: "none", keyPeriodSec: 60, durationSec: SECONDS },
  renditions: [1, 2, 4, 8].map((size) => ({
    ...({ kind: "video", name: `${size}`, mediaType: "video/mp4", timescale: 1 } as const),
    init: new Uint8Array(),
    fragments: Array.from({ length: SECONDS / 2 }, () => ({ byteCount: size * 250_000, duration: 2 })),
  })),
};

/** The controller of qualities as hls.js makes it, on a line that brings everything at once. */
async function controllerOf() {
  const readFragment: OpenedWork["readFragment"] = async (_, options) => {
    options?.onBytes?.(250_000);
    return new Uint8Array();
  };
  const Base = class {
    onFragLoading() {}
    onFragLoaded() {}
  };
  const Hls = { DefaultConfig: { abrController: Base } } as unknown as HlsClass;
  const work = { manifest, layout: layoutOf(manifest, 1), readFragment } as OpenedWork;
  const config = hlsConfig(Hls, work, fail) as {
    abrController: new (
      hls: object,
    ) => {
      nextAutoLevel: number;
      onFragLoading(event: string, data: object): void;
      onFragLoaded(event: string, data: object): void;
    };
    fLoader: new () => HlsLoader;
  };
  const hls = {
    levels: manifest.renditions.map((_, number) => ({ uri: `https://work.invalid/${number}/playlist.m3u8` })),
    ...{ maxAutoLevel: 3, media: { currentTime: 100 }, mainForwardBufferInfo: { len: 120 } },
  };
  const abr = new config.abrController(hls);
  const frag = { type: "main", sn: 5, level: 3 };
  await new Promise<void>((resolve) => {
    const onSuccess = () => resolve();
    new config.fLoader().load({ url: "https://work.invalid/3/f5.m4s" }, {}, { onSuccess, onError: fail });
  });
  abr.onFragLoaded("", { frag });
  return { abr, hls };
}

test("a choice that hls.js repeats ends with the buffer that led to it: after a jump playing begins at the lowest", async () => {
  const { abr, hls } = await controllerOf();
  assert.equal(abr.nextAutoLevel, 3);
  // so does hls.js each time that it looks, while the buffer is full
  abr.nextAutoLevel = 3;
  assert.equal(abr.nextAutoLevel, 3);
  hls.media.currentTime = 300;
  hls.mainForwardBufferInfo.len = 0;
  assert.equal(abr.nextAutoLevel, 0);
});

test("a level that the rule for slow fragments asks for holds until a fragment of it is loaded", async () => {
  const { abr } = await controllerOf();
  assert.equal(abr.nextAutoLevel, 3);
  abr.nextAutoLevel = 1;
  assert.equal(abr.nextAutoLevel, 1);
  // repeated, as ever
  abr.nextAutoLevel = 1;
  assert.equal(abr.nextAutoLevel, 1);
  abr.onFragLoading("", { frag: { type: "main", sn: 6, level: 1 } });
  assert.equal(abr.nextAutoLevel, 3);
});
