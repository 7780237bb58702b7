// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";
import type { Hex } from "viem";
import type { Mark } from "../edge/marks/marks.ts";
import type { StoredWork } from "../edge/storedWork.ts";
import { commonFields } from "../kernel/config/commonConfig.ts";
import { addOptions, defineConfig, loadConfig, yesNo } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { Screen } from "../kernel/terminal/screen.ts";
import { answer, note } from "./say.ts";
import { word } from "./schemas.ts";

const dataDir = {
  ...commonFields("edge", { port: 0 }).dataDir,
  description: "Directory of the edge's data; the edge may run meanwhile",
};
const undo = { schema: yesNo, default: false, description: "Takes the mark away" };
const exportConfig = defineConfig("edge export", { dataDir });
const listConfig = defineConfig("edge list", { dataDir });
const pinConfig = defineConfig("edge pin", { dataDir, undo });
const dropConfig = defineConfig("edge drop", { dataDir, undo });
const retireConfig = defineConfig("edge retire", {
  dataDir,
  undo: { ...undo, description: "Has the edge stay after all, if it has not left yet" },
});
const verifyConfig = defineConfig("edge verify", {
  dataDir,
  repair: {
    schema: yesNo,
    default: false,
    description: "Removes damaged chunks, so that the edge fetches them again",
  },
});

/** The commands of an edge's operator, beside the role itself. */
export const edgeCommands = (): Command[] => [
  exportCommand(),
  listCommand(),
  markCommand("pin", "pinned", "Has the edge hold works in whole, whoever asks: it fetches what it lacks."),
  markCommand(
    "drop",
    "dropped",
    "Has the edge promise and take works no more, and remove them once no promise binds it.",
  ),
  retireCommand(),
  verifyCommand(),
];

