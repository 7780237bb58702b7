// SPDX-License-Identifier: MIT
import { zeroAddress } from "viem";
import { type ChannelKey, channelIdOf } from "../../../channels/channel.ts";
import { signVoucher } from "../../../channels/voucher.ts";
import type { Draw, Scene } from "./scene.ts";

const DEPOSITORIES = ["paymentChannels", "streamingProtocol", "streamPools", "purchasePolicy"] as const;
export function depositDraws({
  random,
  person,
  payee,
  token,
  by,
  splits,
  refuser,
}: Scene): Record<string, Draw> {
  const contract = () => random.pick(DEPOSITORIES);
  const anyPayee = () => random.pick([payee(), ...splits, refuser]);
  return {
    prepay: () => {
      const owner = person().account.address;
      const payer = person();
      return by(
        payer,
        payer.prepaid.prepay.call({ contract: contract(), token: token(), amountWei: random.wei(90), owner }),
      );
    },
    withdrawPrepaid: () => {
      const owner = person();
      const terms = { contract: contract(), token: token(), amountWei: random.wei(5) };
      return by(owner, owner.prepaid.withdraw.call({ ...terms, to: person().account.address }));
    },
    payOut: () => {
      const anyone = person();
      return by(
        anyone,
        anyone.prepaid.payOut.call({ contract: contract(), token: token(), payee: anyPayee() }),
      );
    },
    payOutTo: async () => {
      const owner = person();
      for (const contract of DEPOSITORIES)
        if ((await owner.prepaid.getOwed({ contract, payee: owner.payee })) > 0n)
          return by(owner, owner.prepaid.payOutTo.call({ contract, to: person().account.address }));
      return undefined;
    },
  };
}

export function channelDraws(scene: Scene): Record<string, Draw> {
  const { random, person, personOf, addresses, by, now } = scene;
  const place = { chainId: 31_337, paymentChannels: addresses.paymentChannels };
  const keys: ChannelKey[] = [];
  const promised = new Map<ChannelKey, bigint>();
  const payerOf = (key: ChannelKey) => scene.persons.find(({ account }) => account.address === key.payer)!;
  const some = () => (keys.length ? random.pick(keys.slice(-8)) : undefined);
  /** The session key is the payer's own. */
  const voucherOf = async (key: ChannelKey) => {
    const cumulative = (promised.get(key) ?? 0n) + random.wei(4);
    promised.set(key, cumulative);
    return signVoucher({ ...place, key, cumulative, sessionAccount: payerOf(key).account });
  };
  return {
    openChannel: () => {
      const payer = person();
      const token = scene.token();
      const payee = token === zeroAddress && random.chance(60) ? scene.refuser : scene.payee();
      const terms = { payee, token, salt: BigInt(keys.length), sessionKey: payer.account.address };
      keys.push({ payer: payer.account.address, ...terms });
      return by(
        payer,
        payer.channel.open.call({
          ...terms,
          windowSec: 900,
          depositWei: random.wei(20),
          source: scene.source(),
        }),
      );
    },
    topUpChannel: () => {
      const key = some();
      const anyone = person();
      return (
        key &&
        by(anyone, anyone.channel.topUp.call({ key, amountWei: random.wei(9), source: scene.source() }))
      );
    },
    settle: async () => {
      const key = some();
      if (!key) return undefined;
      const others = keys.filter(({ payee, token }) => payee === key.payee && token === key.token);
      const rows = await Promise.all(others.map(async (one) => ({ ...one, ...(await voucherOf(one)) })));
      const anyone = person();
      return by(anyone, anyone.channel.settle.call({ payee: key.payee, token: key.token, rows }));
    },
    close: async () => {
      const key = some();
      const payee = key && personOf(key.payee);
      return payee && by(payee, payee.channel.close.call({ key, voucher: await voucherOf(key) }));
    },
    startClose: () => {
      const key = some();
      return key && by(payerOf(key), payerOf(key).channel.startClose.call({ key }));
    },
    finalize: () => {
      const key = some();
      const anyone = person();
      return key && by(anyone, anyone.channel.finalize.call({ key }));
    },
    closeWithConsent: async () => {
      const key = some();
      const payee = key && personOf(key.payee);
      if (!payee) return undefined;
      const terms = { settledWei: random.wei(9), deadline: (await now()) + 10 ** 6 };
      const consent = await payee.channel.signCloseConsent({
        channelId: channelIdOf({ ...place, key }),
        ...terms,
      });
      return by(payerOf(key), payerOf(key).channel.closeWithConsent.call({ key, ...terms, consent }));
    },
    refundChannel: async () => {
      const key = some();
      const payee = key && personOf(key.payee);
      if (!payee) return undefined;
      const terms = {
        amountWei: random.wei(3),
        consentNonce: BigInt(random.below(5)),
        deadline: (await now()) + 10 ** 6,
      };
      const consent = await payee.channel.signRefundConsent({
        channelId: channelIdOf({ ...place, key }),
        ...terms,
      });
      return by(payee, payee.channel.refund.call({ key, ...terms, consent }));
    },
    setPasskey: () => {
      const payer = person();
      const word = `0x${"0".repeat(63)}${1 + random.below(9)}` as const;
      return by(
        payer,
        payer.channel.setPasskey.call({ passkey: random.chance(70) ? { x: word, y: word } : null }),
      );
    },
  };
}
