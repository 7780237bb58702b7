// SPDX-License-Identifier: GPL-3.0-or-later
import { join, relative } from "node:path";
import type { Agents } from "../agents.ts";
import { type Cast, VIEWER_WEI } from "../story/cast.ts";
import type { Story } from "../story/story.ts";

/** The reader's part in the story; the name of the wallet's directory too. */
export const VIEWER = "you";

/** A command that watches the first work, with everything that it needs: a viewer of this run, who holds STREAM. */
export async function watchLine(run: {
  cast: Cast;
  rpcUrl: string;
  deploymentPath: string;
  directory: string;
  agents: Pick<Agents, "sequencer">;
  story: Pick<Story, "works">;
}): Promise<string> {
  const viewer = await run.cast.make(VIEWER, VIEWER_WEI);
  const { contentId, title } = run.story.works[0]!;
  const options = {
    "rpc-url": run.rpcUrl,
    deployment: fromHere(run.deploymentPath),
    sequencer: run.agents.sequencer.url,
    "data-dir": fromHere(join(run.directory, VIEWER)),
    key: viewer.key,
    out: `seen-${title}`,
  };
  const given = Object.entries(options).map(([name, value]) => `--${name} ${quoted(value)}`);
  return ["npx tributary watch", contentId, ...given].join(" ");
}

const fromHere = (path: string) => relative(process.cwd(), path);

/** For a shell, which reads a file's name as it likes. */
const quoted = (text: string) => (/^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
