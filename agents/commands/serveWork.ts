// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { parseByteRange } from "../edge/conditions.ts";
import { firstWhere } from "../sdk/content/firstWhere.ts";
import { overheadOf } from "../sdk/encryption/fragment.ts";
import type { OpenedWork } from "../sdk/player/openWork.ts";
import { MASTER_URL, masterPlaylist, mediaPlaylist, placeOf } from "../sdk/player/playlists.ts";
import { qualitiesOf, qualityOf } from "../sdk/player/qualities.ts";
import { reasonOf } from "../sdk/wire/reasonOf.ts";
import { type PaidSeconds, SecondsSpent } from "./paidSeconds.ts";

const { origin: NOWHERE, pathname: MASTER } = new URL(MASTER_URL);
const PLAYLIST = { "content-type": "application/vnd.apple.mpegurl" };

export type ServedWork = {
  /** What a player opens. */
  url: string;
  close(): void;
};

/**
 * Serves a work to a player of this machine, as VLC or mpv: a work in qualities as HLS, any other as one file. Each fragment is paid,
 * fetched, verified and decrypted when the player asks for it. The URL has a secret part: no page of another site, and no
 * other user, can spend the viewer's money.
 *
 * @param onFailure Told why a fragment was not served.
 */
export async function serveWork(
  work: OpenedWork,
  paid: PaidSeconds,
  options: { port: number; quality?: string | undefined; onFailure(reason: string): void },
): Promise<ServedWork> {
  const { manifest, layout } = work;
  const secret = randomBytes(16).toString("hex");
  const app = new Hono().basePath(`/${secret}`);
  let base = "";

  async function read(rendition: number, fragment: number): Promise<Uint8Array<ArrayBuffer>> {
    const span = layout.spans[rendition]![fragment]!;
    await paid.pay(span.startSec, Math.min(span.endSec, manifest.durationSec));
    return (await work.readFragment(span)) as Uint8Array<ArrayBuffer>;
  }

  app.onError((error, context) => {
    options.onFailure(reasonOf(error));
    return context.text(`${reasonOf(error)}\n`, error instanceof SecondsSpent ? 402 : 502);
  });
  const quality = qualityOf(manifest, options.quality);
  const isFile = manifest.renditions[quality]!.kind === "file";
  if (isFile) {
    app.get("/file", (context) => answerFile(context, work, quality, (fragment) => read(quality, fragment)));
  } else {
    const playlist = (context: Context, text: string) =>
      context.body(text.replaceAll(NOWHERE, base), 200, PLAYLIST);
    // a player of its own choice would take other sounds for qualities
    const variants = qualitiesOf(manifest).map((rendition) => ({ rendition }));
    app.get("/*", async (context) => {
      const place = placeOf(`${NOWHERE}${context.req.path.slice(1 + secret.length)}`);
      if (place?.kind === "master") return playlist(context, masterPlaylist(manifest, variants));
      const rendition = place && manifest.renditions[place.rendition];
      if (!rendition || place.sound !== undefined) return context.notFound();
      if (place.kind === "playlist") return playlist(context, mediaPlaylist(manifest, place));
      if (place.kind === "init") return context.body(rendition.init as Uint8Array<ArrayBuffer>);
      if (place.kind !== "fragment" || !rendition.fragments[place.fragment]) return context.notFound();
      // whoever asks for the head alone takes nothing
      if (context.req.method === "HEAD") return context.body(null);
      return context.body(await read(place.rendition, place.fragment));
    });
  }

  const server = createAdaptorServer({ fetch: app.fetch }).listen(options.port, "127.0.0.1");
  await once(server, "listening");
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${secret}`;
  return {
    url: `${base}${isFile ? "/file" : MASTER}`,
    close() {
      server.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
    },
  };
}

/** One range of a file, or all of it, fragment by fragment as the player takes them. */
function answerFile(
  context: Context,
  { manifest }: OpenedWork,
  number: number,
  read: (fragment: number) => Promise<Uint8Array<ArrayBuffer>>,
): Response {
  const { fragments, mediaType } = manifest.renditions[number]!;
  const overheadBytes = overheadOf(manifest);
  /** Where each fragment ends. */
  const ends: number[] = [];
  for (const { byteCount } of fragments) ends.push((ends.at(-1) ?? 0) + byteCount - overheadBytes);
  const length = ends.at(-1)!;
  const asked = parseByteRange(context.req.header("range"), length);
  const headers = { "content-type": mediaType, "accept-ranges": "bytes" };
  if (asked === "unsatisfiable")
    return context.body(null, 416, { ...headers, "content-range": `bytes */${length}` });
  const { start, end } = asked === "whole" ? { start: 0, end: length } : asked;
  let next = firstWhere(ends.length, (fragment) => ends[fragment]! > start);
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const first = next === 0 ? 0 : ends[next - 1]!;
        if (next === ends.length || first >= end) return controller.close();
        const bytes = await read(next++);
        controller.enqueue(bytes.subarray(Math.max(0, start - first), end - first));
      },
    },
    // nothing is paid before the player takes it
    { highWaterMark: 0 },
  );
  const said = { ...headers, "content-length": String(end - start) };
  if (asked === "whole") return context.body(body, 200, said);
  return context.body(body, 206, { ...said, "content-range": `bytes ${start}-${end - 1}/${length}` });
}
