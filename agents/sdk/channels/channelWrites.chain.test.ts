// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import {
  bytesToHex,
  concatHex,
  type Hash,
  hexToBigInt,
  keccak256,
  numberToHex,
  slice,
  zeroAddress,
  zeroHash,
} from "viem";
import { toWebAuthnAccount } from "viem/account-abstraction";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { approve, approveAbi } from "../chain/approve.ts";
import { peopleOf, randomAddress } from "../testing/people.ts";
import { refusedBy } from "../testing/refusedBy.ts";
import { sendBeforeItsBlock } from "../testing/sendBeforeItsBlock.ts";
import { openChannel } from "./openChannel.ts";
import { openingDigest } from "./opening.ts";
import { encodeAssertion, passkeyOf } from "./passkey.ts";
import { signVoucher } from "./voucher.ts";

/** A deadline that no test reaches. */
const IN_TIME = 2 ** 40 - 1;

let devchain: Devchain;
let people: ReturnType<typeof peopleOf>;
let contract: { chainId: number; paymentChannels: `0x${string}` };
beforeAll(async () => {
  devchain = await startDevchain();
  people = peopleOf(devchain);
  contract = { chainId: 31_337, paymentChannels: people.addresses.paymentChannels };
});
afterAll(() => devchain.stop());

/** A payer with 2,000 wei, a payee, and terms of a channel between them. */
async function scene() {
  const [payer, payee] = [await people.somebody(2_000n), await people.somebody()];
  const sessionAccount = privateKeyToAccount(generatePrivateKey());
  const terms = {
    ...{ payee: payee.payee, salt: 1n, sessionKey: sessionAccount.address },
    ...{ windowSec: 900, depositWei: 1_000n },
  };
  const key = {
    ...{ payer: payer.account.address, payee: payee.payee, token: people.addresses.streamToken },
    ...{ salt: 1n, sessionKey: sessionAccount.address },
  };
  const promise = async (cumulative: bigint) => ({
    ...key,
    ...(await signVoucher({ ...contract, key, cumulative, sessionAccount })),
  });
  return { payer, payee, terms, key, promise };
}

describe("opening a channel", () => {
  const allowance = () => ({
    ...{ token: people.addresses.streamToken, spender: contract.paymentChannels, amountWei: 1_000n },
  });

  test("gives the hash before the block, by the sender's own fields; the event comes with it", async () => {
    const { payer, terms, key } = await scene();
    await approve(payer, allowance());
    const { streamToken, paymentChannels } = people.addresses;
    const hash = await sendBeforeItsBlock(devchain, payer, (bare, own) =>
      openChannel(bare, { ...terms, ...own, streamToken, paymentChannels }),
    );
    const opened = await payer.channel.open.wait({ ...terms, hash });
    assert.deepEqual([opened.key, opened.depositWei, opened.receipt.transactionHash], [key, 1_000n, hash]);
  });

  test("is simulated with the contract's own error, and nothing is sent", async () => {
    const { payer, terms } = await scene();
    await payer.channel.open.simulate({ ...terms, token: zeroAddress });
    const simulated = payer.channel.open.simulate({ ...terms, token: zeroAddress, windowSec: 1 });
    await assert.rejects(simulated, refusedBy("PaymentChannels_WindowOutOfRange"));
    assert.equal(await payer.getTransactionCount({ address: payer.account.address }), 0);
  });

  test("is a call of a batch, behind its approval; in ETH it carries the deposit", async () => {
    const { payer, terms } = await scene();
    const { token, spender, amountWei } = allowance();
    const approval = { abi: approveAbi, functionName: "approve", args: [spender, amountWei] } as const;
    await payer.writeContract({ ...approval, address: token });
    const send = async (call: { to: Hash; data: Hash; value?: bigint | undefined }) =>
      payer.sendTransaction({ to: call.to, data: call.data, ...(call.value && { value: call.value }) });
    const hash = await send(payer.channel.open.call(terms));
    assert.equal((await payer.channel.open.wait({ ...terms, hash })).depositWei, 1_000n);
    const inEth = { ...terms, token: zeroAddress, depositWei: 5n };
    const sent = await send(payer.channel.open.call(inEth));
    assert.equal((await payer.channel.open.wait({ ...inEth, hash: sent })).depositWei, 5n);
    assert.throws(
      () => payer.channel.open.call({ ...terms, source: "permit" }),
      /cannot be funded by permit/,
    );
  });
});

