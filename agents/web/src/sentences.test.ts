// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { InsufficientFundsError, UserRejectedRequestError } from "viem";
import { test } from "vitest";
import { DepositExhausted } from "../../sdk/channels/paymentSession.ts";
import { VoucherRefused } from "../../sdk/channels/postVoucher.ts";
import { TributaryError } from "../../sdk/errors/TributaryError.ts";
import { SequencerUnreachable } from "../../sdk/wire/requestJson.ts";
import { problemOf } from "./sentences.ts";

const SENTENCES = /^([A-Z].*[.!?])$/;

test("each error is told in sentences, with what to do", () => {
  for (const [error, title, remedy] of [
    [new UserRejectedRequestError(new Error("no")), /said no/, "again"],
    [new InsufficientFundsError(), /no ether/, "tokens"],
    [new DepositExhausted(3n, 2n), /used up/, "deposit"],
    [new SequencerUnreachable("http://a.example", "refused"), /sequencer does not answer/, "again"],
    [new VoucherRefused("payee_not_served", "not here"), /sequencer refused/, "again"],
    [new TributaryError("a thing broke", { retryable: true }), /did not work/, "again"],
    [new TypeError("x is not a function"), /did not work/, "none"],
    ["no error at all", /did not work/, "none"],
  ] as const) {
    const problem = problemOf(error);
    assert.match(problem.title, title);
    assert.equal(problem.remedy, remedy, problem.title);
    assert.match(problem.text, SENTENCES);
    assert.doesNotMatch(problem.text, /0x[0-9a-f]{40}|undefined/);
  }
});
