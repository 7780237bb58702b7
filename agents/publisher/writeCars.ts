// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import { makeDirectory } from "../kernel/process/directory.ts";
import { carOf } from "../sdk/content/car.ts";
import type { IpfsFile } from "../sdk/publishing/ipfsFiles.ts";
import { writeWhole } from "./writeWhole.ts";

/** Writes a CAR of each file into `directory`, for `ipfs dag import`: `0-480p.car`. A file is whole or not there. */
export async function writeCars(
  directory: string,
  files: readonly IpfsFile[],
  readChunk: (index: number) => Promise<Uint8Array>,
): Promise<void> {
  makeDirectory(directory);
  for (const [number, { name, firstChunk, root }] of files.entries()) {
    // a name may come from a track of a stranger's file
    const path = join(directory, `${number}-${name.replace(/[^\w-]+/g, "-").slice(0, 100)}.car`);
    await writeWhole(
      path,
      carOf(root, (place) => readChunk(firstChunk + place)),
    );
  }
}
