// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { numberToHex } from "viem";
import { test } from "vitest";
import type { FakeTransaction } from "../testing/fakeChain.ts";
import { offer, senderOnFakeChain, watch } from "../testing/senderOnFakeChain.ts";

const ANSWERS = {
  full: { code: -32_000, message: "txpool is full" },
  floor: { code: -32_000, message: "transaction underpriced" },
  timeout: { code: -32_603, message: "upstream timed out" },
};
const anyStep = fc.oneof(
  { weight: 2, arbitrary: fc.record({ does: fc.constant("send" as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant("urge" as const), afterMs: fc.constantFrom(0, 12_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant("look" as const), afterMs: fc.constantFrom(0, 12_000) }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("mine" as const), back: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant("answer" as const),
      as: fc.constantFrom(...(["full", "floor", "timeout", "lost answer"] as const)),
    }),
  },
);

test("any history: a send is mined once when it resolves, and not at all when it is refused", async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 20, maxLength: 40, size: "max" }), async (steps) => {
      const { chain, sender, send, until, wait, close } = await senderOnFakeChain(t);
      // any form that a node took may be mined, however long ago it was replaced
      const forms = new Map<number, FakeTransaction[]>();
      const answers: (keyof typeof ANSWERS | "lost answer")[] = [];
      chain.judge = (transaction) => {
        const answer = answers.shift();
        const keep = () =>
          forms.set(transaction.nonce, [...(forms.get(transaction.nonce) ?? []), transaction]);
        if (!answer) return void keep();
        if (answer !== "lost answer") return ANSWERS[answer];
        keep();
        chain.pool.set(transaction.nonce, transaction);
        return ANSWERS.timeout;
      };
      const sends: (ReturnType<typeof watch> & { data: string })[] = [];
      const mine = (back: number) => {
        const older = forms.get(chain.mined.length)?.at(-1 - back);
        if (older) chain.pool.set(older.nonce, older);
        chain.mine();
      };
      const look = () => {
        let looks = 0;
        return until(() => looks++ > 1);
      };
      for (const step of steps) {
        if (step.does === "send") {
          const data = numberToHex(sends.length + 1, { size: 1 });
          sends.push({ data, ...watch(send(data)) });
          await look();
        } else if (step.does === "urge") {
          wait(step.afterMs);
          const flight = await sender.look();
          await sender.offer([offer("0xff")], flight);
        } else if (step.does === "look") {
          wait(step.afterMs);
          await look();
        } else if (step.does === "mine") mine(step.back);
        else answers.push(step.as);
      }
      await until(() => {
        mine(0);
        return sends.every(({ isSettled }) => isSettled());
      });
      for (const { data, seen } of sends) {
        const times = chain.mined.filter((one) => one.data === data).length;
        assert.equal(times, seen.value ? 1 : 0, `${data}: ${seen.error}`);
        if (seen.error) assert.equal((seen.error as Error).name, "RefusedError");
      }
      await close();
    }),
    { numRuns: 15 },
  );
});
