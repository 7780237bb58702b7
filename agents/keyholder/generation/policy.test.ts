// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { type Address, padHex } from "viem";
import { test } from "vitest";
import { type GenerationView, isOver, judgeProposal, planSteps, type Step, TURN_SEC } from "./policy.ts";

const account = (n: number): Address => padHex(`0x${n.toString(16)}`, { size: 20 });
const [founder, ...members] = [9, 1, 2, 3, 4, 5].map(account) as [Address, ...Address[]];
const [COMMIT, REVEAL, COMPLAIN] = [100, 200, 300];

const START: GenerationView = {
  ...{ commitUntil: COMMIT, revealUntil: REVEAL, complainUntil: COMPLAIN },
  ...{ holdsDealing: false, committed: "none", deals: true, revealed: false, wrong: [] },
  ...{ dealers: 0, needed: 3, confirmsAs: 1, confirmed: 0, begun: "no", holdsShare: false },
};
const held: Partial<GenerationView> = { holdsDealing: true, committed: "held" };
const dealt: Partial<GenerationView> = { ...held, revealed: true, dealers: 5 };

/** The steps at one time, final or not. */
const at = (sec: number, changed: Partial<GenerationView> = {}, finalSec = sec): string[] =>
  planSteps({ ...START, ...changed }, sec, finalSec).map(nameOf);
const nameOf = (step: Step) => (step.step === "complain" ? `complain ${step.dealer}` : step.step);

test("a member goes through the phases, each step in its time and once", () => {
  assert.deepEqual(at(COMMIT - 1), ["commit"]);
  assert.deepEqual(at(COMMIT - 1, { holdsDealing: true }), ["commit"], "killed between disk and chain");
  assert.deepEqual(at(COMMIT - 1, held), []);
  assert.deepEqual(at(COMMIT, held), ["reveal"]);
  assert.deepEqual(at(REVEAL - 1, { ...held, revealed: true }), []);
  assert.deepEqual(at(REVEAL, dealt), []);
  assert.deepEqual(at(COMPLAIN, dealt), ["confirm"]);
  assert.deepEqual(at(COMPLAIN, { ...dealt, confirmed: 0b001 }), []);
  assert.deepEqual(at(COMPLAIN, { ...dealt, confirmed: 0b111 }), ["finish"]);
  assert.deepEqual(at(COMPLAIN, { ...dealt, begun: "just now" }), []);
  assert.deepEqual(at(COMPLAIN, { ...dealt, begun: "with us" }), ["keep", "forget"]);
  assert.deepEqual(at(COMPLAIN, { ...dealt, begun: "with us", holdsShare: true }), ["forget"]);
  assert.deepEqual(at(COMPLAIN, { ...dealt, holdsDealing: false, begun: "with us", holdsShare: true }), []);
});

test("no step is taken late by the newest block, nor early by the last final one", () => {
  assert.deepEqual(at(COMMIT, {}, COMMIT - 1), []);
  assert.deepEqual(at(COMMIT, held, COMMIT - 1), [], "a transport key may still change");
  assert.deepEqual(at(REVEAL, held, COMMIT), []);
  assert.deepEqual(at(REVEAL, { ...dealt, wrong: [2] }, REVEAL - 1), []);
  assert.deepEqual(at(COMPLAIN, { ...dealt, wrong: [2] }, REVEAL), []);
  assert.deepEqual(at(COMPLAIN, dealt, COMPLAIN - 1), [], "a complaint may still come");
});

test("KEY-2: a dealer that lies is complained of, and nobody confirms what it cannot check", () => {
  assert.deepEqual(at(REVEAL, { ...dealt, wrong: [2, 5] }), ["complain 2", "complain 5"]);
  assert.deepEqual(at(COMPLAIN, { ...dealt, wrong: [2] }), []);
});

test("KEY-2: members that stay silent cost nothing while enough are left, and else the generation is over", () => {
  assert.deepEqual(at(COMPLAIN, { ...dealt, dealers: 3 }), ["confirm"]);
  assert.deepEqual(at(COMPLAIN, { ...dealt, dealers: 2 }), ["forget"]);
  assert.deepEqual(at(COMPLAIN, { ...dealt, dealers: 2, holdsDealing: false, committed: "lost" }), []);
});

