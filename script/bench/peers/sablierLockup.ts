// SPDX-License-Identifier: GPL-3.0-or-later
import { basename } from "node:path";
import { parseEther } from "viem";
import { compilerOfArtifact, readArtifact } from "../artifacts.ts";
import type { Bench, Call } from "../bench.ts";
import type { Protocol } from "../rows.ts";
import { DAY, MONTH } from "../time.ts";
import { peerFile } from "./install.ts";
import { deployComptroller } from "./sablierComptroller.ts";

const ARTIFACTS = "@sablier/lockup/artifacts";
const AMOUNT = parseEther("1000");
const BATCH = 20;

/** Measures the official schedule: 10 % at the start, 40 % at the cliff of month 12, all at month 36. */
export async function measureSablierLockup(bench: Bench): Promise<Protocol> {
  const comptroller = await deployComptroller(bench);
  const descriptor = await bench.deploy(readArtifact(peerFile(`${ARTIFACTS}/LockupNFTDescriptor.json`)));
  const path = peerFile(`${ARTIFACTS}/SablierLockup.json`);
  const lockup = await bench.deploy(
    readArtifact(path, (source) => peerFile(`${ARTIFACTS}/libraries/${basename(source, ".sol")}.json`)),
    [comptroller.address, descriptor.address],
  );
  const batchLockup = await bench.deploy(readArtifact(peerFile(`${ARTIFACTS}/SablierBatchLockup.json`)));
  await bench.endow(lockup.address);

  const { address: sender } = await bench.actor("Lockup sender");
  const { address: recipient } = await bench.actor("Lockup recipient");
  await bench.approve(sender, lockup);
  await bench.approve(sender, batchLockup);

  const start = await bench.now();
  const stream = {
    sender,
    recipient,
    depositAmount: AMOUNT,
    token: bench.token.address,
    cancelable: true,
    transferable: true,
    timestamps: { start, end: start + 36 * MONTH },
    shape: "",
  };
  const unlockAmounts = { start: AMOUNT / 10n, cliff: (3n * AMOUNT) / 10n };
  const cliffTime = start + 12 * MONTH;
  const granularity = 1;
  const call = (name: string, ...args: unknown[]): Call => ({ to: lockup, name, args });
  const create = async () => {
    const id = await bench.read<bigint>(lockup, "nextStreamId");
    const terms = [stream, unlockAmounts, granularity, cliffTime];
    return { id, gas: await bench.send(sender, call("createWithTimestampsLL", ...terms)) };
  };

  await create(); // the recipient's first position
  const { id, gas: vestingGrant } = await create();
  const { id: other } = await create();

  const entries: object[] = [];
  for (let i = 0; i < BATCH; i++) {
    const { address: recipient } = await bench.actor(`viewer ${i}`);
    entries.push({ ...stream, recipient, cliffTime, unlockAmounts, granularity });
  }
  const batchGrant = await bench.pays(
    lockup.address,
    sender,
    {
      to: batchLockup,
      name: "createWithTimestampsLL",
      args: [lockup.address, bench.token.address, entries],
    },
    BigInt(BATCH) * AMOUNT,
  );

  const withdraw = (stream: bigint) => call("withdrawMax", stream, recipient);
  await bench.pass(13 * MONTH);
  await bench.pays(recipient, recipient, withdraw(id));
  await bench.pass(30 * DAY);
  const vestingRelease = await bench.pays(recipient, recipient, withdraw(id));

  await bench.pass(30 * DAY);
  const before = await bench.balanceOf(recipient);
  const vestingRevoke = await bench.pays(
    sender,
    sender,
    call("batch", [withdraw(id), call("cancel", id)].map(bench.encode)),
  );
  if ((await bench.balanceOf(recipient)) <= before) throw new Error("the recipient was not paid");
  const cancelAlone = await bench.pays(sender, sender, call("cancel", other));

  return {
    name: "Sablier Lockup 4.0.1",
    compiler: compilerOfArtifact(path),
    figures: {
      vestingGrant: { gas: vestingGrant },
      vestingBatchGrant: { gas: batchGrant / BATCH },
      vestingRelease: { gas: vestingRelease },
      vestingRevoke: { gas: vestingRevoke, note: "its withdrawMax and cancel in one batch" },
    },
    others: { "cancel, the recipient not paid": cancelAlone },
  };
}
