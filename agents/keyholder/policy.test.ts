// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { getAddress, pad, toHex } from "viem";
import { test } from "vitest";
import { UserError } from "../kernel/process/errors.ts";
import { requireSafeSettings } from "./config.ts";
import { FARTHEST_DEADLINE_SEC, judgeAccess, judgeEnvelope, judgeShare } from "./policy.ts";

const self = getAddress(pad("0xab", { size: 20 }));
const other = pad("0xcd", { size: 20 });

test("a request is for this chain, this node, and good for five minutes at most", () => {
  const me = { chainId: 31_337, address: self, nowSec: 1_000 };
  const judge = (more: Partial<Parameters<typeof judgeEnvelope>[0]>) =>
    judgeEnvelope({ node: self, deadline: 1_000, ...more }, me);
  assert.equal(judge({}), undefined);
  assert.equal(judge({ node: self.toLowerCase() as typeof self, chainId: 31_337 }), undefined);
  assert.equal(judge({ deadline: 1_000 + FARTHEST_DEADLINE_SEC }), undefined);
  assert.equal(judge({ deadline: 1_001 + FARTHEST_DEADLINE_SEC }), "expired");
  assert.equal(judge({ deadline: 999 }), "expired");
  assert.equal(judge({ node: other }), "not_for_this_node");
  assert.equal(judge({ chainId: 1 }), "other_chain");
});

test("A11: a share answers in its own epoch alone, for its own account, where its point stands on chain", () => {
  const share = { committeeId: pad("0x01"), epoch: 4, index: 2, point: toHex(7) };
  const seat = { epoch: 4, member: self, point: toHex(7) };
  assert.equal(judgeShare(share, seat, self), "serving");
  assert.equal(judgeShare(share, undefined, self), "early", "the committee is not registered yet");
  assert.equal(judgeShare(share, { ...seat, epoch: 3 }, self), "early");
  assert.equal(judgeShare(share, { ...seat, epoch: 5 }, self), "old", "restored from an old backup");
  assert.equal(judgeShare(share, { ...seat, member: other }, self), "wrong");
  assert.equal(judgeShare(share, { ...seat, point: toHex(8) }, self), "wrong");
});

test("access is the viewer's, and a delegate must be one", () => {
  assert.equal(judgeAccess({ hasAccess: true, isDelegate: true }), undefined);
  assert.equal(judgeAccess({ hasAccess: false, isDelegate: true }), "no_access");
  assert.equal(judgeAccess({ hasAccess: true, isDelegate: false }), "not_a_delegate");
});

test("a drill, and access at the head, are for the development chain alone", () => {
  requireSafeSettings({ confirmations: 0, faultShare: true }, 31_337);
  requireSafeSettings({ confirmations: 1, faultShare: false }, 1);
  assert.throws(() => requireSafeSettings({ confirmations: 2, faultShare: true }, 10), UserError);
  assert.throws(() => requireSafeSettings({ confirmations: 0, faultShare: false }, 10), UserError);
});
