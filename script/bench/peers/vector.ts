// SPDX-License-Identifier: GPL-3.0-or-later
import {
  type Address,
  concat,
  encodeAbiParameters,
  keccak256,
  type PrivateKeyAccount,
  parseAbiParameters,
  parseEther,
  stringToHex,
  zeroAddress,
} from "viem";
import { readArtifact } from "../artifacts.ts";
import type { Bench, Call } from "../bench.ts";
import type { Protocol } from "../rows.ts";
import { peerFile } from "./install.ts";

const ARTIFACTS = "@connext/vector-contracts/dist/artifacts/src.sol";
const DEPOSIT = parseEther("100");
const PAYMENT = parseEther("40");
const WITHDRAWAL = parseAbiParameters(
  "(address channelAddress, address assetId, address recipient, uint256 amount, uint256 nonce, address callTo, bytes callData)",
);
const WITHDRAW_COMMITMENT = 1;

/** Measures Vector, where every channel is a contract that pays out on both signatures. */
export async function measureVector(bench: Bench): Promise<Protocol> {
  const mastercopy = await bench.deploy(
    readArtifact(peerFile(`${ARTIFACTS}/ChannelMastercopy.sol/ChannelMastercopy.json`)),
  );
  const factory = await bench.deploy(
    readArtifact(peerFile(`${ARTIFACTS}/ChannelFactory.sol/ChannelFactory.json`)),
    [mastercopy.address, 0],
  );
  const payer = await bench.actor("Vector payer");
  const payee = await bench.actor("Vector payee");
  const token = bench.token.address;
  await bench.approve(payer.address, factory);

  const address = await bench.read<Address>(factory, "getChannelAddress", [payer.address, payee.address]);
  const open = { to: factory, name: "createChannelAndDepositAlice" };
  const channelOpen = await bench.pays(
    address,
    payer.address,
    { ...open, args: [payer.address, payee.address, token, DEPOSIT] },
    DEPOSIT,
  );
  const channel = { address, abi: mastercopy.abi };
  await bench.approve(payer.address, channel);
  const channelTopUp = await bench.pays(
    address,
    payer.address,
    { to: channel, name: "depositAlice", args: [token, DEPOSIT] },
    DEPOSIT,
  );

  const withdraw = async (nonce: bigint): Promise<Call> => {
    const data = {
      channelAddress: address,
      assetId: token,
      recipient: payee.address,
      amount: PAYMENT,
      nonce,
      callTo: zeroAddress,
      callData: "0x",
    } as const;
    const hash = keccak256(encodeAbiParameters(WITHDRAWAL, [data]));
    return {
      to: channel,
      name: "withdraw",
      args: [data, await signCommitment(payer, hash), await signCommitment(payee, hash)],
    };
  };
  await bench.pays(payee.address, payee.address, await withdraw(1n), PAYMENT);
  const channelSettleOne = await bench.pays(payee.address, payee.address, await withdraw(2n), PAYMENT);

  return {
    name: "Vector 0.2.3",
    compiler: "solc 0.7.1, runs 200, istanbul",
    figures: {
      channelOpen: { gas: channelOpen },
      channelTopUp: { gas: channelTopUp },
      channelSettleOne: { gas: channelSettleOne, note: "signed by both" },
    },
  };
}

function signCommitment(signer: PrivateKeyAccount, hash: `0x${string}`) {
  const commitment = keccak256(
    encodeAbiParameters(parseAbiParameters("uint8, bytes32"), [WITHDRAW_COMMITMENT, hash]),
  );
  return signer.sign({
    hash: keccak256(concat([stringToHex("\x16Vector Signed Message:\n32"), commitment])),
  });
}
