// SPDX-License-Identifier: MIT
import { TributaryError } from "../errors/TributaryError.ts";
import { CAPSULE_BYTES, keyPeriodsOf } from "./capsules.ts";
import { CHUNK_BYTES } from "./leaf.ts";
import { LIMITS, type Manifest, type Rendition } from "./manifestFields.ts";
import { faultOf } from "./manifestRules.ts";
import { concatBytes, equalBytes } from "./merkle.ts";
import { TableReader, TableWriter } from "./table.ts";
import type { CommittedContent } from "./tree.ts";

/** `TRB` and the version. */
const MAGIC = Uint8Array.of(0x54, 0x52, 0x42, 2);
const HEAD_BYTES = 12;

/**
 * Encodes a manifest: see docs/FORMAT.md. The leading chunks of a work are these bytes.
 *
 * @throws TributaryError for a manifest that could not be read back.
 */
export function encodeManifest(manifest: Manifest): Uint8Array {
  const fault = faultOf(manifest);
  if (fault) throw new TributaryError(`the manifest is malformed: ${fault}`);
  const header = new TextEncoder().encode(JSON.stringify(headerOf(manifest)));
  const table = tableOf(manifest);
  const head = new Uint8Array(HEAD_BYTES);
  head.set(MAGIC);
  new DataView(head.buffer).setUint32(4, header.length);
  new DataView(head.buffer).setUint32(8, table.length);
  const bytes = concatBytes([head, header, table]);
  if (bytes.length > LIMITS.manifestBytes)
    throw new TributaryError(`the manifest has ${bytes.length} bytes of ${LIMITS.manifestBytes} at most`, {
      advice: "publish longer fragments, or several works",
    });
  return bytes;
}

/** The bytes of the manifest that begins with `chunk`, chunk 0 of a work. Throws a TributaryError for anything else. */
export function manifestBytesOf(content: CommittedContent, chunk: Uint8Array): number {
  const isManifest = chunk.length > HEAD_BYTES && equalBytes(chunk.subarray(0, 4), MAGIC);
  if (!isManifest) throw refused(content, "is none of version 2");
  const view = new DataView(chunk.buffer, chunk.byteOffset, HEAD_BYTES);
  const byteCount = HEAD_BYTES + view.getUint32(4) + view.getUint32(8);
  if (byteCount > LIMITS.manifestBytes) throw refused(content, `says that it has ${byteCount} bytes`);
  return byteCount;
}

/**
 * Reads the manifest of `content`, its leading chunks together.
 *
 * @throws TributaryError with the reason when the bytes are no manifest, or do not fit the work.
 */
export function decodeManifest(content: CommittedContent, bytes: Uint8Array): Manifest {
  if (manifestBytesOf(content, bytes) !== bytes.length)
    throw refused(content, "has another length than it says");
  const headerBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4);
  const header = bytes.subarray(HEAD_BYTES, HEAD_BYTES + headerBytes);
  let manifest: Manifest;
  try {
    const fields = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(header));
    manifest = withTable(fields, bytes.subarray(HEAD_BYTES + headerBytes));
  } catch (cause) {
    throw refused(content, "cannot be read", cause);
  }
  const fault = faultOf(manifest);
  if (fault) throw refused(content, `is malformed: ${fault}`);
  if (!equalBytes(encodeManifest(manifest), bytes)) throw refused(content, "is not written in its one form");
  // otherwise a publisher could send viewers after chunks that nobody has
  const fragments = manifest.renditions.flatMap((rendition) => rendition.fragments);
  const chunksOf = (byteCount: number) => Math.ceil(byteCount / CHUNK_BYTES);
  const byteCount = fragments.reduce((sum, fragment) => sum + fragment.byteCount, bytes.length);
  const chunks = fragments.reduce(
    (sum, fragment) => sum + chunksOf(fragment.byteCount),
    chunksOf(bytes.length),
  );
  if (BigInt(byteCount) !== content.byteCount || BigInt(chunks) !== content.leafCount)
    throw refused(content, "does not fit what is committed on chain");
  return manifest;
}

/** The manifest's header, in its one order of fields. */
function headerOf(manifest: Manifest) {
  const { title, encryption, keyPeriodSec, committee, durationSec, renditions, poster } = manifest;
  return {
    ...{ title, encryption, keyPeriodSec, committee, durationSec },
    renditions: renditions.map(
      ({
        kind,
        name,
        mediaType,
        codecs,
        width,
        height,
        frameRate,
        language,
        timescale,
        init,
        fragments,
      }) => ({
        ...{ kind, name, mediaType, codecs, width, height, frameRate, language, timescale },
        ...{ initBytes: init.length, fragmentCount: fragments.length },
      }),
    ),
    poster: poster && { mediaType: poster.mediaType, byteCount: poster.bytes.length },
  };
}

function tableOf({ renditions, poster }: Manifest): Uint8Array {
  const table = new TableWriter();
  for (const { init, fragments, capsules = [] } of renditions) {
    table.bytes(init);
    let before = 0;
    for (const { byteCount, duration } of fragments) {
      table.unsigned(byteCount);
      table.signed(duration - before);
      before = duration;
    }
    for (const capsule of capsules) table.bytes(capsule);
  }
  if (poster) table.bytes(poster.bytes);
  return table.end();
}

type Header = ReturnType<typeof headerOf>;

/** The header's fields with what the table holds. Throws for a table that ends too early or too late. */
function withTable(header: Header, bytes: Uint8Array): Manifest {
  const table = new TableReader(bytes);
  const renditions = header.renditions.map(({ initBytes, fragmentCount, ...rendition }) => {
    const init = table.bytes(initBytes);
    let duration = 0;
    const fragments: Rendition["fragments"][number][] = [];
    // a count is a stranger's word: the table's end comes first
    for (let at = 0; at < fragmentCount; at += 1) {
      const byteCount = table.unsigned();
      duration += table.signed();
      fragments.push({ byteCount, duration });
    }
    const read = { ...rendition, init, fragments } as Rendition;
    if (header.committee === undefined) return read;
    const capsules = keyPeriodsOf(read, header.keyPeriodSec).map(() => table.bytes(CAPSULE_BYTES));
    return { ...read, capsules };
  });
  const { poster, ...fields } = header;
  const picture = poster && { mediaType: poster.mediaType, bytes: table.bytes(poster.byteCount) };
  table.end();
  return { ...fields, renditions, ...(picture && { poster: picture }) } as Manifest;
}

const refused = ({ contentId }: CommittedContent, why: string, cause?: unknown) =>
  new TributaryError(`The manifest of ${contentId} ${why}.`, { cause });
