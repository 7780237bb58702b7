// SPDX-License-Identifier: MIT
// For Node alone: no page may import this folder.
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "viem";
import { decodeSession, encodeSession, type SessionStore } from "../channels/sessionStore.ts";

/**
 * Keeps each session in a file of its own that only the user may read. The files hold private keys in clear text: each is
 * worth its channel's deposit. The directory is made where it is missing; its parent must be there.
 *
 * @example
 * const { session } = await client.channel.openKeptSession({ ...terms, store: fileSessionStore("sessions") });
 */
export function fileSessionStore(directory: string): SessionStore {
  const pathOf = (channelId: Hex) => join(directory, `${channelId.toLowerCase()}.json`);

  async function load(channelId: Hex) {
    try {
      return decodeSession(await readFile(pathOf(channelId), "utf8"));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  return {
    load,
    async save(session) {
      await mkdir(directory, { mode: 0o700 }).catch((error) => {
        if (error.code !== "EEXIST") throw error;
      });
      const path = pathOf(session.channelId);
      const beside = `${path}.${process.pid}`;
      const file = await open(beside, "w", 0o600);
      try {
        await file.writeFile(`${encodeSession(session)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      // whole or not at all
      await rename(beside, path);
    },
    async list() {
      const names = await readdir(directory).catch((error) => {
        if (isMissing(error)) return [];
        throw error;
      });
      const ids = names.flatMap((name) => (/^(0x[0-9a-f]{64})\.json$/.exec(name)?.[1] ?? []) as Hex | []);
      const sessions = await Promise.all(ids.map(load));
      return sessions.filter((session) => session !== undefined);
    },
    async remove(channelId) {
      await rm(pathOf(channelId), { force: true });
    },
  };
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === "ENOENT";
