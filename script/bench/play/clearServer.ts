// SPDX-License-Identifier: GPL-3.0-or-later
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  MASTER_URL,
  masterPlaylist,
  mediaPlaylist,
  type Place,
  placeOf,
} from "../../../agents/sdk/player/playlists.ts";
import type { PlayedWork } from "./work.ts";

const ORIGIN = new URL(MASTER_URL).origin;

/** Serves a work in the clear, as any server of files would: the playlists, and each fragment. */
export async function serveClear({ clear, sealed: { manifest } }: PlayedWork) {
  function answerTo(place: Place): { type: string; body: Uint8Array } {
    if (place.kind === "master" || place.kind === "playlist") {
      const text = place.kind === "master" ? masterPlaylist(manifest) : mediaPlaylist(manifest, place);
      // as it stands beside the playlist
      return { type: "application/vnd.apple.mpegurl", body: Buffer.from(text.replaceAll(ORIGIN, "")) };
    }
    const { init, plaintexts } = clear[place.rendition]!;
    return { type: "video/mp4", body: place.kind === "fragment" ? plaintexts[place.fragment]! : init! };
  }

  const server = createServer((request, response) => {
    const place = placeOf(`${ORIGIN}${request.url}`);
    response.setHeader("access-control-allow-origin", "*");
    const { type, body } = place ? answerTo(place) : { type: "text/plain", body: Buffer.alloc(0) };
    response.writeHead(place ? 200 : 404, { "content-type": type, "content-length": body.length }).end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
