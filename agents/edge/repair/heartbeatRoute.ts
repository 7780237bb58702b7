// SPDX-License-Identifier: GPL-3.0-or-later
import type { LocalAccount } from "viem";
import { z } from "zod";
import { defineRoute, type Route } from "../../kernel/http/route.ts";
import type { Clock } from "../../kernel/process/clock.ts";
import { type BeatDomain, type Heartbeat, heartbeatBody, type Standing, signHeartbeat } from "./heartbeat.ts";

/** Whoever asks within this time gets the same signature: asking costs a stranger more than it costs the edge. */
const SIGNED_FOR_MS = 500;

/** The route by which other edges hear that this one lives, and what it holds. */
export function heartbeatRoute(options: {
  account: LocalAccount;
  domain: BeatDomain;
  standing(): Standing;
  clock: Clock;
}): Route {
  const { account, domain, standing, clock } = options;
  let signed: { atMs: number; beat: Promise<Required<Heartbeat>> } | undefined;

  function beatNow(): Promise<Required<Heartbeat>> {
    const nowMs = clock.nowMs();
    if (!signed || Math.abs(nowMs - signed.atMs) >= SIGNED_FOR_MS) {
      // a clock that is set back makes no beat that others have had already
      const atMs = Math.max(nowMs, (signed?.atMs ?? 0) + 1);
      signed = { atMs, beat: signHeartbeat(account, domain, standing(), atMs) };
    }
    return signed.beat;
  }

  return defineRoute({
    method: "GET",
    path: "/heartbeat",
    query: z.object({ known: z.string().optional() }),
    cors: "*",
    summary: "What the edge holds, signed: for edges that watch each other",
    answers: {
      200: {
        description: "The works that are held whole; without the lists for who names their digest.",
        body: heartbeatBody,
      },
    },
    async handle({ query }) {
      const { holds, refuses, ...said } = await beatNow();
      const isKnown = query.known === said.works;
      return { status: 200, body: isKnown ? said : { ...said, holds, refuses } };
    },
  }) satisfies Route;
}