function exportCommand(): Command {
  const exporting = new Command("export")
    .description("Writes works that an edge holds as files that any web server or CDN serves to players.")
    .argument("<directory>", "where to write the files of the mirror")
    .argument("[contentIds...]", "the works to write; every whole one by default")
    .addHelpText(
      "after",
      "\nThe files are those of `tributary publish --mirror`. Run again, the command goes on where it stopped.\n\nExample:\n  tributary edge export mirror --data-dir .tributary/edge",
    );
  return addOptions(exporting, exportConfig).action(async (directory: string, given: string[], flags) => {
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
}

function listCommand(): Command {
  const list = new Command("list")
    .description("Lists the works that an edge holds, wholly or in part, and those that are marked.")
    .addHelpText("after", "\nExample:\n  tributary edge list --data-dir .tributary/edge");
  return addOptions(list, listConfig).action(async (flags) => {
    const { dataDir } = loadConfig(listConfig, { flags, env: process.env });
    const { storedIds, openStoredWork } = await import("../edge/storedWork.ts");
    const { readMarks } = await import("../edge/marks/marks.ts");
    const { freeAtSec } = await import("../edge/marks/policy.ts");
    const held = await storedIds(dataDir);
    const marks = await readMarks(dataDir);
    const rows = [["work", "chunks", "MB", "mark", "title"]];
    for (const contentId of [...new Set([...held, ...marks.keys()])].sort()) {
      const work = held.includes(contentId) ? await openStoredWork(dataDir, contentId) : undefined;
      const bytes = work
        ? [...work.stored].reduce((sum, index) => sum + work.tree.leaves[index]!.length, 0)
        : 0;
      const { mark, sinceSec } = marks.get(contentId) ?? {};
      const goes = mark === "dropped" && work ? `, goes ${timeOf(freeAtSec(sinceSec!))}` : "";
      rows.push([
        contentId,
        work ? `${work.stored.size} of ${work.tree.leaves.length}` : "none",
        (bytes / 1e6).toFixed(1),
        `${mark ?? ""}${goes}`,
        (await work?.described().catch(() => undefined))?.manifest.title ?? "",
      ]);
    }
    new Screen(process.stdout).table(rows);
  });
}

function markCommand(name: string, mark: Mark, description: string): Command {
  const config = name === "pin" ? pinConfig : dropConfig;
  const marking = new Command(name)
    .description(description)
    .argument("<contentIds...>", "the works")
    .addHelpText(
      "after",
      `\nA running edge finds the mark within a second, another one at its next start. A work has one mark at a time.\n\nExample:\n  tributary edge ${name} 0x… --data-dir .tributary/edge`,
    );
  return addOptions(marking, config).action(async (given: string[], flags) => {
    const { dataDir, undo } = loadConfig(config, { flags, env: process.env });
    const { storedIds } = await import("../edge/storedWork.ts");
    const { readMarks, setMark } = await import("../edge/marks/marks.ts");
    // a directory that is no edge's gets no marks
    await storedIds(dataDir);
    const contentIds = given.map(contentIdOf);
    const marks = await readMarks(dataDir);
    for (const contentId of contentIds) {
      const has = marks.get(contentId)?.mark === mark;
      // a mark that is made again would bind for longer
      if (undo === has) await setMark(dataDir, contentId, undo ? undefined : mark);
      if (undo && !has) note(`${contentId} is not ${mark}.`);
      answer(contentId);
    }
  });
}

function retireCommand(): Command {
  const retire = new Command("retire")
    .description(
      "Has an edge leave: once others hold what it holds, it starts to unbond and leaves the roster.",
    )
    .addHelpText(
      "after",
      "\nThe edge has to run, with --capacity. Its metric works_to_hand_over counts what others still lack. Keep it up for four hours after it has left: it may be asked for what it promised.\n\nExample:\n  tributary edge retire --data-dir .tributary/edge",
    );
  return addOptions(retire, retireConfig).action(async (flags) => {
    const { dataDir, undo } = loadConfig(retireConfig, { flags, env: process.env });
    const { storedIds } = await import("../edge/storedWork.ts");
    const { setRetiring } = await import("../edge/repair/retiringFile.ts");
    // a directory that is no edge's gets no file
    await storedIds(dataDir);
    await setRetiring(dataDir, !undo);
    note(undo ? "The edge stays." : "The edge leaves once others hold what it holds.");
  });
}

function verifyCommand(): Command {
  const verify = new Command("verify")
    .description("Reads the chunks that an edge holds, and compares each with its leaf, pieces included.")
    .argument("[contentIds...]", "the works to read; all by default")
    .addHelpText("after", "\nExample:\n  tributary edge verify --data-dir .tributary/edge --repair");
  return addOptions(verify, verifyConfig).action(async (given: string[], flags) => {
    const { dataDir, repair } = loadConfig(verifyConfig, { flags, env: process.env });
    const { storedIds, openStoredWork } = await import("../edge/storedWork.ts");
    const contentIds = chosen(await storedIds(dataDir), given, dataDir);
    const screen = new Screen(process.stderr);
    let damaged = 0;
    for (const contentId of contentIds) {
      const work = await openStoredWork(dataDir, contentId);
      if (!work) {
        note(`${contentId}: its leaf list is not on disk, or damaged; publish the work again.`);
        damaged += 1;
        continue;
      }
      const bad: number[] = [];
      for (const index of [...work.stored].sort((a, b) => a - b)) {
        if ((await work.look(index)) !== "damaged") continue;
        bad.push(index);
        if (repair) await work.remove(index);
      }
      damaged += bad.length;
      const lacks = work.tree.leaves.length - work.stored.size;
      answer(
        `${contentId} ${work.stored.size - bad.length} right, ${bad.length} damaged, ${lacks} not on disk`,
      );
      if (bad.length > 0) note(`${contentId}: damaged ${bad.join(", ")}${repair ? ", removed" : ""}.`);
    }
    screen.close();
    if (damaged > 0)
      throw new UserError(
        "Not all that the edge holds is right.",
        repair
          ? "The edge fetches what was removed when it is asked for it, or pin the work; without a source, publish again."
          : "With --repair the damaged chunks are removed, and the edge fetches them again.",
      );
  });
}

const timeOf = (sec: number) => new Date(sec * 1_000).toISOString();

/** What a work lacks on disk; undefined where it is whole. */
function gapOf({ stored, tree: { leaves } }: StoredWork): string | undefined {
  if (stored.size === leaves.length) return undefined;
  return `${leaves.length - stored.size} of its ${leaves.length} chunks are not on disk`;
}

/** The works that were named, or all. Throws a UserError for one that the directory does not have. */
function chosen(stored: readonly Hex[], given: readonly string[], directory: string): readonly Hex[] {
  if (given.length === 0) return stored;
  return given.map((text) => {
    const contentId = contentIdOf(text);
    if (stored.includes(contentId)) return contentId;
    throw new UserError(`${directory} has nothing of the work ${contentId}.`, "Check the id and --data-dir.");
  });
}

function contentIdOf(text: string): Hex {
  const contentId = word.safeParse(text).data?.toLowerCase() as Hex | undefined;
  if (contentId) return contentId;
  throw new UserError(`${text} is not the id of a work.`, "Give 0x and 64 hex digits.");
}
