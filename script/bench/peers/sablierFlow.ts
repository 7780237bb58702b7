// SPDX-License-Identifier: GPL-3.0-or-later
import { parseEther } from "viem";
import { compilerOfArtifact, readArtifact } from "../artifacts.ts";
import type { Bench, Call } from "../bench.ts";
import type { Protocol } from "../rows.ts";
import { peerFile } from "./install.ts";
import { deployComptroller } from "./sablierComptroller.ts";

const ARTIFACTS = "@sablier/flow/artifacts";
const RATE = parseEther("0.001");
const DEPOSIT = parseEther("100");
const BATCH = 50;

/** Measures Sablier Flow with a fee of 0, as on a chain without an oracle. */
export async function measureSablierFlow(bench: Bench): Promise<Protocol> {
  const comptroller = await deployComptroller(bench);
  const descriptor = await bench.deploy(readArtifact(peerFile(`${ARTIFACTS}/FlowNFTDescriptor.json`)));
  const path = peerFile(`${ARTIFACTS}/SablierFlow.json`);
  const flow = await bench.deploy(readArtifact(path), [comptroller.address, descriptor.address]);
  await bench.endow(flow.address);

  const { address: sender } = await bench.actor("Flow sender");
  const { address: recipient } = await bench.actor("Flow recipient");
  await bench.approve(sender, flow);

  const call = (name: string, ...args: unknown[]): Call => ({ to: flow, name, args });
  const batch = (...calls: Call[]) => call("batch", calls.map(bench.encode));
  const withdraw = (id: bigint) => call("withdrawMax", id, recipient);
  const open = async (from = sender) => {
    const id = await bench.read<bigint>(flow, "nextStreamId");
    const create = call("createAndDeposit", from, recipient, RATE, 0, bench.token.address, true, DEPOSIT);
    return { id, gas: await bench.send(from, create) };
  };
  const opened = async () => (await open()).id;

  await opened(); // the recipient's first position
  const { id, gas: streamOpen } = await open();
  const streamTopUp = await bench.pays(
    flow.address,
    sender,
    call("deposit", id, DEPOSIT, sender, recipient),
    DEPOSIT,
  );

  await bench.pass(1000);
  await bench.pays(recipient, recipient, withdraw(id));
  await bench.pass(1000);
  const streamWithdraw = await bench.pays(recipient, recipient, withdraw(id));

  await bench.pass(1000);
  const streamChangeRate = await bench.pays(
    recipient,
    sender,
    batch(withdraw(id), call("adjustRatePerSecond", id, 2n * RATE)),
  );

  await bench.pass(1000);
  const changeAlone = await bench.send(sender, call("adjustRatePerSecond", id, RATE));

  // the change before has stored the debt: the cheaper case
  await bench.pass(1000);
  const streamPause = await bench.send(sender, call("pause", id));
  await bench.pass(1000);
  const streamResume = await bench.send(sender, call("restart", id, RATE));

  await bench.pass(1000);
  const before = await bench.balanceOf(recipient);
  const streamCancel = await bench.pays(
    sender,
    sender,
    batch(withdraw(id), call("refundMax", id), call("void", id)),
  );
  if ((await bench.balanceOf(recipient)) <= before) throw new Error("the recipient was not paid");

  // the debt is stored in the same second: the pause writes one storage word less
  const changed = await opened();
  await bench.send(sender, call("adjustRatePerSecond", changed, 2n * RATE));
  await bench.client.setNextBlockTimestamp({ timestamp: BigInt(await bench.now()) });
  const pauseAtOnce = await bench.send(sender, call("pause", changed));

  const other = await opened();
  await bench.pass(1000);
  const refundAndPause = await bench.pays(
    sender,
    sender,
    call("refundAndPause", other, DEPOSIT / 2n),
    DEPOSIT / 2n,
  );

  const ids: bigint[] = [];
  for (let i = 0; i < BATCH; i++) {
    const { address } = await bench.actor(`viewer ${i}`);
    await bench.approve(address, flow);
    ids.push((await open(address)).id);
  }
  await bench.pass(1000);
  await bench.pays(recipient, recipient, batch(...ids.map(withdraw)));
  await bench.pass(1000);
  const batchWithdraw = await bench.pays(recipient, recipient, batch(...ids.map(withdraw)));

  return {
    name: "Sablier Flow 3.0.1",
    compiler: compilerOfArtifact(path),
    figures: {
      streamOpen: { gas: streamOpen },
      streamTopUp: { gas: streamTopUp },
      streamWithdraw: { gas: streamWithdraw },
      streamChangeRate: {
        gas: streamChangeRate,
        note: "its withdrawMax and adjustRatePerSecond in one batch",
      },
      streamPause: { gas: streamPause },
      streamResume: { gas: streamResume },
      streamCancel: { gas: streamCancel, note: "its withdrawMax, refundMax and void in one batch" },
      streamBatchWithdraw: { gas: batchWithdraw / BATCH },
    },
    others: {
      "adjust rate, nobody paid": changeAlone,
      "pause, in the second of another change": pauseAtOnce,
      refundAndPause,
    },
  };
}
