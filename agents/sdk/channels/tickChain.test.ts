// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { numberToHex, size, slice } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { test } from "vitest";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { random } from "../testing/people.ts";
import { MAXIMUM_TICKS, makeTickChain, rootOfTick } from "./tickChain.ts";
import { packTickRow, TICK_ROW_BYTES } from "./tickRow.ts";
import { owedByTicks, signTickVoucher } from "./tickVoucher.ts";

test("a chain carries 1 to 64 ticks", () => {
  for (const count of [0, -1, 65, 1.5, Number.NaN]) assert.throws(() => makeTickChain(count), InvalidInput);
  for (const count of [-1, 65, 1.5]) assert.throws(() => rootOfTick(random(32), count), InvalidInput);
  assert.equal(makeTickChain().length, MAXIMUM_TICKS + 1);
  assert.notEqual(makeTickChain(1)[1], makeTickChain(1)[1]);
});

test("tick k gives the root by k hashes, and by no other number", () => {
  const counts = fc.integer({ min: 1, max: MAXIMUM_TICKS });
  fc.assert(
    fc.property(counts, counts, fc.nat(MAXIMUM_TICKS), (count, at, other) => {
      fc.pre(at <= count && other !== at);
      const ticks = makeTickChain(count);
      assert.equal(rootOfTick(ticks[at]!, at), ticks[0]);
      assert.notEqual(rootOfTick(ticks[at]!, other), ticks[0]);
    }),
  );
});

test("a row is payer, salt, cumulative, tick value, ticks, tick and signature", async () => {
  const sessionAccount = privateKeyToAccount(generatePrivateKey());
  const payer = numberToHex(1, { size: 20 });
  const key = { payer, payee: random(32), token: payer, salt: 5n, sessionKey: sessionAccount.address };
  const contract = { chainId: 1, paymentChannels: payer };
  const ticks = makeTickChain(3);
  const promise = { key, cumulative: 1_000n, tickRoot: ticks[0], tickValue: 10n };
  const voucher = await signTickVoucher({ ...contract, ...promise, sessionAccount });
  assert.equal(owedByTicks(voucher, 3), 1_030n);
  const row = packTickRow({ ...key, ...voucher, tick: ticks[3]!, count: 3 });
  assert.equal(size(row), TICK_ROW_BYTES);
  assert.equal(slice(row, 0, 20), payer);
  assert.equal(BigInt(slice(row, 20, 28)), 5n);
  assert.equal(BigInt(slice(row, 28, 40)), 1_000n);
  assert.equal(BigInt(slice(row, 40, 52)), 10n);
  assert.equal(BigInt(slice(row, 52, 53)), 3n);
  assert.equal(slice(row, 53, 85), ticks[3]);
  assert.equal(slice(row, 85), voucher.signature);

  const other = privateKeyToAccount(generatePrivateKey());
  await assert.rejects(signTickVoucher({ ...contract, ...promise, sessionAccount: other }), /session key/);
});
