// SPDX-License-Identifier: GPL-3.0-or-later
import { type Hex, keccak256, parseEther, stringToHex, zeroAddress } from "viem";
import { readArtifact } from "../artifacts.ts";
import type { Bench, Call } from "../bench.ts";
import type { Protocol } from "../rows.ts";
import { peerFile } from "./install.ts";

const BUILD = "@machinomy/contracts/build/contracts";
const DEPOSIT = parseEther("100");
const PAYMENT = parseEther("40");
const SETTLING_BLOCKS = 10;

/** Measures Machinomy, where a claim closes the channel, pays the receiver and refunds the sender. */
export async function measureMachinomy(bench: Bench): Promise<Protocol> {
  const channels = await bench.deploy(readArtifact(peerFile(`${BUILD}/TokenUnidirectional.json`)));
  const etherChannels = await bench.deploy(readArtifact(peerFile(`${BUILD}/Unidirectional.json`)));
  await bench.endow(channels.address);
  const sender = await bench.actor("Machinomy sender");
  const { address: receiver } = await bench.actor("Machinomy receiver");
  await bench.approve(sender.address, channels);

  const call = (name: string, ...args: unknown[]): Call => ({ to: channels, name, args });
  const open = (id: Hex) => call("open", id, receiver, SETTLING_BLOCKS, bench.token.address, DEPOSIT);
  const [claimed, settled, ether] = ["claimed", "settled", "ether"].map((name) =>
    keccak256(stringToHex(name)),
  );

  const channelOpen = await bench.pays(channels.address, sender.address, open(claimed!), DEPOSIT);
  const channelTopUp = await bench.pays(
    channels.address,
    sender.address,
    call("deposit", claimed, DEPOSIT),
    DEPOSIT,
  );
  const digest = await bench.read<Hex>(channels, "paymentDigest", [claimed, PAYMENT, bench.token.address]);
  const signature = await sender.signMessage({ message: { raw: digest } });
  const channelClose = await bench.pays(
    receiver,
    receiver,
    call("claim", claimed, PAYMENT, signature),
    PAYMENT,
  );

  await bench.pays(channels.address, sender.address, open(settled!), DEPOSIT);
  const channelStartClose = await bench.send(sender.address, call("startSettling", settled));
  await bench.client.mine({ blocks: SETTLING_BLOCKS });
  const channelFinalize = await bench.pays(sender.address, sender.address, call("settle", settled), DEPOSIT);

  const channelOpenEth = await bench.send(sender.address, {
    to: etherChannels,
    name: "open",
    args: [ether, receiver, SETTLING_BLOCKS],
    value: DEPOSIT,
  });
  const [opener] = await bench.read<[string]>(etherChannels, "channels", [ether]);
  if (opener === zeroAddress) throw new Error("the channel was not opened");

  return {
    name: "Machinomy 4.1.5",
    compiler: "solc 0.4.24",
    figures: {
      channelOpen: { gas: channelOpen },
      channelOpenEth: { gas: channelOpenEth },
      channelTopUp: { gas: channelTopUp },
      channelClose: { gas: channelClose },
      channelStartClose: { gas: channelStartClose },
      channelFinalize: { gas: channelFinalize },
    },
  };
}
