// SPDX-License-Identifier: MIT
// Serves a page for 0.1 STREAM a reading, and reads the page once. Run it in the clone:
//
//   npx node agents/sdk/examples/gateAPage.ts http://127.0.0.1:8600
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { payeeOfAddress, postVoucher, signVoucher } from "@tributary/sdk";
import { fileSessionStore } from "@tributary/sdk/node";
import { formatEther, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { newcomer } from "./newcomer.ts";

const PRICE_WEI = parseEther("0.1");
const [author, reader] = [await newcomer(process.argv[2]), await newcomer(process.argv[2])];
const payee = payeeOfAddress(author.client.account.address);

// the author's server
const server = createServer(async (request, response) => {
  try {
    const { chainId, paymentChannels, key, voucher } = JSON.parse(await text(request), (name, value) =>
      name === "salt" || name === "cumulative" ? BigInt(value) : value,
    );
    if (key.payee !== payee) throw new Error("this voucher pays somebody else");
    const { addedWei = 0n } = await postVoucher({
      sequencerUrl: author.urls.sequencer,
      ...{ chainId, paymentChannels, key, voucher },
      postedBy: randomUUID(), // a name for each reading: under a name used before, a repeat counts again
    });
    // what this post added, never what the voucher says: the voucher may have paid for something else before
    if (addedWei < PRICE_WEI) throw new Error(`this voucher adds ${formatEther(addedWei)} STREAM`);
    response.end("The page that was paid for.");
  } catch (error) {
    response
      .writeHead(402)
      .end(`This page costs ${formatEther(PRICE_WEI)} STREAM: ${(error as Error).message}`);
  }
}).listen(0, "127.0.0.1");

// the reader's page
const [store, sequencerUrl] = [fileSessionStore(".tributary/sessions"), reader.urls.sequencer];
const { stored } = await reader.client.channel.openKeptSession({
  ...{ store, sequencerUrl, payee },
  windowSec: 3_600,
  depositWei: parseEther("1"),
});
// the author's server posts the voucher, and does not wait until the sequencer has seen the deposit
const { session } = await reader.client.channel.waitFor({
  ...{ store, sequencerUrl, channelId: stored.channelId },
});
const { chainId, paymentChannels, key, sessionKey } = stored;
const sessionAccount = privateKeyToAccount(sessionKey);
const voucher = await signVoucher({
  ...{ chainId, paymentChannels, key, sessionAccount },
  cumulative: session.paidWei + PRICE_WEI,
});
const body = JSON.stringify({ chainId, paymentChannels, key, voucher }, (_, value) =>
  typeof value === "bigint" ? value.toString() : value,
);
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const paid = await fetch(url, { method: "POST", body });
console.log(paid.status, await paid.text());
const again = await fetch(url, { method: "POST", body });
console.log(again.status, await again.text());
server.close();