test("each write says what it did, in words of the channel", async () => {
  const { payer, payee, terms, promise } = await scene();
  const { key, channelId } = await payer.channel.openSync(terms);
  const topped = await payer.channel.topUpSync({ key, amountWei: 500n });
  assert.deepEqual([topped.channelId, topped.receivedWei], [channelId, 500n]);
  const asked = { key, amountWei: 100n, consentNonce: 3n, deadline: IN_TIME };
  const consent = await payee.channel.signRefundConsent({ channelId, ...asked });
  assert.equal(await payer.channel.getConsentUsed({ channelId, nonce: 3n }), false);
  // the transaction's nonce and the consent's are two
  const nonce = await payer.getTransactionCount({ address: payer.account.address });
  const refunded = await payer.channel.refundSync({ ...asked, consent, nonce });
  assert.deepEqual([refunded.channelId, refunded.amountWei], [channelId, 100n]);
  assert.equal(await payer.channel.getConsentUsed({ channelId, nonce: 3n }), true);
  const started = await payer.channel.startCloseSync({ key });
  assert.deepEqual([started.channelId, started.closesAt > 0], [channelId, true]);
  const closed = await payee.channel.closeSync({ key, voucher: await promise(300n) });
  assert.deepEqual([closed.channelId, closed.settledWei, closed.refundedWei], [channelId, 300n, 1_100n]);
  assert.equal((await payer.channel.getMinimumWindow()) < (await payer.channel.getMaximumWindow()), true);
});

test("anyone settles vouchers of one payee, or of many; a wrong one stops no other", async () => {
  const [one, two, three] = [await scene(), await scene(), await scene()];
  for (const { payer, terms } of [one, two, three]) await payer.channel.openSync(terms);
  const anyone = await people.somebody();
  const forged = { ...(await two.promise(70n)), cumulative: 71n };
  const rows = [await one.promise(40n), forged];
  const first = await anyone.channel.settleSync({ payee: one.payee.payee, rows });
  assert.deepEqual(
    first.channels.map(({ settled }) => settled),
    [40n],
  );
  const settlements = [
    { payee: two.payee.payee, rows: [await two.promise(70n)] },
    { payee: three.payee.payee, token: three.key.token, rows: [await three.promise(9n)] },
    { payee: one.payee.payee, rows: [await one.promise(40n)] },
  ];
  const { channels, receipt } = await anyone.channel.settleManySync({ settlements });
  assert.deepEqual(
    channels.map(({ settled }) => settled),
    [70n, 9n],
  );
  assert.equal(receipt.status, "success");
  assert.equal(await people.balanceOf(two.payee), 70n);
  assert.equal(await people.balanceOf(three.payee), 9n);
});

