// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { TributaryError } from "../../../sdk/errors/TributaryError.ts";
import { fileChanged, PublishFailed } from "../../../sdk/publishing/publishErrors.ts";
import { problemOf } from "../sentences.ts";
import { progressOf } from "./publishing.ts";
import { WHILE_PUBLISHING } from "./publishProblems.ts";

const known = {
  ...{ wallet: { asks: (doing: string, todo: string) => `${doing}: ${todo}.` }, edgeCount: 2, chunks: 10 },
  encryption: "aes-256-gcm",
};

test("each step says what is waited for, and how much of it is done", () => {
  assert.deepEqual(progressOf({ stage: "read", done: 1, total: 4 }, known), ["Reading the file…", 0.25]);
  assert.deepEqual(progressOf({ stage: "hash", done: 5, total: 10 }, known), [
    "Encrypting and hashing chunk 5 of 10…",
    0.5,
  ]);
  assert.match(
    progressOf({ stage: "hash", done: 5, total: 10 }, { ...known, encryption: "none" })[0],
    /^Hashing/,
  );
  assert.deepEqual(progressOf({ stage: "register", contentId: "0x" }, known), [
    "Registering the work on chain: send the transaction.",
  ]);
  assert.match(progressOf({ stage: "final" }, known)[0], /final on chain/);
  assert.deepEqual(progressOf({ stage: "upload", sent: 5 }, known), ["Sent chunk 5 of 20 to 2 edges…", 0.25]);
  assert.match(progressOf({ stage: "upload", sent: 5 }, { ...known, edgeCount: 1 })[0], /of 10 to 1 edge…$/);
});

test("what ends publishing is told for publishing, not for playing", () => {
  const told = (error: Error) => problemOf(error, WHILE_PUBLISHING);
  assert.deepEqual(told(fileChanged("film.mp4")), {
    title: "The work is not published",
    text: "film.mp4 changed while it was being published. Publish it again once it is written completely.",
    remedy: "again",
  });
  assert.match(
    told(new PublishFailed("No edge took all of x:\n  a: no\n", { advice: "Go on." })).text,
    /a: no Go on\.$/,
  );
  for (const name of ["UserRejected", "GasUnaffordable", "TransactionReplaced", "TransactionPending"]) {
    const { title, text } = told(Object.assign(new TributaryError("no"), { name }));
    assert.doesNotMatch(`${title} ${text}`, /[Pp]ress play|deposit/, name);
  }
});