test("a generation is over for a member once it can ask nothing more, and not before", () => {
  const over = (sec: number, changed: Partial<GenerationView>) => isOver({ ...START, ...changed }, sec);
  assert.ok(!over(COMMIT - 1, {}));
  assert.ok(over(COMMIT, {}), "it committed to nothing");
  assert.ok(!over(COMPLAIN - 1, { ...dealt, dealers: 2 }), "fewer dealers may be counted than there are");
  assert.ok(over(COMPLAIN, { ...dealt, dealers: 2 }));
  assert.ok(over(COMPLAIN, { committed: "lost", dealers: 2 }));
  assert.ok(!over(COMPLAIN, { committed: "lost", dealers: 3 }), "a backup may still come");
  assert.ok(!over(COMPLAIN, dealt), "the others may still confirm");
  assert.ok(!over(COMPLAIN, { ...dealt, begun: "just now" }));
  assert.ok(!over(COMPLAIN, { ...dealt, begun: "lost" }), "a backup may still come");
  for (const begun of ["with us", "without us", "otherwise"] as const)
    assert.ok(over(COMPLAIN, { ...dealt, begun }));
});

test("KEY-2: a member that rushes makes nobody reveal, confirm or finish before the time", () => {
  const rushed = { ...held, dealers: 5, confirmed: 0b11110 };
  assert.deepEqual(at(COMMIT - 1, rushed), []);
  assert.deepEqual(at(REVEAL, { ...rushed, revealed: true }), []);
  assert.deepEqual(at(COMPLAIN - 1, { ...rushed, revealed: true }), []);
});

test("a member that missed a phase waits for the next epoch; a dealing that nobody saw is erased", () => {
  assert.deepEqual(at(COMMIT), []);
  assert.deepEqual(at(COMMIT, { holdsDealing: true }), ["forget"]);
  assert.deepEqual(at(COMPLAIN, { ...held, dealers: 5 }), ["confirm"], "it dealt nothing, and was dealt all");
});

test("restored from an old backup, a member never deals a second time", () => {
  for (const sec of [COMMIT - 1, COMMIT, REVEAL, COMPLAIN]) {
    assert.deepEqual(at(sec, { committed: "lost" }), []);
    assert.deepEqual(at(sec, { committed: "lost", holdsDealing: true, dealers: 5 }), []);
    assert.deepEqual(at(sec, { committed: "lost", holdsDealing: true, dealers: 5, begun: "lost" }), []);
  }
});

test("where a key is handed on, members without its key share receive, and only seats of the present epoch confirm", () => {
  assert.deepEqual(at(COMMIT, { ...held, deals: false }), []);
  assert.deepEqual(at(COMPLAIN, { ...dealt, confirmsAs: undefined, confirmed: 0b111 }), []);
  assert.deepEqual(at(COMPLAIN, { ...dealt, begun: "without us" }), ["leave"]);
  assert.deepEqual(at(COMPLAIN, { ...dealt, begun: "otherwise" }), ["forget"]);
});

test("all confirm until enough have, and one finishes; the others follow in turn", () => {
  const late = COMPLAIN + TURN_SEC;
  assert.deepEqual(at(COMPLAIN, { ...dealt, confirmsAs: 5 }), ["confirm"]);
  assert.deepEqual(at(COMPLAIN, { ...dealt, confirmsAs: 4, confirmed: 0b011 }), ["confirm"]);
  assert.deepEqual(at(COMPLAIN, { ...dealt, confirmsAs: 2, confirmed: 0b111 }), []);
  assert.deepEqual(at(late, { ...dealt, confirmsAs: 2, confirmed: 0b111 }), ["finish"]);
  assert.deepEqual(at(COMPLAIN + 3 * TURN_SEC - 1, { ...dealt, confirmsAs: 5, confirmed: 0b111 }), []);
  assert.deepEqual(at(COMPLAIN + 3 * TURN_SEC, { ...dealt, confirmsAs: 5, confirmed: 0b111 }), ["finish"]);
});

test("a node follows the proposals of founders that its operator names, and gives no key to strangers", () => {
  const proposal = { founder, members, threshold: 3 };
  assert.equal(judgeProposal(proposal, [account(8), founder]), undefined);
  assert.match(judgeProposal(proposal, [account(8)])!, /not in --founders/);
  assert.match(judgeProposal({ ...proposal, members: [...members, account(1)] }, [founder])!, /twice/);
  assert.match(judgeProposal({ ...proposal, members: members.slice(3) }, [founder])!, /above the number/);
  assert.equal(
    judgeProposal({ ...proposal, threshold: members.length }, [founder]),
    undefined,
    "all of them",
  );
  const present = { members, threshold: 3 };
  const handOn = (strangers: number, threshold = 3) =>
    judgeProposal(
      {
        ...{ founder, threshold, present },
        members: members.map((member, place) => (place < strangers ? account(100 + place) : member)),
      },
      [founder],
    );
  assert.equal(handOn(0), undefined);
  assert.equal(handOn(2), undefined);
  assert.match(handOn(3)!, /open every work alone/);
  assert.equal(handOn(3, 4), undefined);
  assert.match(handOn(0, 2)!, /below that of the present epoch/);
});
