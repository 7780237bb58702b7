// SPDX-License-Identifier: MIT
// Sells something for 10 STREAM, which a split shares among its collaborators. Run it in the clone, with a split's id:
//
//   npx node agents/sdk/examples/splitASale.ts http://127.0.0.1:8600 0
import { segmentOfSplit, slotOfSplit } from "@tributary/sdk";
import { concatHex, formatEther, numberToHex, parseEther } from "viem";
import { newcomer } from "./newcomer.ts";

const [url, id = "0"] = process.argv.slice(2);
const { client } = await newcomer(url);
const split = BigInt(id);
const priceWei = parseEther("10");

const segment = segmentOfSplit(split);
const feeWei = await client.split.getProvingFee();
// one entry: the split's slot in its segment, and the amount
const entries = concatHex([
  numberToHex(slotOfSplit(split), { size: 1 }),
  numberToHex(priceWei, { size: 12 }),
]);
const { batch } = await client.split.creditSync({ segment, entries, amountWei: priceWei + feeWei });
console.log(`${formatEther(priceWei)} STREAM for split ${split}, in batch ${batch} of segment ${segment}`);

const { settledBatches } = await client.split.getSegment({ segment });
console.log(
  settledBatches > batch
    ? "the shares can be claimed"
    : "the shares can be claimed once a prover has settled the batch",
);
