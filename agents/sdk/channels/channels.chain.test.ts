// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Address,
  concatHex,
  domainSeparator,
  type Hex,
  hashTypedData,
  hexToNumber,
  maxUint256,
  parseAbi,
  parseEther,
  slice,
  toHex,
  zeroAddress,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, test } from "vitest";
import { REPOSITORY } from "../../localnet/deploy.ts";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { paymentChannelsAbi } from "../abis.generated.ts";
import { approve } from "../chain/approve.ts";
import { confirmWrite } from "../chain/confirmWrite.ts";
import { PERMIT2, signPermit } from "../chain/funding.ts";
import type { FundingSource } from "../chain/fundingSource.ts";
import { payeeOfAddress, payeeOfSplit } from "../chain/payee.ts";
import { peopleOf, random, randomAddress } from "../testing/people.ts";
import { channelIdOf, statusOfChannel } from "./channel.ts";
import { closeConsentTypedData, refundConsentTypedData } from "./consent.ts";
import { openingTypedData, signOpening } from "./opening.ts";
import { makeTickChain } from "./tickChain.ts";
import { signTickVoucher, tickVoucherTypedData } from "./tickVoucher.ts";

const CHAIN_ID = 31_337;
const WINDOW_SEC = 900;
/** A deadline that no test reaches. */
const IN_TIME = 2 ** 40 - 1;
/** A contract that takes no ether, and accepts every signature (ERC-1271). */
const REFUSES_ETHER: Hex = "0x34601257631626ba7e60e01b5f5260205ff35b5f5ffd";
const permit2Abi = parseAbi(["function DOMAIN_SEPARATOR() view returns (bytes32)"]);

let devchain: Devchain;
let people: ReturnType<typeof peopleOf>;
let contract: { chainId: number; paymentChannels: Hex };
beforeAll(async () => {
  devchain = await startDevchain();
  people = peopleOf(devchain);
  contract = { chainId: CHAIN_ID, paymentChannels: people.addresses.paymentChannels };
});
afterAll(() => devchain.stop());

/** Deploys a token with EIP-3009, and gives `owner` 800 wei of the token. */
async function deployEip3009Token(owner: Address): Promise<Address> {
  const path = join(REPOSITORY, "out/Eip3009Token.sol/Eip3009Token.json");
  const { bytecode } = JSON.parse(readFileSync(path, "utf8")) as { bytecode: { object: Hex } };
  const abi = parseAbi(["function mint(address to, uint256 amount)"]);
  const deployer = await people.somebody();
  const hash = await deployer.deployContract({ abi, bytecode: bytecode.object });
  const { contractAddress } = await deployer.waitForTransactionReceipt({ hash });
  assert.ok(contractAddress);
  await confirmWrite(deployer, { abi, address: contractAddress, functionName: "mint", args: [owner, 800n] });
  return contractAddress;
}

const randomKey = (i: number) => ({
  payer: randomAddress(),
  payee: i % 2 ? payeeOfAddress(randomAddress()) : payeeOfSplit(BigInt(random(8))),
  token: randomAddress(),
  salt: BigInt(random(8)),
  sessionKey: randomAddress(),
});

async function openOne(more: { token?: Hex; source?: FundingSource; depositWei?: bigint } = {}) {
  const [payer, payee] = [await people.somebody(2_000n), await people.somebody()];
  const sessionAccount = privateKeyToAccount(generatePrivateKey());
  const terms = { salt: 1n, sessionKey: sessionAccount.address, windowSec: WINDOW_SEC };
  const open = () => payer.channel.openSync({ payee: payee.payee, depositWei: 1_000n, ...terms, ...more });
  return { payer, payee, sessionAccount, terms, open };
}

test("what is signed is what the contract hashes, for 30 random channels", async () => {
  const { client } = devchain.anvil;
  const own = { abi: paymentChannelsAbi, address: contract.paymentChannels } as const;
  for (let i = 0; i < 30; i++) {
    const key = randomKey(i);
    const { payer, payee, token, salt } = key;
    const [channelId, cumulative, wei, nonce] = [
      random(32),
      BigInt(random(12)),
      BigInt(random(12)),
      BigInt(random(8)),
    ];
    const tickRoot = random(32);
    const windowSec = i * 1_000;
    const deadline = Number(random(5));
    const digests = await Promise.all([
      client.readContract({
        ...own,
        functionName: "tickVoucherDigest",
        args: [payer, payee, token, salt, cumulative, tickRoot, wei],
      }),
      client.readContract({
        ...own,
        functionName: "openDigest",
        args: [{ key, windowSec, deposit: wei, deadline }],
      }),
      client.readContract({ ...own, functionName: "closeConsentDigest", args: [channelId, wei, deadline] }),
      client.readContract({
        ...own,
        functionName: "refundConsentDigest",
        args: [channelId, wei, nonce, deadline],
      }),
    ]);
    assert.deepEqual(digests, [
      hashTypedData(tickVoucherTypedData({ ...contract, key, cumulative, tickRoot, tickValue: wei })),
      hashTypedData(openingTypedData({ ...contract, key, windowSec, depositWei: wei, deadline })),
      hashTypedData(closeConsentTypedData({ ...contract, channelId, settledWei: wei, deadline })),
      hashTypedData(
        refundConsentTypedData({ ...contract, channelId, amountWei: wei, consentNonce: nonce, deadline }),
      ),
    ]);
  }
});

