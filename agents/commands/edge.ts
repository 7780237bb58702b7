// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";
import type { Hex } from "viem";
import type { StoredWork } from "../edge/storedWork.ts";
import { commonFields } from "../kernel/config/commonConfig.ts";
import { addOptions, defineConfig, loadConfig } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { Screen } from "../kernel/terminal/screen.ts";
import { answer, note } from "./say.ts";
import { word } from "./schemas.ts";

const dataDir = {
  ...commonFields("edge", { port: 0 }).dataDir,
  description: "Directory of the edge's data; the edge may run meanwhile",
};
const exportConfig = defineConfig("edge export", { dataDir });

/** The commands of an edge's operator, beside the role itself. */
export function edgeCommands(): Command[] {
  const exporting = new Command("export")
    .description("Writes works that an edge holds as files that any web server or CDN serves to players.")
    .argument("<directory>", "where to write the files of the mirror")
    .argument("[contentIds...]", "the works to write; every whole one by default")
    .addHelpText(
      "after",
      "\nThe files are those of `tributary publish --mirror`. Run again, the command goes on where it stopped.\n\nExample:\n  tributary edge export mirror --data-dir .tributary/edge",
    );
  addOptions(exporting, exportConfig).action(async (directory: string, given: string[], flags) => {
    const config = loadConfig(exportConfig, { flags, env: process.env });
    const { storedIds, openStoredWork, ChunkLost } = await import("../edge/storedWork.ts");
    const { writeMirror } = await import("../publisher/writeMirror.ts");
    const contentIds = chosen(await storedIds(config.dataDir), given, config.dataDir);
    const screen = new Screen(process.stderr);
    let isShort = false;
    function leaveOut(contentId: Hex, why: string, isFault: boolean): void {
      note(`${contentId} was left out: ${why}.`);
      isShort ||= isFault;
    }

    for (const contentId of contentIds) {
      const work = await openStoredWork(config.dataDir, contentId);
      const gap = work ? gapOf(work) : "its leaf list is not on disk";
      if (!work || gap) {
        // what viewers asked for in part is no fault of anybody's
        leaveOut(contentId, gap!, given.length > 0);
        continue;
      }
      try {
        await screen.during(
          `exporting ${contentId}`,
          async () => {
            const layout = (await work.described())?.layout;
            return writeMirror(directory, { contentId, tree: work.tree, layout, readChunk: work.read });
          },
          ({ files, written }) => `${contentId}: ${files} files, ${written} of them new`,
        );
        answer(contentId);
      } catch (error) {
        if (!(error instanceof ChunkLost)) throw error;
        leaveOut(contentId, error.message, true);
      }
    }
    screen.close();
    if (isShort)
      throw new UserError(
        "Not every work was exported.",
        "The edge fetches what it lacks when it is asked for it, or publish again; then run the command again.",
      );
  });
  return [exporting];
}

/** What a work lacks on disk; undefined where it is whole. */
function gapOf({ stored, tree: { leaves } }: StoredWork): string | undefined {
  if (stored.size === leaves.length) return undefined;
  return `${leaves.length - stored.size} of its ${leaves.length} chunks are not on disk`;
}

/** The works that were named, or all. Throws a UserError for one that the directory does not have. */
function chosen(stored: readonly Hex[], given: readonly string[], directory: string): readonly Hex[] {
  if (given.length === 0) return stored;
  return given.map((text) => {
    const contentId = word.safeParse(text).data?.toLowerCase() as Hex | undefined;
    if (!contentId) throw new UserError(`${text} is not the id of a work.`, "Give 0x and 64 hex digits.");
    if (stored.includes(contentId)) return contentId;
    throw new UserError(`${directory} has nothing of the work ${contentId}.`, "Check the id and --data-dir.");
  });
}
