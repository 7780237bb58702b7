// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { toHex } from "viem";
import { test } from "vitest";
import { channelIdOf } from "../sdk/channels/channel.ts";
import { createChannelIds } from "./channelIds.ts";

const uint = (bits: number) => fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n });
const address = uint(160).map((value) => toHex(value, { size: 20 }));
const key = fc.record(
  {
    payer: address,
    payee: uint(256).map((value) => toHex(value, { size: 32 })),
    token: address,
    salt: uint(64),
    sessionKey: address,
  },
  { noNullPrototype: true },
);

test("ids are the SDK's, whatever the key", async () => {
  const contract = { chainId: 31_337, paymentChannels: toHex(7, { size: 20 }) };
  const channelIds = await createChannelIds(contract);
  fc.assert(fc.property(key, (key) => assert.equal(channelIds(key), channelIdOf({ ...contract, key }))));
});
