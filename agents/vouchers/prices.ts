// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, isAddress } from "viem";
import { list } from "../kernel/config/commonConfig.ts";

/** A token's price: `ether` wei for `token` of its smallest units. */
export type Price = { ether: bigint; token: bigint };

/** Prices by token, in lower case. */
export type Prices = ReadonlyMap<Address, Price>;

/** Prices, as a setting: 0xToken=wei of ether/smallest units, separated by commas. */
export const prices = list.transform((parts, context): Prices => {
  const read = new Map<Address, Price>();
  for (const part of parts) {
    const [, token = "", ether = "0", units = "0"] =
      /^(0x[0-9a-fA-F]{40})=([0-9]+)\/([0-9]+)$/.exec(part) ?? [];
    if (isAddress(token, { strict: false }) && BigInt(units) > 0n)
      read.set(token.toLowerCase() as Address, { ether: BigInt(ether), token: BigInt(units) });
    else context.addIssue({ code: "custom", message: "prices such as 0x…=1/1000, separated by commas" });
  }
  return read;
});

/** The prices of a role whose operator gave none: 1,000 STREAM for one ether. */
export const defaultPrices = (stream: Address): Prices =>
  new Map([[stream.toLowerCase() as Address, { ether: 1n, token: 1_000n }]]);

/** The value of `amountWei` of a token, in wei of ether; zero for a token without a price. */
export function etherValue(token: Address, amountWei: bigint, known: Prices): bigint {
  const price = known.get(token);
  return price ? (amountWei * price.ether) / price.token : 0n;
}
