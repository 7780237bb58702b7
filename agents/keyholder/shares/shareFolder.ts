// SPDX-License-Identifier: GPL-3.0-or-later
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describeError, UserError } from "../../kernel/process/errors.ts";
import type { ShareFile, SharePlace } from "./shareFile.ts";
import { shareFile } from "./shareFile.ts";
import { writeWhole } from "./wholeFile.ts";

/** Where a node keeps its key shares, each encrypted. */
const folderOf = (dataDir: string) => join(dataDir, "shares");
const nameOf = ({ committeeId, epoch, index }: SharePlace) => `${committeeId}-${epoch}-${index}.json`;

/** Reads a file of a share. Throws a UserError for anything else. */
export function readShareFile(path: string): ShareFile {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new UserError(`The key share ${path} cannot be read.`, "Check the path and its permissions.", {
      cause,
    });
  }
  try {
    return shareFile.parse(JSON.parse(text));
  } catch (cause) {
    throw new UserError(`${path} is not the file of a key share.`, "Take the dealer's file, or a backup's.", {
      cause,
    });
  }
}

/** The names of the shares in a node's directory; they change when a share is imported or erased. */
export function shareNames(dataDir: string): string[] {
  const folder = folderOf(dataDir);
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(".json"))
        .sort()
    : [];
}

/** Reads every share in a node's directory; `onBad` is told of files that are none. */
export function readShares(dataDir: string, onBad: (path: string, reason: string) => void): ShareFile[] {
  return shareNames(dataDir).flatMap((name) => {
    const path = join(folderOf(dataDir), name);
    try {
      return [readShareFile(path)];
    } catch (error) {
      onBad(path, describeError(error));
      return [];
    }
  });
}

/** Puts a share into a node's directory, whole or not at all; the running node finds it. Returns the path. */
export function placeShare(dataDir: string, file: ShareFile): string {
  const path = join(folderOf(dataDir), nameOf(file));
  writeWhole(path, file);
  return path;
}

/** Whether a share is in a node's directory. */
export const holdsShare = (dataDir: string, place: SharePlace): boolean =>
  existsSync(join(folderOf(dataDir), nameOf(place)));

/** Erases a share whose epoch is over. */
export function eraseShare(dataDir: string, place: SharePlace): void {
  rmSync(join(folderOf(dataDir), nameOf(place)), { force: true });
}
