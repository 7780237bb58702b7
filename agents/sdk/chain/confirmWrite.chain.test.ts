// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createWalletClient, custom, type Hash, parseAbi, parseEther, parseGwei, zeroAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { mainnet } from "viem/chains";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { waitFor } from "../../localnet/waitFor.ts";
import { depositOver, rateOf } from "../streams/rate.ts";
import { peopleOf, randomAddress, type Somebody } from "../testing/people.ts";
import { USDT_LIKE } from "../testing/usdtLike.ts";
import { tributaryActions } from "../tributaryActions.ts";
import { approve } from "./approve.ts";
import { BalanceTooLow } from "./BalanceTooLow.ts";
import { confirmWrite } from "./confirmWrite.ts";
import { payeeOfAddress } from "./payee.ts";
import { TransactionReplaced, TransactionReverted } from "./writeErrors.ts";

let devchain: Devchain;
let people: ReturnType<typeof peopleOf>;
beforeAll(async () => {
  devchain = await startDevchain();
  people = peopleOf(devchain);
});
afterAll(() => devchain.stop());

/** The terms of a channel from `payer` that no test opened before. */
const newTerms = (depositWei = 10n) => ({
  payee: payeeOfAddress(randomAddress()),
  salt: 0n,
  sessionKey: privateKeyToAccount(generatePrivateKey()).address,
  windowSec: 900,
  depositWei,
});

describe("a pending write whose nonce is used by another transaction", () => {
  const seen = new Set<Hash>();
  /** Keeps the hashes of the transactions that the SDK saw in the pool: one replaced before any look is seen by nobody. */
  const watched = (request: string, answer: string) => {
    const { result } = JSON.parse(answer);
    if (request.includes("eth_getTransactionByHash") && result) seen.add(result.hash);
  };

  /** Starts `write` while nothing is mined, puts `replacement` in its place, and mines. */
  async function replacing<T>(
    somebody: Somebody,
    write: () => Promise<T>,
    replacement: (pending: { to: Hash; data: Hash }) => { to: Hash; value?: bigint; data?: Hash },
  ): Promise<T> {
    const { client } = devchain.anvil;
    const { address } = somebody.account;
    const nonce = await somebody.getTransactionCount({ address });
    await client.setAutomine(false);
    try {
      const written = write();
      written.catch(() => {}); // looked at below
      let pending: { to: Hash; input: Hash } | undefined;
      await waitFor("the write in the pool", async () => {
        const block = await client.getBlock({ blockTag: "pending", includeTransactions: true });
        const found = block.transactions.find(({ from }) => from === address.toLowerCase());
        pending = found && { to: found.to!, input: found.input };
        return found && seen.has(found.hash);
      });
      const { to, input: data } = pending!;
      const fees = { maxFeePerGas: parseGwei("50"), maxPriorityFeePerGas: parseGwei("20"), gas: 500_000n };
      await somebody.sendTransaction({ ...replacement({ to, data }), nonce, ...fees });
      await client.mine({ blocks: 1 });
      return await written;
    } finally {
      await client.setAutomine(true);
    }
  }

  async function approved() {
    const payer = await people.somebody(100n, watched);
    const { streamToken: token, paymentChannels: spender } = people.addresses;
    await approve(payer, { token, spender, amountWei: 100n });
    return payer;
  }

  test("is an error when the wallet cancelled it, and nothing was opened", async () => {
    const payer = await approved();
    const cancelled = replacing(
      payer,
      () => payer.channel.openSync(newTerms()),
      () => ({ to: payer.account.address, value: 0n }),
    );
    await assert.rejects(cancelled, (error) => {
      assert.ok(error instanceof TransactionReplaced, String(error));
      assert.equal(error.reason, "cancelled");
      return true;
    });
    assert.equal(await people.balanceOf(payer), 100n);
  });

  test("is an error when the transaction is another, for an approval alike", async () => {
    const payer = await people.somebody(100n, watched);
    const replaced = replacing(
      payer,
      () => payer.channel.openSync(newTerms()),
      () => ({ to: randomAddress(), value: 1n }),
    );
    await assert.rejects(replaced, /^TransactionReplaced: approve was not made: .* was replaced/);
  });

  test("succeeds when the same call was only made faster", async () => {
    const payer = await approved();
    const { channelId, receipt } = await replacing(
      payer,
      () => payer.channel.openSync(newTerms()),
      ({ to, data }) => ({ to, data }),
    );
    assert.equal((await payer.channel.getChannel({ channelId })).deposit, 10n);
    assert.notDeepEqual(receipt.logs, [], "the hash is of the transaction that was mined");
  });
});

