// SPDX-License-Identifier: MIT
import type { Account, Chain, Client, Transport } from "viem";
import type { TributaryAddresses } from "./addresses.ts";
import { readContent } from "./content/readContent.ts";
import { readEdges } from "./content/readEdges.ts";
import { collectPool } from "./pools/collectPool.ts";
import { joinPool } from "./pools/joinPool.ts";
import { leavePool } from "./pools/leavePool.ts";
import { readPool } from "./pools/readPool.ts";
import { payOut } from "./prepaid/payOut.ts";
import { prepay } from "./prepaid/prepay.ts";
import { readPrepaid } from "./prepaid/readPrepaid.ts";
import { withdrawPrepaid } from "./prepaid/withdrawPrepaid.ts";
import { cancelStream } from "./streams/cancelStream.ts";
import { initiateStream } from "./streams/initiateStream.ts";
import { openStream } from "./streams/openStream.ts";
import { pauseStream } from "./streams/pauseStream.ts";
import { processPayment } from "./streams/processPayment.ts";
import { readStream } from "./streams/readStream.ts";
import { refundStream } from "./streams/refundStream.ts";
import { resumeStream } from "./streams/resumeStream.ts";
import { setStreamRate } from "./streams/setStreamRate.ts";
import { topUpStream } from "./streams/topUpStream.ts";
import { withdrawStream } from "./streams/withdrawStream.ts";
import { withdrawStreams } from "./streams/withdrawStreams.ts";
import { mintGrantPosition } from "./vesting/mintGrantPosition.ts";
import { readAllocationGrant } from "./vesting/readAllocationGrant.ts";
import { readGrant } from "./vesting/readGrant.ts";
import { redeemAllotment } from "./vesting/redeemAllotment.ts";
import { releaseGrant } from "./vesting/releaseGrant.ts";

/** The parameters of an action; those that the decorator knows are optional. */
type Knowing<Parameters, Known> = Omit<Parameters, keyof Known> &
  Partial<Pick<Parameters, keyof Known & keyof Parameters>>;

/** Turns actions into methods of `client`, with the known parameters filled in. */
function methodsOf<Own>(client: Own) {
  return <Known, Parameters extends Known, Result>(
    action: (client: Own, parameters: Parameters) => Result,
    known: Known,
  ) =>
    (parameters: Knowing<Parameters, Known>): Result =>
      // the known and the given parameters together are all parameters
      action(client, { ...known, ...parameters } as unknown as Parameters);
}

/**
 * Adds the reading actions to a viem client.
 *
 * @example
 * const client = createPublicClient({ chain, transport: http() }).extend(publicTributaryActions(addresses));
 * const content = await client.readContent({ contentId });
 */
export function publicTributaryActions(addresses: TributaryAddresses) {
  const { contentRegistry, operatorRegistry, startBlock, streamToken } = addresses;
  const { streamingProtocol, streamPools } = addresses;
  const { tokenVesting, tokenDistribution } = addresses;
  return (client: Client) => {
    const method = methodsOf(client);
    return {
      readContent: method(readContent, { contentRegistry }),
      readEdges: () => readEdges(client, { operatorRegistry, startBlock }),
      readPrepaid: method(readPrepaid, { token: streamToken }),
      readStream: method(readStream, { streamingProtocol }),
      readPool: method(readPool, { streamPools }),
      readGrant: method(readGrant, { tokenVesting }),
      readAllocationGrant: method(readAllocationGrant, { tokenDistribution }),
    };
  };
}

/**
 * Adds the paying actions to a viem client with an account. Payments are in STREAM unless `token` names another token.
 *
 * @example
 * const client = createWalletClient({ account, chain, transport: http() }).extend(walletTributaryActions(addresses));
 * await client.openStream({ payee, rate, salt: 0n, depositWei });
 */
export function walletTributaryActions(addresses: TributaryAddresses) {
  const { streamingProtocol, streamPools, tokenVesting, streamToken } = addresses;
  const token = streamToken;
  return (client: Client<Transport, Chain, Account>) => {
    const method = methodsOf(client);
    return {
      prepay: method(prepay, { token }),
      withdrawPrepaid: method(withdrawPrepaid, { token }),
      payOut: method(payOut, { token }),

      initiateStream: method(initiateStream, { streamingProtocol, streamToken }),
      openStream: method(openStream, { streamingProtocol, token }),
      topUpStream: method(topUpStream, { streamingProtocol }),
      setStreamRate: method(setStreamRate, { streamingProtocol }),
      pauseStream: method(pauseStream, { streamingProtocol }),
      resumeStream: method(resumeStream, { streamingProtocol }),
      refundStream: method(refundStream, { streamingProtocol }),
      cancelStream: method(cancelStream, { streamingProtocol }),
      withdrawStream: method(withdrawStream, { streamingProtocol }),
      withdrawStreams: method(withdrawStreams, { streamingProtocol, token }),
      processPayment: method(processPayment, { streamingProtocol }),
      joinPool: method(joinPool, { streamPools }),
      leavePool: method(leavePool, { streamPools }),
      collectPool: method(collectPool, { streamPools }),

      releaseGrant: method(releaseGrant, { tokenVesting }),
      redeemAllotment: method(redeemAllotment, { tokenVesting }),
      mintGrantPosition: method(mintGrantPosition, { tokenVesting }),
    };
  };
}
