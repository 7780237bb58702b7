// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, type Hex, keccak256, maxUint256, parseEther, stringToHex } from "viem";
import { payeeOfAddress } from "../../../agents/sdk/chain/payee.ts";
import type { Bench, Call } from "../bench.ts";
import type { Figures, Protocol } from "../rows.ts";
import { DAY } from "../time.ts";
import type { Deployment } from "./deployment.ts";

const WEI_PER_SECOND = parseEther("0.001");
const RATE_PLACES = 16n;
const RATE = WEI_PER_SECOND << RATE_PLACES;
const DURATION = 3600n;
const DEPOSIT = DURATION * WEI_PER_SECOND;
const BATCH = 50;
const VIEWERS = 200;
/** Funding by allowance, without a signature. */
const BY_ALLOWANCE = { source: 0, authorization: "0x" };

/** Registers a work with a creator who was paid before. */
async function publish(bench: Bench, deployment: Deployment, title: string) {
  const contents = deployment.contract("ContentRegistry");
  const { address: creator } = await bench.actor("creator");
  const args = [keccak256(stringToHex(title)), payeeOfAddress(creator), 0n, 1, 1n, keccak256("0x01")];
  const { result } = await bench.client.simulateContract({
    ...contents,
    functionName: "register",
    args,
    account: creator,
  });
  await bench.send(creator, { to: contents, name: "register", args });
  return { contentId: result as Hex, creator, payee: payeeOfAddress(creator) };
}

export async function measureStreams(bench: Bench, deployment: Deployment): Promise<Protocol> {
  const streams = deployment.contract("StreamingProtocol");
  await bench.endow(streams.address);
  const { contentId, creator, payee } = await publish(bench, deployment, "a streamed work");
  const token = bench.token.address;
  const { address: viewer } = await bench.actor("viewer");
  await bench.approve(viewer, streams);

  const call = (name: string, ...args: unknown[]): Call => ({ to: streams, name, args });
  const open = async (viewer: Address, salt = 1n) => {
    const terms = { contentId, viewer, salt, token, rate: RATE, deposit: DEPOSIT };
    await bench.pays(streams.address, viewer, call("open", terms, BY_ALLOWANCE), DEPOSIT);
    const id = await bench.read<Hex>(streams, "streamIdOf", [viewer, viewer, contentId, salt]);
    return { id, payee, token };
  };

  const streamOpen = await bench.pays(
    streams.address,
    viewer,
    call("initiateStream", contentId, DURATION, WEI_PER_SECOND),
    DEPOSIT,
  );
  const key = await open(viewer);
  const streamTopUp = await bench.pays(streams.address, viewer, call("topUp", key, DEPOSIT), DEPOSIT);
  await bench.pass(60);
  await bench.pays(creator, creator, call("withdraw", key));
  await bench.pass(60);
  const streamWithdraw = await bench.pays(creator, creator, call("withdraw", key));
  await bench.pass(60);
  const processPayment = await bench.pays(
    creator,
    creator,
    call("processPayment", creator, maxUint256, key.id),
  );
  await bench.pass(60);
  const streamChangeRate = await bench.pays(creator, viewer, call("setRate", key, 2n * RATE));
  await bench.pass(60);
  const streamPause = await bench.send(viewer, call("pause", key));
  await bench.pass(60);
  const streamResume = await bench.send(viewer, call("resume", key));
  await bench.pass(60);
  const before = await bench.balanceOf(creator);
  const streamCancel = await bench.pays(viewer, viewer, call("cancel", key));
  if ((await bench.balanceOf(creator)) <= before) throw new Error("the creator was not paid");

  const ids: Hex[] = [];
  for (let i = 0; i < BATCH; i++) {
    const { address } = await bench.actor(`viewer ${i}`);
    await bench.approve(address, streams);
    ids.push((await open(address)).id);
  }
  const withdrawMany = call("withdrawMany", payee, token, ids);
  await bench.pass(60);
  await bench.pays(creator, creator, withdrawMany);
  await bench.pass(60);
  const batchWithdraw = await bench.pays(creator, creator, withdrawMany);

  return {
    name: "StreamingProtocol",
    compiler: deployment.compilerOf("StreamingProtocol"),
    figures: {
      streamOpen: { gas: streamOpen },
      streamTopUp: { gas: streamTopUp },
      streamWithdraw: { gas: streamWithdraw },
      streamChangeRate: { gas: streamChangeRate },
      streamPause: { gas: streamPause },
      streamResume: { gas: streamResume },
      streamCancel: { gas: streamCancel },
      streamBatchWithdraw: { gas: batchWithdraw / BATCH },
    },
    others: { processPayment },
  };
}

/** Measures pools whose seats end on thirty different days, so that each passing day has its bucket. */
export async function measurePools(bench: Bench, deployment: Deployment): Promise<Protocol> {
  const pools = deployment.contract("StreamPools");
  await bench.endow(pools.address);
  const { contentId, creator, payee } = await publish(bench, deployment, "a pooled work");
  const key = { contentId, payee, token: bench.token.address };

  const join = async (name: string, days: number): Promise<number> => {
    const { address } = await bench.actor(name);
    await bench.approve(address, pools);
    const lastDay = Math.floor((await bench.now()) / DAY) + days - 1;
    const args = [key, RATE, lastDay, BY_ALLOWANCE];
    return bench.pays(pools.address, address, { to: pools, name: "joinPool", args });
  };
  const collect = () => bench.pays(creator, creator, { to: pools, name: "collectPool", args: [key] });

  // an hour into a day, so that whole days pass below
  await bench.pass(DAY - ((await bench.now()) % DAY) + 3600);
  for (let i = 0; i < VIEWERS; i++) await join(`viewer ${i}`, 1 + (i % 30));
  const poolOpen = await join("viewer", 30);
  await collect();
  const figures: Figures = { poolOpen: { gas: poolOpen } };
  await bench.pass(DAY);
  figures.poolCollectOneDay = { gas: await collect() };
  await bench.pass(7 * DAY);
  figures.poolCollectSevenDays = { gas: await collect() };
  return { name: "StreamPools", compiler: deployment.compilerOf("StreamPools"), figures };
}