test("a wallet on another chain is told so, before any read", async () => {
  const methods: string[] = [];
  const transport = custom({
    async request({ method, params }) {
      methods.push(method);
      return devchain.anvil.client.request({ method, params } as never);
    },
  });
  const { account } = await people.somebody(100n);
  const client = createWalletClient({ account, chain: mainnet, transport }).extend(
    tributaryActions(people.addresses),
  );
  const { streamToken: token } = people.addresses;
  const key = { contentId: token, payee: payeeOfAddress(token), token };
  const rate = rateOf({ amountWei: 1n, perSeconds: 1 });
  for (const write of [
    () => client.channel.openSync(newTerms()),
    () => client.staking.stakeSync({ amountWei: 1n }),
    () => client.pool.joinSync({ key, rate, lastDay: 30_000 }),
    () => client.prepaid.payOutSync({ contract: "streamPools", payee: key.payee }),
    () => approve(client, { token, spender: token, amountWei: 1n }),
  ]) {
    methods.length = 0;
    await assert.rejects(write(), { name: "WrongChain" });
    assert.deepEqual(methods, ["eth_chainId"]);
  }
});

test("a deposit that is allowed already is simulated once, and its chain compared once", async () => {
  const methods: string[] = [];
  const payer = await people.somebody(100n, (request) => {
    for (const { method } of [JSON.parse(request)].flat()) methods.push(method);
  });
  const { streamToken: token, paymentChannels: spender } = people.addresses;
  await approve(payer, { token, spender, amountWei: 100n });
  methods.length = 0;
  await payer.channel.open(newTerms());
  const looks = ["eth_chainId", "eth_getCode", "eth_call"];
  const before = methods.slice(0, methods.indexOf("eth_estimateGas")).filter((one) => looks.includes(one));
  // the balance is a call too
  assert.deepEqual(before, ["eth_chainId", "eth_call", "eth_getCode", "eth_call"]);
});

describe("nothing is sent, and no approval made", () => {
  async function refused(somebody: Somebody, write: () => Promise<unknown>, error: RegExp) {
    await assert.rejects(write(), error);
    assert.equal(await somebody.getTransactionCount({ address: somebody.account.address }), 0);
  }

  test("by who has too little, told with balance and need", async () => {
    const payer = await people.somebody(9n);
    for (const source of ["allowance", "permit", "permit2"] as const)
      await refused(
        payer,
        () => payer.channel.openSync({ ...newTerms(), source }),
        /has 9 wei of the token 0x\w+, and needs 10: nothing was sent; get 1 wei more/,
      );
    const amountWei = parseEther("101");
    await assert.rejects(
      payer.prepaid.prepaySync({ contract: "paymentChannels", token: zeroAddress, amountWei }),
      (error) => {
        assert.ok(error instanceof BalanceTooLow);
        assert.equal(error.neededWei, amountWei);
        return true;
      },
    );
    await refused(payer, () => payer.staking.stakeSync({ amountWei: 10n }), /has 9 wei/);
  });

  test("for terms that the contract refuses", async () => {
    const payer = await people.somebody(100n);
    await refused(
      payer,
      () => payer.channel.openSync({ ...newTerms(), windowSec: 1 }),
      /PaymentChannels_Window\w+/,
    );
    await refused(
      payer,
      () => payer.channel.openSync({ ...newTerms(), windowSec: 1 << 25 }),
      /uint24|range/i,
    );
  });

  test("to nobody, and to an address without a contract", async () => {
    const payer = await people.somebody(100n);
    const { streamToken: token } = people.addresses;
    const contract = "paymentChannels";
    const owner = zeroAddress;
    await refused(
      payer,
      () => payer.prepaid.prepaySync({ contract, amountWei: 1n, owner }),
      /owner is the zero address/,
    );
    await refused(
      payer,
      () => payer.prepaid.withdrawSync({ contract, token, amountWei: 1n, to: zeroAddress }),
      /to is the zero address/,
    );
    await refused(
      payer,
      () =>
        payer.prepaid.prepaySync({
          contract,
          paymentChannels: randomAddress(),
          token: zeroAddress,
          amountWei: 1n,
        }),
      /no contract is at 0x/,
    );
  });
});