describe("a channel is funded", () => {
  test("by a permit: one signature, one transaction, no allowance left", async () => {
    const { payer, open } = await openOne({ source: "permit" });
    const { key, channelId } = await open();
    assert.equal(await payer.getTransactionCount({ address: payer.account.address }), 1);
    await payer.channel.topUpSync({ key, amountWei: 500n, source: "permit" });
    assert.equal((await payer.channel.getChannel({ channelId })).deposit, 1_500n);
    assert.equal(await people.balanceOf(payer), 500n);
  });

  test("by Permit2, once it is approved", async () => {
    const domain = { name: "Permit2", chainId: CHAIN_ID, verifyingContract: PERMIT2 };
    const separator = { abi: permit2Abi, address: PERMIT2, functionName: "DOMAIN_SEPARATOR" } as const;
    assert.equal(await devchain.anvil.client.readContract(separator), domainSeparator({ domain }));
    const { payer, open } = await openOne({ source: "permit2" });
    await assert.rejects(open(), /TRANSFER_FROM_FAILED/);
    const { streamToken: token } = people.addresses;
    await approve(payer, { token, spender: PERMIT2, amountWei: maxUint256 });
    const { key, channelId } = await open();
    await payer.channel.topUpSync({ key, amountWei: 500n, source: "permit2" });
    assert.equal((await payer.channel.getChannel({ channelId })).deposit, 1_500n);
  });

  test("out of what was prepaid, by whoever", async () => {
    const { payer, open } = await openOne({ source: "prepaid" });
    await assert.rejects(open(), /Deposits_PrepaidTooLow/);
    const friend = await people.somebody(1_200n);
    const owner = payer.account.address;
    await friend.prepaid.prepaySync({ contract: "paymentChannels", amountWei: 1_200n, owner });
    const { key } = await open();
    await assert.rejects(
      payer.channel.topUpSync({ key, amountWei: 201n, source: "prepaid" }),
      /Deposits_PrepaidTooLow/,
    );
    await payer.channel.topUpSync({ key, amountWei: 200n, source: "prepaid" });
    assert.equal(await payer.prepaid.getPrepaid({ contract: "paymentChannels", owner }), 0n);
    assert.equal(await people.balanceOf(payer), 2_000n);
  });

  test("in ETH, sent along or prepaid, and refunded", async () => {
    const { payer, payee, open } = await openOne({ token: zeroAddress, depositWei: parseEther("1") });
    const { key, channelId } = await open();
    await payer.channel.topUpSync({ key, amountWei: parseEther("0.5") });
    await payer.prepaid.prepaySync({ contract: "paymentChannels", token: zeroAddress, amountWei: 5n });
    await payer.channel.topUpSync({ key, amountWei: 5n, source: "prepaid" });
    const depositWei = parseEther("1.5") + 5n;
    assert.equal((await payer.channel.getChannel({ channelId })).deposit, depositWei);
    const before = await payer.getBalance({ address: payer.account.address });
    await payee.channel.closeSync({ key });
    assert.equal(await payer.getBalance({ address: payer.account.address }), before + depositWei);
  });

  test("not by a permit of a token that takes none", async () => {
    const payer = await people.somebody();
    const registry = people.addresses.contentRegistry;
    await assert.rejects(signPermit(payer, { token: registry, spender: registry, amountWei: 1n }));
  });
});

