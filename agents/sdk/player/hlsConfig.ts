// SPDX-License-Identifier: MIT
import { spanAt } from "../content/layout.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { FragmentReader } from "./fragmentReader.ts";
import { type Bring, loaderClass } from "./hlsLoader.ts";
import type { HlsAbrClass, HlsClass, HlsInstance } from "./hlsTypes.ts";
import { chooseLevel, MOST_BUFFER_SEC } from "./ladder.ts";
import type { LineMeter } from "./lineMeter.ts";
import type { OpenedWork } from "./openWork.ts";
import { masterPlaylist, mediaPlaylist, placeOf, renditionAt, variantAt } from "./playlists.ts";
import { fragmentWithSound, initWithSound } from "./soundTrack.ts";

/**
 * The configuration of hls.js that plays an opened work: playlists come from its manifest, fragments from `readFragment`, and the quality
 * by {@link chooseLevel}.
 *
 * @param onFailure Told why a fragment could not be had.
 * @param sound The number of the audio rendition to play; undefined for the picture's own sound.
 * @param positionSec Where the viewer is: how long peers have for a fragment. Without it, edges alone are asked.
 */
export function hlsConfig(
  Hls: HlsClass,
  work: OpenedWork,
  onFailure: (error: unknown) => void,
  sound: () => number | undefined = () => undefined,
  positionSec: () => number = () => Number.POSITIVE_INFINITY,
): object {
  const reader = new FragmentReader(work, positionSec);
  const loader = loaderClass(bringFrom(work, reader), onFailure);
  return {
    ...{ fLoader: loader, pLoader: loader, abrController: ladderController(Hls, work, reader.line, sound) },
    ...{ startLevel: -1, testBandwidth: false, maxBufferSize: 400e6, backBufferLength: 10 },
    ...{ maxBufferLength: MOST_BUFFER_SEC, maxMaxBufferLength: MOST_BUFFER_SEC },
    // a worker made of a blob is refused by a strict content security policy, and fragments of MP4 need none
    enableWorker: false,
  };
}

function bringFrom({ manifest, layout }: OpenedWork, reader: FragmentReader): Bring {
  return async (url, { signal, onBytes, total }) => {
    const place = placeOf(url);
    if (place?.kind === "master") return masterPlaylist(manifest);
    if (place?.kind === "playlist") return mediaPlaylist(manifest, place);
    if (place?.kind === "init") {
      const own = manifest.renditions[place.rendition]!.init;
      const sound = place.sound === undefined ? undefined : manifest.renditions[place.sound]!.init;
      return bufferOf(sound ? initWithSound(own, sound) : own);
    }
    const noSuch = () => new TributaryError(`the work has no ${url}`);
    if (place?.kind !== "fragment") throw noSuch();
    const { rendition, sound, fragment } = place;
    const span = layout.spans[rendition]?.[fragment];
    if (!span) throw noSuch();
    // a sound that ends before the picture leaves the picture's own
    const spanOfSound = sound === undefined ? undefined : layout.spans[sound]?.[fragment];
    total(span.byteCount + (spanOfSound?.byteCount ?? 0));
    const [bytes, other] = await Promise.all([
      reader.read(span, { signal, onBytes }),
      spanOfSound && reader.readBeside(spanOfSound, { signal, onBytes }),
    ]);
    const { init } = manifest.renditions[rendition]!;
    return bufferOf(other ? fragmentWithSound(init, bytes, other) : bytes);
  };
}

/** hls.js takes whole buffers, and keeps them. */
const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

function ladderController(
  Hls: HlsClass,
  { manifest, layout }: OpenedWork,
  line: LineMeter,
  sound: () => number | undefined,
) {
  const Base = Hls.DefaultConfig.abrController as HlsAbrClass;
  return class extends Base {
    #level: number | undefined;
    /** Set from outside, by the rule for slow fragments or a pin, until it is loaded. */
    #asked = -1;
    /** What hls.js was told last. */
    #chosen = -1;
    readonly #hls: HlsInstance;

    constructor(hls: HlsInstance) {
      super(hls);
      this.#hls = hls;
    }

    override onFragLoading(
      event: string,
      data: { frag: Parameters<Base["onFragLoading"]>[1]["frag"] },
    ): void {
      super.onFragLoading(event, data);
      if (data.frag.level === this.#asked) this.#asked = -1;
    }

    override onFragLoaded(event: string, data: { frag: Parameters<Base["onFragLoaded"]>[1]["frag"] }): void {
      super.onFragLoaded(event, data);
      if (data.frag.type === "main" && data.frag.sn !== "initSegment") this.#level = data.frag.level;
    }

    /** The levels with the sound that is played, from the lowest quality. */
    get #heard(): number[] {
      const { levels } = this.#hls;
      return [...levels.keys()].filter((level) => variantAt(levels[level]!.uri)?.sound === sound());
    }

    get firstAutoLevel(): number {
      return this.#heard[0] ?? 0;
    }

    get nextAutoLevel(): number {
      const { levels, media, mainForwardBufferInfo, maxAutoLevel } = this.#hls;
      const heard = this.#heard;
      if (this.#asked >= 0) return heard.filter((level) => level <= this.#asked).at(-1) ?? heard[0] ?? -1;
      const bufferSec = mainForwardBufferInfo?.len ?? 0;
      const position = (media?.currentTime ?? 0) + bufferSec;
      const next = heard.map((level) => spanAt(layout.spans[renditionAt(levels[level]!.uri)]!, position));
      if (next.length === 0) return -1;
      const { startSec, endSec } = next[0]!;
      // what was loaded with another sound counts by its quality
      const held = renditionAt(levels[this.#level ?? -1]?.uri ?? "");
      const place = heard.findIndex((level) => renditionAt(levels[level]!.uri) === held);
      const chosen = chooseLevel({
        ...{ level: place < 0 ? undefined : place, bufferSec, throughput: line.now },
        leftSec: Math.max(0, manifest.durationSec - position),
        fragmentBits: next.map(({ byteCount }) => 8 * byteCount),
        fragmentSec: endSec - startSec,
      });
      this.#chosen = Math.min(heard[chosen]!, maxAutoLevel);
      return this.#chosen;
    }

    set nextAutoLevel(level: number) {
      // hls.js repeats what it was told, each time that it looks: such a choice ends with what led to it, as the buffer does with a jump
      if (level !== this.#chosen) this.#asked = level;
    }
  };
}

type Base = InstanceType<HlsAbrClass>;
