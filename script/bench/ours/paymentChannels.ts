// SPDX-License-Identifier: GPL-3.0-or-later
import {
  type Address,
  concatHex,
  encodeAbiParameters,
  type Hex,
  parseAbiParameters,
  parseEther,
  parseSignature,
  slice,
  zeroAddress,
} from "viem";
import { payeeOfAddress } from "../../../agents/sdk/chain/payee.ts";
import type { ChannelKey } from "../../../agents/sdk/channels/channel.ts";
import { signVoucher } from "../../../agents/sdk/channels/voucher.ts";
import { packRow } from "../../../agents/sdk/channels/voucherRow.ts";
import type { Bench, Call } from "../bench.ts";
import type { Protocol } from "../rows.ts";
import type { Deployment } from "./deployment.ts";

const DEPOSIT = parseEther("100");
const PAYMENT = parseEther("1");
/** The last second of a consent: no run reaches it. */
const DEADLINE = 2 ** 40 - 1;
const WINDOW_SEC = 86_400;
const BY_PERMIT = 2;

export async function measurePaymentChannels(bench: Bench, deployment: Deployment): Promise<Protocol> {
  const channels = deployment.contract("PaymentChannels");
  await bench.endow(channels.address);
  const payee = await bench.actor("creator");
  const sessionAccount = await bench.actor("session key");
  const chainId = await bench.client.getChainId();

  const call = (name: string, ...args: unknown[]): Call => ({ to: channels, name, args });
  const approved = new Set<Address>();
  const payerOf = async (name: string): Promise<Address> => {
    const { address } = await bench.actor(name);
    if (!approved.has(address)) await bench.approve(address, channels);
    approved.add(address);
    return address;
  };
  const keyOf = async (payer: string, salt = 1n): Promise<ChannelKey> => ({
    payer: await payerOf(payer),
    payee: payeeOfAddress(payee.address),
    token: bench.token.address,
    salt,
    sessionKey: sessionAccount.address,
  });
  const open = (key: ChannelKey) =>
    bench.pays(
      channels.address,
      key.payer,
      call("open", key.payee, key.token, key.salt, key.sessionKey, WINDOW_SEC, DEPOSIT),
      DEPOSIT,
    );
  const opened = async (payer: string, salt = 1n): Promise<ChannelKey> => {
    const key = await keyOf(payer, salt);
    await open(key);
    return key;
  };
  const voucherOf = (key: ChannelKey) =>
    signVoucher({ sessionAccount, chainId, paymentChannels: channels.address, key, cumulative: PAYMENT });
  const rowOf = async (key: ChannelKey): Promise<Hex> =>
    packRow({ payer: key.payer, salt: key.salt, ...(await voucherOf(key)) });
  /** One settlement of `viewers` open channels. */
  const settle = async (viewers: number, salt: bigint): Promise<number> => {
    const rows: Hex[] = [];
    for (let i = 0; i < viewers; i++) rows.push(await rowOf(await opened(`viewer ${i}`, salt)));
    const settlement = call("settle", payeeOfAddress(payee.address), bench.token.address, concatHex(rows));
    return bench.pays(payee.address, payee.address, settlement, BigInt(viewers) * PAYMENT);
  };

  const key = await keyOf("payer");
  const channelOpen = await open(key);
  const channelTopUp = await bench.pays(channels.address, key.payer, call("topUp", key, DEPOSIT), DEPOSIT);
  const channelSettleOne = await settle(1, 2n);
  const ten = await settle(10, 3n);
  const hundred = await settle(100, 4n);

  const { signature } = await voucherOf(key);
  const [r, vs] = [slice(signature, 0, 32), slice(signature, 32)];
  const refund = 2n * DEPOSIT - PAYMENT;
  const closeByPayee = await bench.pays(key.payer, payee.address, call("close", key, PAYMENT, r, vs), refund);

  const agreed = await opened("payer", 5n);
  const agreedId = await bench.read<Hex>(channels, "channelIdOf", [agreed]);
  const consent = await payee.sign({
    hash: await bench.read<Hex>(channels, "closeConsentDigest", [agreedId, PAYMENT, DEADLINE]),
  });
  const closeWithConsent = await bench.pays(
    payee.address,
    agreed.payer,
    call("closeWithConsent", agreed, PAYMENT, DEADLINE, consent),
    PAYMENT,
  );

  const unilateral = await opened("payer", 6n);
  const channelStartClose = await bench.send(unilateral.payer, call("startClose", unilateral));
  await bench.pass(WINDOW_SEC);
  const channelFinalize = await bench.pays(
    unilateral.payer,
    unilateral.payer,
    call("finalize", unilateral),
    DEPOSIT,
  );

  const ether = { ...(await keyOf("payer", 7n)), token: zeroAddress };
  const channelOpenEth = await bench.send(ether.payer, {
    ...call("open", ether.payee, ether.token, ether.salt, ether.sessionKey, WINDOW_SEC, DEPOSIT),
    value: DEPOSIT,
  });
  await openByPermit(8n);
  const channelOpenPermit = await openByPermit(9n);

  return {
    name: "PaymentChannels",
    compiler: deployment.compilerOf("PaymentChannels"),
    figures: {
      channelOpen: { gas: channelOpen },
      channelOpenEth: { gas: channelOpenEth },
      channelOpenPermit: { gas: channelOpenPermit },
      channelTopUp: { gas: channelTopUp },
      channelSettleOne: { gas: channelSettleOne },
      channelSettleTen: { gas: ten / 10 },
      channelSettleHundred: { gas: hundred / 100 },
      channelClose: { gas: Math.min(closeByPayee, closeWithConsent) },
      channelStartClose: { gas: channelStartClose },
      channelFinalize: { gas: channelFinalize },
    },
    others: {
      "close by the payee, with a voucher": closeByPayee,
      "close by the payer, with the payee's consent": closeWithConsent,
    },
  };

  /** Opens a channel by permit, from an account without approvals. */
  async function openByPermit(salt: bigint): Promise<number> {
    const payer = await bench.actor("payer by permit");
    const nonce = await bench.read<bigint>(bench.token, "nonces", [payer.address]);
    const deadline = BigInt(await bench.now()) + 3600n;
    const signature = await payer.signTypedData({
      domain: { name: "Tributary Stream", version: "1", chainId, verifyingContract: bench.token.address },
      types: {
        Permit: [
          { name: "owner", type: "address" },
          { name: "spender", type: "address" },
          { name: "value", type: "uint256" },
          { name: "nonce", type: "uint256" },
          { name: "deadline", type: "uint256" },
        ],
      },
      primaryType: "Permit",
      message: { owner: payer.address, spender: channels.address, value: DEPOSIT, nonce, deadline },
    });
    const { v, r, s } = parseSignature(signature);
    const authorization = encodeAbiParameters(parseAbiParameters("uint256, uint8, bytes32, bytes32"), [
      deadline,
      Number(v),
      r,
      s,
    ]);
    const terms = [
      payeeOfAddress(payee.address),
      bench.token.address,
      salt,
      sessionAccount.address,
      WINDOW_SEC,
    ];
    const openWith = call("openWith", ...terms, DEPOSIT, { source: BY_PERMIT, authorization });
    return bench.pays(channels.address, payer.address, openWith, DEPOSIT);
  }
}