describe("a channel that a payer signed", () => {
  async function signed() {
    const { payer, payee, terms } = await openOne();
    const { salt, sessionKey, windowSec } = terms;
    const token = people.addresses.streamToken;
    const key = { payer: payer.account.address, payee: payee.payee, token, salt, sessionKey };
    const opening = { key, windowSec, depositWei: 800n, deadline: IN_TIME };
    return { payer, opening, signature: await payer.channel.signOpening(opening) };
  }

  /** A signed opening whose signature ends with `v`. */
  async function signedWithV(v: number) {
    for (;;) {
      const one = await signed();
      if (hexToNumber(slice(one.signature, 64)) === v) return one;
    }
  }

  test("is opened by anyone, once, out of what the payer prepaid", async () => {
    const { payer, opening, signature } = await signed();
    const relayer = await people.somebody();
    await assert.rejects(relayer.channel.openForSync({ ...opening, signature }), /Deposits_PrepaidTooLow/);
    await payer.prepaid.prepaySync({ contract: "paymentChannels", amountWei: 1_600n });
    const { channelId } = await relayer.channel.openForSync({ ...opening, signature });
    assert.equal(channelId, channelIdOf({ ...contract, key: opening.key }));
    assert.equal((await relayer.channel.getChannel({ channelId })).deposit, 800n);
    await assert.rejects(
      relayer.channel.openForSync({ ...opening, signature }),
      /PaymentChannels_AlreadyUsed/,
    );
  });

  test("is opened by a signature whose v is 0 or 1, as hardware wallets give", async () => {
    for (const v of [0, 1]) {
      const { payer, opening, signature } = await signedWithV(27 + v);
      await payer.prepaid.prepaySync({ contract: "paymentChannels", amountWei: 800n });
      const raw = concatHex([slice(signature, 0, 64), toHex(v, { size: 1 })]);
      const wallet = { ...payer, account: { ...payer.account, signTypedData: async () => raw } };
      assert.equal(await signOpening(wallet, { ...contract, ...opening }), signature);
      const relayer = await people.somebody();
      const { channelId } = await relayer.channel.openForSync({ ...opening, signature: raw });
      assert.equal((await relayer.channel.getChannel({ channelId })).deposit, 800n);
    }
  });

  for (const source of ["permit", "permit2", "eip3009"] as const) {
    test(`is opened by ${source}, for a payer without ether or prepaid money`, async () => {
      const { payer, opening } = await signed();
      const token = source === "eip3009" ? await deployEip3009Token(opening.key.payer) : opening.key.token;
      const order = { ...opening, key: { ...opening.key, token } };
      // Permit2 alone wants a transaction of the payer's, once for each token
      if (source === "permit2") await approve(payer, { token, spender: PERMIT2, amountWei: maxUint256 });
      await devchain.anvil.client.setBalance({ address: payer.account.address, value: 0n });
      const signature = await payer.channel.signOpening(order);
      const funding = await payer.channel.signOpeningFunding({ ...order, source });
      const relayer = await people.somebody();
      if (source === "eip3009") {
        const other = { ...order, key: { ...order.key, salt: 2n } };
        const signed = { ...other, signature: await payer.channel.signOpening(other), funding };
        await assert.rejects(relayer.channel.openForSync(signed), /GuardedTransfer_AuthorizationRefused/);
      }
      const { channelId } = await relayer.channel.openForSync({ ...order, signature, funding });
      assert.equal((await relayer.channel.getChannel({ channelId })).deposit, 800n);
      const sent = await payer.getTransactionCount({ address: payer.account.address });
      assert.equal(sent, source === "permit2" ? 1 : 0);
    });
  }

  test("is not opened after its deadline", async () => {
    const { payer, opening } = await signed();
    const deadline = Number((await devchain.anvil.client.getBlock()).timestamp) - 1;
    const late = { ...opening, deadline };
    const signature = await payer.channel.signOpening(late);
    const relayer = await people.somebody();
    await assert.rejects(
      relayer.channel.openForSync({ ...late, signature }),
      /PaymentChannels_DeadlinePassed/,
    );
  });

  test("is not opened with other terms", async () => {
    const { opening, signature } = await signed();
    const relayer = await people.somebody();
    for (const other of [{ depositWei: 801n }, { windowSec: 901 }, { deadline: IN_TIME - 1 }]) {
      await assert.rejects(
        relayer.channel.openForSync({ ...opening, ...other, signature }),
        /PaymentChannels_SignatureInvalid/,
      );
    }
  });
});

