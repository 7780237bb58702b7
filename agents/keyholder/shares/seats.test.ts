// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { bytesToHex, type Hex, hexToBytes, pad } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { test } from "vitest";
import { createNativeCurve } from "../../curve/nativeCurve.ts";
import { HttpError } from "../../kernel/http/problem.ts";
import { TryAgainError } from "../../kernel/process/errors.ts";
import { compress, type Point } from "../../sdk/encryption/curve.ts";
import type { SeatOnChain } from "../policy.ts";
import { createSeats } from "./seats.ts";
import { type ShareFile, sealShare } from "./shareFile.ts";

const curve = createNativeCurve();
const privateKey = generatePrivateKey();
const account = privateKeyToAccount(privateKey);
const [film, series] = [pad("0xc1"), pad("0xc2")];

const sealed = (committeeId: Hex, epoch: number, share: bigint, of: Hex = privateKey): ShareFile =>
  sealShare(
    curve,
    hexToBytes(privateKeyToAccount(of).publicKey) as Point,
    { committeeId, epoch, index: 1 },
    share,
  );
const pointOf = (share: bigint) => bytesToHex(compress(curve.mulG(share)));

function setUp() {
  const world = { files: [] as ShareFile[], chain: new Map<Hex, SeatOnChain>() };
  const said: string[] = [];
  const told = (about: object, message?: string) => void said.push(`${JSON.stringify(about)} ${message}`);
  const seats = createSeats({
    ...{ curve, self: account.address, privateKey },
    readShares: () => world.files,
    readSeats: async (shares) => shares.map(({ committeeId }) => world.chain.get(committeeId)),
    log: { info: told, warn: told } as never,
  });
  const seat = (epoch: number, share: bigint, member = account.address) => ({
    epoch,
    member,
    point: pointOf(share),
  });
  const find = (id: Hex) => {
    try {
      const { epoch, share } = seats.find(id);
      return { epoch, share };
    } catch (error) {
      return error instanceof HttpError
        ? error.code
        : error instanceof TryAgainError
          ? "try_again"
          : String(error);
    }
  };
  return { world, seats, seat, find, said };
}

test("several committees are answered at once, each by the share of its own seat", async () => {
  const { world, seats, seat, find } = setUp();
  world.files = [sealed(film, 0, 5n), sealed(series, 2, 7n)];
  world.chain = new Map([
    [film, seat(0, 5n)],
    [series, seat(2, 7n)],
  ]);
  assert.equal(find(film), "unknown_committee", "nothing is answered before the chain was asked");
  await seats.refresh();
  assert.deepEqual(find(film), { epoch: 0, share: 5n });
  assert.deepEqual(find(series), { epoch: 2, share: 7n });
  assert.equal(find(pad("0xc3")), "unknown_committee");
  assert.equal(seats.fault(), undefined);
  const before = seats.find(film);
  await seats.refresh();
  assert.equal(seats.find(film), before);
});

test("a share that is not that of its seat on chain answers nothing, and the node says so", async () => {
  const { world, seats, seat, find, said } = setUp();
  world.files = [sealed(film, 0, 5n)];
  for (const wrong of [seat(0, 6n), seat(0, 5n, pad("0x01", { size: 20 }))]) {
    world.chain.set(film, wrong);
    await seats.refresh();
    assert.equal(find(film), "try_again");
    assert.match(seats.fault() ?? "", /not that of its seat on chain/);
  }
  assert.equal(said.length, 1, "once for each change");
  world.chain.set(film, seat(0, 5n));
  await seats.refresh();
  assert.deepEqual(find(film), { epoch: 0, share: 5n });
});

test("A11: a node restored from an old backup refuses to mix epochs, until it has the share of the present one", async () => {
  const { world, seats, seat, find } = setUp();
  world.chain.set(film, seat(5, 50n));
  world.files = [sealed(film, 4, 40n)];
  await seats.refresh();
  assert.equal(find(film), "try_again");
  assert.match(seats.fault() ?? "", /no key share .* epoch 5/);
  assert.deepEqual(seats.replaced(), [], "the only share is kept, whatever an RPC says");
  world.files = [sealed(film, 4, 40n), sealed(film, 5, 50n)];
  await seats.refresh();
  assert.deepEqual(find(film), { epoch: 5, share: 50n });
  assert.deepEqual(
    seats.replaced().map(({ epoch }) => epoch),
    [4],
  );
  assert.equal(seats.fault(), undefined);
});

test("a share of the epoch to come waits, and answers from the epoch's first block on; a reorg takes it back", async () => {
  const { world, seats, seat, find } = setUp();
  world.files = [sealed(film, 0, 5n), sealed(film, 1, 6n)];
  world.chain.set(film, seat(0, 5n));
  await seats.refresh();
  assert.deepEqual(find(film), { epoch: 0, share: 5n });
  world.chain.set(film, seat(1, 6n));
  await seats.refresh();
  assert.deepEqual(find(film), { epoch: 1, share: 6n });
  world.chain.set(film, seat(0, 5n));
  await seats.refresh();
  assert.deepEqual(find(film), { epoch: 0, share: 5n });
});

test("a file that was changed, or is another account's, answers nothing; nothing that is said shows a share", async () => {
  const { world, seats, seat, find, said } = setUp();
  const share = 0x1234_5678_9abc_def0_1234n;
  const damaged = { ...sealed(film, 0, share), sealed: sealed(film, 0, share).sealed };
  const foreign = sealed(series, 0, share, generatePrivateKey());
  world.files = [damaged, foreign];
  world.chain = new Map([
    [film, seat(0, share)],
    [series, seat(0, share)],
  ]);
  await seats.refresh();
  assert.deepEqual([find(film), find(series)], ["try_again", "try_again"]);
  assert.doesNotMatch(said.join("\n"), /123456789abcdef01234/i);
  assert.match(said.join("\n"), /does not open/);
});
