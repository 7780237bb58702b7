// SPDX-License-Identifier: GPL-3.0-or-later
import { availableParallelism } from "node:os";
import { encodeFunctionData } from "viem";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { describeError } from "../kernel/process/errors.ts";
import { createWorkerPool } from "../kernel/process/workerPool.ts";
import type { Sender } from "../kernel/tx/sender.ts";
import { contentRegistryAbi } from "../sdk/abis.generated.ts";
import type { ChunkLeaf } from "../sdk/content/leaf.ts";
import type { SealingJob } from "../sdk/encryption/sealPeriods.ts";
import { PublishFailed } from "../sdk/publishing/publishErrors.ts";
import {
  type PublishedWork,
  type PublishWorkParameters,
  publishWork,
} from "../sdk/publishing/publishWork.ts";
import type { HashingJob } from "./hashing.worker.ts";
import { asUserError } from "./media.ts";
import { writeCars } from "./writeCars.ts";
import { writeMirror } from "./writeMirror.ts";

export type PublishParameters = Pick<
  PublishWorkParameters,
  "media" | "payee" | "ratePerSecondWei" | "secret" | "committee" | "edges" | "onProgress" | "signal"
> & {
  chain: ChainConnection<"ContentRegistry">;
  /** Sends the registration; its account is the publisher. */
  sender: Sender;
  /** For a CAR file of each rendition; without it, none is written. */
  carDirectory?: string | undefined;
  /** For the files of a mirror; without it, none are written. */
  mirrorDirectory?: string | undefined;
};

/**
 * Publishes media: commits to its chunks on chain, and brings them to all edges. Publishing the same media to the same
 * payee at the same rate again goes on where it stopped, and is one work for ever.
 * Throws a UserError when the media changes meanwhile, and when no edge took all of it.
 */
export async function publishMedia({
  chain,
  sender,
  carDirectory,
  mirrorDirectory,
  ...parameters
}: PublishParameters): Promise<PublishedWork> {
  const to = chain.deployment.contracts.ContentRegistry;
  const threads = availableParallelism();
  const pool = createWorkerPool<HashingJob | SealingJob>(
    new URL("hashing.worker.ts", import.meta.url),
    threads,
  );
  const hash = (index: number, bytes: Uint8Array) => pool.run<ChunkLeaf>({ index, bytes });
  try {
    const published = await publishWork(chain.publicClient, {
      ...{ ...parameters, publisher: sender.address, contentRegistry: to, describe: describeError },
      // each thread has its next chunk at hand
      hashing: { hash, parallel: 2 * threads },
      seal: (job) => pool.run<Uint8Array[]>(job),
      register({ salt, payee, ratePerSecondWei, leafCount, byteCount, checkpointsRoot }) {
        const args = [salt, payee, ratePerSecondWei, leafCount, byteCount, checkpointsRoot] as const;
        const data = encodeFunctionData({ abi: contentRegistryAbi, functionName: "register", args });
        return sender.send({ to, data, label: "register the work" });
      },
    });
    const { files, readChunk } = published;
    if (carDirectory !== undefined) await writeCars(carDirectory, files, readChunk);
    if (mirrorDirectory !== undefined) await writeMirror(mirrorDirectory, published);
    return published;
  } catch (error) {
    throw error instanceof PublishFailed ? asUserError(error) : error;
  } finally {
    await pool.stop();
  }
}