test("a token whose approve answers nothing, and goes up from zero alone, pays as any other", async () => {
  const payer = await people.somebody();
  const hash = await payer.deployContract({ abi: [], bytecode: USDT_LIKE });
  const { contractAddress } = await payer.waitForTransactionReceipt({ hash });
  const token = contractAddress!;
  const { paymentChannels: spender } = people.addresses;
  const { channelId, key } = await payer.channel.openSync({ ...newTerms(), token });
  await approve(payer, { token, spender, amountWei: 5n });
  await payer.channel.topUpSync({ key, amountWei: 7n });
  assert.equal((await payer.channel.getChannel({ channelId })).deposit, 17n);
});

test("out of gas is called so, and the caller may set the gas", async () => {
  const payer = await people.somebody(100n);
  await payer.channel.openSync(newTerms()); // the approval of the next one is the first transaction of it
  const opening = payer.channel.openSync({ ...newTerms(), gas: 60_000n });
  await assert.rejects(opening, (error) => {
    assert.ok(error instanceof TransactionReverted, String(error));
    assert.ok(error.outOfGas);
    assert.match(error.message, /^open ran out of gas: .* of 60000; .* higher `gas`$/);
    return true;
  });
  const hash = await payer.channel.open({ ...newTerms(), gas: 345_678n });
  assert.equal((await payer.getTransaction({ hash })).gas, 345_678n);
});

test("a mined call without its event is an error", async () => {
  const payer = await people.somebody();
  const address = randomAddress();
  await devchain.anvil.client.setCode({ address, bytecode: "0x00" });
  const abi = parseAbi(["function finalize()", "event Closed()"]);
  await assert.rejects(
    confirmWrite(payer, { abi, address, functionName: "finalize", eventName: "Closed" }),
    /emitted no Closed/,
  );
});

describe("a write has gas for the second it is mined in", () => {
  const minedAfter = async (seconds: number) => {
    const { client } = devchain.anvil;
    const { timestamp } = await client.getBlock();
    await client.setNextBlockTimestamp({ timestamp: timestamp + BigInt(seconds) });
  };

  test("for a batch in which nothing had accrued", async () => {
    const creator = await people.somebody();
    const contentId = await people.publish(creator);
    const viewer = await people.somebody(1_000_000n);
    const rate = rateOf({ amountWei: 1n, perSeconds: 1 });
    const ids: Hash[] = [];
    for (let salt = 0n; salt < 30n; salt += 1n)
      ids.push((await viewer.stream.openSync({ contentId, rate, depositWei: 1_000n, salt })).key.id);
    await creator.stream.withdrawManySync({ payee: creator.payee, ids });
    await minedAfter(12);
    const { amountWei } = await creator.stream.withdrawManySync({ payee: creator.payee, ids });
    assert.ok(amountWei >= 30n * 12n);
  });

  test("for a pool, a stake and its rewards", async () => {
    const [viewer, creator] = [await people.somebody(parseEther("10")), await people.somebody()];
    const key = {
      contentId: await people.publish(creator),
      payee: creator.payee,
      token: people.addresses.streamToken,
    };
    const rate = rateOf({ amountWei: parseEther("1"), perSeconds: 1e6 });
    const day = Number((await devchain.anvil.client.getBlock()).timestamp / 86_400n);
    await viewer.pool.joinSync({ key, rate, lastDay: day + 20 });
    for (const seconds of [1, 12, 3 * 86_400]) {
      await minedAfter(seconds);
      assert.ok((await creator.pool.collectSync({ key })).amountWei >= depositOver(rate, seconds) - 1n);
    }
    await viewer.staking.stakeSync({ amountWei: parseEther("2"), source: "allowance" });
    const allocation = await viewer.vesting.getAllocationGrant({ allocation: "staking" });
    await minedAfter(12);
    await viewer.staking.harvestSync({ key: allocation });
    await minedAfter(12);
    assert.ok((await viewer.staking.getRewardSync({})).rewardWei > 0n);
    await minedAfter(12);
    await viewer.pool.leaveSync({ key });
  });
});