describe("a passkey", () => {
  /** A passkey as a browser has it: DER signatures, client data as JSON, either s. */
  function newPasskey(flags = 0x05) {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const { x, y } = publicKey.export({ format: "jwk" });
    const coordinates = [x!, y!].map((text) => Buffer.from(text, "base64url"));
    const getFn = async (options?: { publicKey?: { challenge: unknown } }) => {
      const challenge = Buffer.from(options!.publicKey!.challenge as Uint8Array).toString("base64url");
      const origin = "https://tributary.example";
      const client = Buffer.from(
        JSON.stringify({ type: "webauthn.get", challenge, origin, crossOrigin: false }),
      );
      const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest();
      const authenticatorData = Buffer.concat([
        ...[sha256("tributary.example"), Buffer.of(flags), Buffer.of(0, 0, 0, 1)],
      ]);
      const signature = sign("sha256", Buffer.concat([authenticatorData, sha256(client)]), ...[privateKey]);
      return { id: "key", response: { clientDataJSON: client, authenticatorData, signature } } as never;
    };
    const credential = { id: "key", publicKey: bytesToHex(Buffer.concat(coordinates)) };
    return toWebAuthnAccount({ credential, getFn, rpId: "tributary.example" });
  }

  async function passkeyScene() {
    const { payer, terms, key } = await scene();
    const account = newPasskey();
    const passkey = passkeyOf(account.publicKey);
    const { windowSec, depositWei } = terms;
    const opening = { key, windowSec, depositWei, deadline: IN_TIME };
    return { payer, account, passkey, opening, relayer: await people.somebody() };
  }

  test("that its payer named opens a channel with the payer's money; anyone sends it", async () => {
    const { payer, account, passkey, opening, relayer } = await passkeyScene();
    const set = await payer.channel.setPasskeySync({ passkey });
    assert.deepEqual({ payer: set.payer, x: set.x, y: set.y }, { payer: opening.key.payer, ...passkey });
    const hash = keccak256(account.publicKey);
    assert.equal(await relayer.channel.getPasskeyHash({ payer: opening.key.payer }), hash);
    const signed = await relayer.channel.signOpeningByPasskey({ ...opening, passkey: account });
    const funding = await payer.channel.signOpeningFunding({ ...opening, source: "permit" });
    const { key, depositWei } = await relayer.channel.openByPasskeySync({ ...opening, ...signed, funding });
    assert.deepEqual([key, depositWei], [opening.key, 1_000n]);
    await payer.prepaid.prepaySync({ contract: "paymentChannels", amountWei: 1_000n });
    const again = relayer.channel.openByPasskeySync({ ...opening, ...signed });
    await assert.rejects(again, refusedBy("PaymentChannels_AlreadyUsed"));
  });

  test("that is another, was removed, or signed other terms opens nothing", async () => {
    const { payer, account, passkey, opening, relayer } = await passkeyScene();
    await payer.prepaid.prepaySync({ contract: "paymentChannels", amountWei: 1_000n });
    const signed = await relayer.channel.signOpeningByPasskey({ ...opening, passkey: account });
    const invalid = refusedBy("PaymentChannels_SignatureInvalid");
    await assert.rejects(relayer.channel.openByPasskeySync({ ...opening, ...signed }), invalid);
    await payer.channel.setPasskeySync({ passkey });
    const other = await relayer.channel.signOpeningByPasskey({ ...opening, passkey: newPasskey() });
    await assert.rejects(relayer.channel.openByPasskeySync({ ...opening, ...other }), invalid);
    const longer = { ...opening, ...signed, windowSec: 901 };
    await assert.rejects(relayer.channel.openByPasskeySync(longer), invalid);
    await payer.channel.setPasskeySync({ passkey: null });
    assert.equal(await relayer.channel.getPasskeyHash({ payer: opening.key.payer }), zeroHash);
    await assert.rejects(relayer.channel.openByPasskeySync({ ...opening, ...signed }), invalid);
  });

  test("signs in a form that the verifier takes, whichever s it gives; without the user, it does not", async () => {
    const { relayer, opening } = await passkeyScene();
    const digest = openingDigest({ ...contract, ...opening });
    type Signed = Awaited<ReturnType<ReturnType<typeof newPasskey>["sign"]>>;
    const verify = async (account: ReturnType<typeof newPasskey>, turn = (signed: Signed) => signed) => {
      const assertion = encodeAssertion(turn(await account.sign({ hash: digest })));
      return relayer.channel.verifyPasskey({ digest, ...passkeyOf(account.publicKey), assertion });
    };
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    // the other s of the same signature
    const turned = ({ signature, ...rest }: Signed): Signed => ({
      ...rest,
      signature: concatHex([
        slice(signature, 0, 32),
        numberToHex(order - hexToBigInt(slice(signature, 32, 64)), { size: 32 }),
      ]),
    });
    assert.equal(await verify(newPasskey()), true);
    assert.equal(await verify(newPasskey(), turned), true);
    assert.equal(await verify(newPasskey(0x04)), false);
    const payer = randomAddress();
    assert.equal(await relayer.channel.getPasskeyHash({ payer }), zeroHash);
  });
});
