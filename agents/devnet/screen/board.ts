// SPDX-License-Identifier: GPL-3.0-or-later
import { describeError } from "../../kernel/process/errors.ts";
import type { Screen } from "../../kernel/terminal/screen.ts";
import type { AgentProcess, Role } from "../processes.ts";
import { readSamples, type Samples } from "./samples.ts";

const DRAWN_EVERY_MS = 500;
/** A row says so of an agent that takes longer. */
const PATIENCE_MS = 2_000;
/** Narrower terminals have no room for process ids. */
const COLUMNS_FOR_PIDS = 60;

/** What each role has to show, out of its own metrics. */
export const FIGURES: Record<Role, (metrics: Samples) => string> = {
  sequencer: (m) =>
    list(
      count(m.sum("vouchers_total", 'outcome="accepted"'), "voucher"),
      count(m.sum("channels"), "channel"),
      count(m.sum("settlements_total"), "settlement"),
    ),
  prover: (m) =>
    list(
      `${m.sum("batches_sealed_total")} sealed`,
      `${m.sum("batches_settled_total")} settled`,
      ...(m.sum("proving") > 0 ? ["proving"] : []),
    ),
  challenger: (m) => list(count(m.sum("audits_total"), "audit"), `${m.sum("slashes_total")} slashed`),
  watchtower: (m) =>
    list(
      count(m.sum("vouchers_total", 'outcome="accepted"'), "voucher"),
      count(m.sum("closings"), "closing"),
      `${m.sum("channels_defended_total")} defended`,
    ),
  edge: (m) =>
    list(
      count(m.sum("chunks_stored"), "chunk"),
      `${m.sum("chunks_served_total")} served`,
      `${(m.sum("bytes_served_total") / 1e6).toFixed(1)} MB`,
    ),
  keyholder: (m) =>
    list(
      count(m.sum("committees"), "committee"),
      `${m.sum("key_requests_total", 'outcome="answered"')} answered`,
      `${m.sum("key_requests_total", 'outcome="no_access"')} denied`,
    ),
  signin: (m) =>
    list(
      `${m.sum("signin_total", 'outcome="signed_in"')} signed in`,
      `${m.sum("signin_total", 'outcome="waiting"')} asked for a factor`,
    ),
};

/** Draws a table of the agents from their metrics, twice a second, until the returned function is called; on a terminal alone. */
export function drawBoard(screen: Screen, agents: readonly AgentProcess[]): () => void {
  if (!screen.isLive) return () => {};
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const draw = async () => {
    const rows = await Promise.all(agents.map(rowOf));
    if (ended) return;
    const all = [["agent", "pid", "what it did"], ...rows];
    const shown = screen.width < COLUMNS_FOR_PIDS ? all.map(([name = "", , did = ""]) => [name, did]) : all;
    screen.live(["", ...screen.lay(shown), ""]);
    timer = setTimeout(draw, DRAWN_EVERY_MS);
  };
  void draw();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

/** An agent's row; where it does not answer, with the reason. */
export async function rowOf({
  name,
  role,
  pid,
  url,
}: Omit<AgentProcess, "child" | "logPath">): Promise<string[]> {
  const did = await readSamples(url, PATIENCE_MS).then(
    FIGURES[role],
    (error) => `does not answer: ${describeError(error)}`,
  );
  return [name, String(pid), did];
}

const list = (...figures: string[]) => figures.join(", ");
const count = (number: number, thing: string) => `${number} ${thing}${number === 1 ? "" : "s"}`;