describe("a payee consents", () => {
  test("that the payer takes a part back: once, and no more than is unsettled", async () => {
    const { payer, payee, open } = await openOne();
    const { key, channelId } = await open();
    const asked = { key, amountWei: 400n, consentNonce: 9n, deadline: IN_TIME };
    const consent = await payee.channel.signRefundConsent({ channelId, ...asked });
    await assert.rejects(
      payer.channel.refundSync({ ...asked, amountWei: 401n, consent }),
      /PaymentChannels_ConsentInvalid/,
    );
    await payer.channel.refundSync({ ...asked, consent });
    assert.equal(await people.balanceOf(payer), 1_400n);
    await assert.rejects(payer.channel.refundSync({ ...asked, consent }), /PaymentChannels_ConsentUsed/);
    const anew = { ...asked, deadline: IN_TIME - 1 };
    const again = await payee.channel.signRefundConsent({ channelId, ...anew });
    await assert.rejects(
      payer.channel.refundSync({ ...anew, consent: again }),
      /PaymentChannels_ConsentUsed/,
    );
    const tooMuch = { key, amountWei: 601n, consentNonce: 1n, deadline: IN_TIME };
    const second = await payee.channel.signRefundConsent({ channelId, ...tooMuch });
    await assert.rejects(
      payer.channel.refundSync({ ...tooMuch, consent: second }),
      /PaymentChannels_AboveDeposit/,
    );
  });

  test("that the payer closes at once, to the amount that was said", async () => {
    const { payer, payee, open } = await openOne();
    const { key, channelId } = await open();
    const consent = await payee.channel.signCloseConsent({ channelId, settledWei: 300n, deadline: IN_TIME });
    const close = { key, settledWei: 300n, deadline: IN_TIME, consent };
    await assert.rejects(
      payer.channel.closeWithConsentSync({ ...close, settledWei: 299n }),
      /PaymentChannels_ConsentInvalid/,
    );
    await assert.rejects(payee.channel.closeWithConsentSync(close), /PaymentChannels_NotPayer/);
    await payer.channel.closeWithConsentSync(close);
    assert.equal(await people.balanceOf(payee), 300n);
    assert.equal(await people.balanceOf(payer), 1_700n);
    assert.equal(statusOfChannel(await payer.channel.getChannel({ channelId })), "closed");
  });
});

describe("ticks", () => {
  async function ticked() {
    const one = await openOne();
    const { key, channelId } = await one.open();
    const ticks = makeTickChain(64);
    const { sessionAccount } = one;
    const promise = { key, cumulative: 100n, tickRoot: ticks[0], tickValue: 7n, sessionAccount };
    const voucher = await signTickVoucher({ ...contract, ...promise });
    const settle = (count: number, tick = ticks[count]!) =>
      one.payee.channel.settleTicksSync({ payee: key.payee, rows: [{ ...key, ...voucher, tick, count }] });
    return { ...one, key, channelId, ticks, settle };
  }

  test("pay what was signed and a value for each, and later ones the difference", async () => {
    const { payee, channelId, settle } = await ticked();
    for (const [count, settled] of [
      [0, 100n],
      [1, 107n],
      [40, 380n],
      [64, 548n],
    ] as const) {
      assert.deepEqual((await settle(count)).channels, [{ channelId, settled }]);
      assert.equal(await people.balanceOf(payee), settled);
    }
  });

  test("pay nothing for a tick that is another, one that was paid, or one too many", async () => {
    const { payee, ticks, settle } = await ticked();
    assert.deepEqual((await settle(5, ticks[4])).channels, []);
    assert.deepEqual((await settle(5, random(32))).channels, []);
    await settle(5);
    assert.deepEqual((await settle(5)).channels, []);
    assert.deepEqual((await settle(4)).channels, []);
    const tick = makeTickChain(64)[64]!;
    assert.deepEqual((await settle(65, tick)).channels, []);
    assert.equal(await people.balanceOf(payee), 135n);
  });
});

test("what a payee could not be paid waits for it, and is paid out once it can be", async () => {
  const { payer, payee, open } = await openOne({ token: zeroAddress });
  const { key, channelId } = await open();
  const { client } = devchain.anvil;
  const { address } = payee.account;
  const waiting = { contract: "paymentChannels" as const, payee: payee.payee, token: zeroAddress };
  await assert.rejects(payer.prepaid.payOutSync(waiting), /no PaidOut/);
  const consent = await payee.channel.signCloseConsent({ channelId, settledWei: 9n, deadline: IN_TIME });
  const before = await payer.getBalance({ address });
  await client.setCode({ address, bytecode: REFUSES_ETHER });
  await payer.channel.closeWithConsentSync({ key, settledWei: 9n, deadline: IN_TIME, consent });
  assert.equal(await payer.getBalance({ address }), before);
  await client.setCode({ address, bytecode: "0x" });
  assert.equal((await payer.prepaid.payOutSync(waiting)).paidWei, 9n);
  assert.equal(await payer.getBalance({ address }), before + 9n);
});
