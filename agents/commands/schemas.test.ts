// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { streamAmount } from "../kernel/config/commonConfig.ts";
import { baseUrl, payee, seconds, word } from "./schemas.ts";

const ADDRESS = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const parsed = (text: string) => payee.safeParse(text).data;

test("a payee is an address or a split", () => {
  const bytes = ADDRESS.slice(2).toLowerCase();
  assert.equal(parsed(ADDRESS), `0x${"0".repeat(24)}${bytes}`);
  assert.equal(parsed(ADDRESS.toLowerCase()), parsed(ADDRESS));
  assert.equal(parsed("split:0"), `0x${"0".repeat(23)}1${"0".repeat(40)}`);
  assert.equal(parsed("split:257"), `0x${"0".repeat(23)}1${"0".repeat(37)}101`);
});

test("what names nobody is refused with what was expected", () => {
  const others = [
    "",
    "Ada",
    "split:",
    "split:-1",
    "split:1.5",
    "split:99999999999999999999999999",
    `0x${"0".repeat(40)}`,
    ADDRESS.slice(0, -1),
    ADDRESS.replace("5aAe", "5AAe"), // a digit of another case: its checksum is wrong
  ];
  for (const text of others) {
    const { success, error } = payee.safeParse(text);
    assert.equal(success, false, text);
    assert.deepEqual(
      error?.issues.map(({ message }) => message),
      ["an address, or split:<id>"],
    );
  }
});

test("a base URL is read into its one spelling, and anything else is refused with what was expected", () => {
  assert.equal(baseUrl.parse("https://Node.example:443/a/"), "https://node.example/a");
  const issueOf = (text: string) => baseUrl.safeParse(text).error?.issues[0]?.message;
  assert.match(issueOf("node.example")!, /^an http or https URL/);
  assert.match(issueOf("https://a:b@node.example")!, /without a user name and password/);
});

test("amounts are STREAM, to the wei and no further", () => {
  assert.equal(streamAmount.parse("5"), 5n * 10n ** 18n);
  assert.equal(streamAmount.parse("0.000000000000000001"), 1n);
  assert.equal(streamAmount.parse("79228162514"), 79_228_162_514n * 10n ** 18n);
  for (const text of [
    `1${"0".repeat(23)}`,
    "9".repeat(400),
    "79228162514.3",
    "",
    "-1",
    "1e3",
    ".5",
    "1.",
    "0.0000000000000000001",
    "1,5",
    " 1",
  ])
    assert.equal(streamAmount.safeParse(text).success, false, text);
});

test("an id is 32 bytes", () => {
  assert.equal(word.safeParse(`0x${"ab".repeat(32)}`).success, true);
  for (const text of ["ab".repeat(32), `0x${"ab".repeat(31)}`, `0x${"zz".repeat(32)}`, ""])
    assert.equal(word.safeParse(text).success, false, text);
});

test("a duration is seconds, whole or not, and more than none", () => {
  assert.equal(seconds.parse("60"), 60);
  assert.equal(seconds.parse("0.5"), 0.5);
  assert.equal(seconds.parse("4294967295"), 0xff_ff_ff_ff);
  for (const text of ["", "0", "0.0", "-1", "1e3", "1:30", "60s", "Infinity", "4294967296", ".5", " 5"])
    assert.equal(seconds.safeParse(text).success, false, text);
});
