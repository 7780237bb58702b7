// SPDX-License-Identifier: GPL-3.0-or-later
import type { Kysely } from "kysely";
import { z } from "zod";
import { defineRoute, type Route } from "../kernel/http/route.ts";
import { address, bytes32, decimal } from "../vouchers/voucherRequest.ts";
import { listOpenings, type SequencerTables } from "./openings.ts";

export type OpeningRoutesOptions = {
  db: Kysely<SequencerTables>;
  /** The last block whose logs are in the list. */
  seenBlock(): bigint;
};

const PAGE = 100;

const page = {
  after: bytes32.optional().describe("The `next` of the page before; the first page by default"),
};
const paged = {
  block: z.int().describe("The last block that the list knows; look for later openings in the chain's logs"),
  next: bytes32.optional().describe("Where the next page begins; missing on the last"),
};
const listed = z.object({
  ...{ channelId: bytes32, payer: address, payee: bytes32, token: address },
  ...{ salt: decimal(64n, "salt"), sessionKey: address },
});

/** The routes by which payers and viewers find what they opened: the chain's public logs, read once for all. */
export function openingRoutes({ db, seenBlock }: OpeningRoutesOptions): Route[] {
  /** The block is read first: what is opened meanwhile may be in the list, and nothing is missing. */
  async function read(kind: "channel" | "stream", owner: z.output<typeof address>, after: PageStart) {
    const block = Number(seenBlock());
    const found = await listOpenings(db, { kind, owner, after, limit: PAGE + 1 });
    const rows = found.slice(0, PAGE);
    return { rows, ending: { block, ...(found.length > PAGE && { next: rows.at(-1)?.id }) } };
  }

  return [
    defineRoute({
      method: "GET",
      path: "/channels",
      summary: `A payer's channels that are not closed, ${PAGE} a page`,
      cors: "*",
      query: z.object({ payer: address, ...page }),
      answers: {
        200: {
          description:
            "The keys of the channels, to the payees that this sequencer serves; check them on chain.",
          body: z.object({ channels: z.array(listed), ...paged }),
        },
      },
      async handle({ query: { payer, after } }) {
        const { rows, ending } = await read("channel", payer, after);
        const channels = rows.map(({ id, owner, payee, token, salt, session_key }) => ({
          ...{ channelId: id, payer: owner, payee, token, salt, sessionKey: session_key },
        }));
        return { status: 200, body: { channels, ...ending } };
      },
    }),
    defineRoute({
      method: "GET",
      path: "/streams",
      summary: `A viewer's streams that are not cancelled, ${PAGE} a page`,
      cors: "*",
      query: z.object({ viewer: address, ...page }),
      answers: {
        200: {
          description:
            "The keys of the streams, to the payees that this sequencer serves; check them on chain.",
          body: z.object({
            streams: z.array(z.object({ id: bytes32, payee: bytes32, token: address })),
            ...paged,
          }),
        },
      },
      async handle({ query: { viewer, after } }) {
        const { rows, ending } = await read("stream", viewer, after);
        const streams = rows.map(({ stream_id, payee, token }) => ({ id: stream_id, payee, token }));
        return { status: 200, body: { streams, ...ending } };
      },
    }),
  ];
}

type PageStart = z.output<typeof bytes32> | undefined;
