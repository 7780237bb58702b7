// SPDX-License-Identifier: MIT
import { CAPSULE_BYTES, keyPeriodsOf } from "./capsules.ts";
import { type Fragment, LIMITS, type Manifest, type Rendition, secondsOf } from "./manifestFields.ts";

/** @returns What must hold of a field's value; undefined where it holds. */
type Check<T> = (value: T) => string | undefined;
type Checks<T> = { [Field in keyof T]-?: Check<T[Field]> };

const count =
  (least: number, most: number): Check<number> =>
  (value) =>
    Number.isSafeInteger(value) && value >= least && value <= most
      ? undefined
      : `must be a whole number from ${least} to ${most}`;
const text =
  (form: RegExp, words: string): Check<string> =>
  (value) =>
    typeof value === "string" && form.test(value) ? undefined : `must be ${words}`;
const optional =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value) =>
    value === undefined ? undefined : check(value);
const bytes =
  (most: number): Check<Uint8Array> =>
  (value) =>
    value instanceof Uint8Array && value.length <= most ? undefined : `must have ${most} bytes at most`;

const mediaType = text(/^(?=.{1,100}$)[a-z]+\/[a-z0-9.+-]+$/, "a media type, as of video/mp4");

const RENDITION: Checks<Omit<Rendition, "fragments" | "capsules">> = {
  kind: text(/^(video|audio|text|file)$/, "video, audio, text or file"),
  name: text(/^.{1,100}$/s, "a text of 1 to 100 characters"),
  mediaType,
  codecs: optional(text(/^[A-Za-z0-9.,]{1,100}$/, "codecs, as of avc1.64001f,mp4a.40.2")),
  width: optional(count(1, 65_535)),
  height: optional(count(1, 65_535)),
  frameRate: optional((value) =>
    Number.isFinite(value) && value > 0 && value <= 1_000 ? undefined : "must be above 0, and 1,000 at most",
  ),
  language: optional(text(/^[A-Za-z0-9-]{1,35}$/, "a language, as of en or pt-BR")),
  timescale: count(1, 0xff_ff_ff_ff),
  init: bytes(LIMITS.posterBytes),
};

const MANIFEST: Checks<Omit<Manifest, "renditions" | "poster">> = {
  title: text(new RegExp(`^.{1,${LIMITS.title}}$`, "s"), `a text of 1 to ${LIMITS.title} characters`),
  encryption: text(/^(aes-256-gcm|none)$/, "aes-256-gcm or none"),
  keyPeriodSec: count(1, LIMITS.keyPeriodSec),
  committee: optional(text(/^0x[0-9a-f]{64}$/, "32 bytes in hex, in lower case")),
  durationSec: count(1, LIMITS.durationSec),
};

const POSTER: Checks<NonNullable<Manifest["poster"]>> = { mediaType, bytes: bytes(LIMITS.posterBytes) };

const FRAGMENT: Checks<Fragment> = {
  byteCount: count(1, LIMITS.fragmentBytes),
  // the table's zigzag of a difference is twice as large, and a number too
  duration: count(1, 2 ** 52 - 1),
};

/** @returns The first fault of a manifest whose fields may hold anything. */
export function faultOf(manifest: Manifest): string | undefined {
  const { renditions, poster } = manifest;
  const own = faultIn(MANIFEST, manifest) ?? (poster && faultIn(POSTER, poster, "the poster's "));
  if (own) return own;
  if (manifest.committee && manifest.encryption === "none") return "a work in the clear has no committee";
  if (renditions.length === 0 || renditions.length > LIMITS.renditions)
    return `there must be 1 to ${LIMITS.renditions} renditions`;
  for (const [number, rendition] of renditions.entries()) {
    const fault = faultOfRendition(rendition) ?? faultOfCapsules(rendition, manifest);
    if (fault) return `rendition ${number}: ${fault}`;
  }
  const longest = Math.max(...renditions.map(secondsOf));
  return manifest.durationSec === longest
    ? undefined
    : `durationSec must be the longest rendition's, ${longest}`;
}

function faultOfRendition(rendition: Rendition): string | undefined {
  const { fragments } = rendition;
  if (fragments.length === 0) return "there must be a fragment";
  for (const fragment of fragments) {
    const fault = faultIn(FRAGMENT, fragment, "a fragment's ");
    if (fault) return fault;
  }
  const ticks = fragments.reduce((sum, { duration }) => sum + duration, 0);
  if (!Number.isSafeInteger(ticks)) return "the durations must add up to less than 2^53";
  return faultIn(RENDITION, rendition);
}

function faultOfCapsules(rendition: Rendition, { committee, keyPeriodSec }: Manifest): string | undefined {
  const { capsules } = rendition;
  if (committee === undefined)
    return capsules === undefined ? undefined : "there are capsules, and no committee to open them";
  const wanted = keyPeriodsOf(rendition, keyPeriodSec).length;
  const isCapsule = (value: unknown) => value instanceof Uint8Array && value.length === CAPSULE_BYTES;
  return capsules?.length === wanted && capsules.every(isCapsule)
    ? undefined
    : `there must be ${wanted} capsules of ${CAPSULE_BYTES} bytes`;
}

function faultIn<T>(checks: Checks<T>, value: T, whose = ""): string | undefined {
  for (const field in checks) {
    const fault = checks[field](value[field]);
    if (fault) return `${whose}${field} ${fault}`;
  }
  return undefined;
}
