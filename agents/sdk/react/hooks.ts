"use client";
// SPDX-License-Identifier: MIT
// React hooks: the actions of the SDK on wagmi's clients, cached by TanStack Query.
import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Hash, TransactionReceipt } from "viem";
import { useClient, useConfig } from "wagmi";
import { getConnectorClient } from "wagmi/actions";
import { hashFn } from "wagmi/query";
import type { AnyClient } from "../chain/clients.ts";
import type { Write } from "../chain/defineWrite.ts";
import { keyOf, numberOf } from "./keyOf.ts";

type Reading<Parameters, Result> = (client: AnyClient, parameters: Parameters) => Promise<Result>;
type Watching<Parameters> = (client: AnyClient, parameters: Parameters) => () => void;

/** The key of every query of these hooks: invalidate it to read all again. */
export const TRIBUTARY_KEY = "tributary";

export type UseReadOptions = {
  /** The connected chain by default. */
  chainId?: number | undefined;
  /** False while a parameter is still to come. */
  enabled?: boolean | undefined;
  /** Reads again after so many milliseconds. */
  refetchInterval?: number | undefined;
};

/**
 * Reads by any action of the SDK that begins with `get`.
 *
 * @example
 * const { data } = useTributaryRead(staking.getStake, { account });
 */
export function useTributaryRead<Parameters, Result>(
  action: Reading<Parameters, Result>,
  parameters: Parameters,
  { chainId, enabled = true, refetchInterval }: UseReadOptions = {},
): UseQueryResult<Result> {
  const client = useClient(chainId === undefined ? {} : { chainId });
  return useQuery({
    queryKey: [TRIBUTARY_KEY, client?.chain.id, numberOf(action), keyOf(parameters)],
    queryKeyHashFn: hashFn,
    enabled: enabled && client !== undefined,
    queryFn: () => action(client as AnyClient, parameters),
    ...(refetchInterval !== undefined && { refetchInterval }),
  });
}

/**
 * Writes by any action of the SDK, with the connected wallet. `data` is the transaction's hash.
 *
 * @example
 * const { mutate, data: hash, error } = useTributaryWrite(staking.stake);
 * mutate({ amountWei: parseEther("100") });
 */
export function useTributaryWrite<Parameters, Result>(
  write: Write<Parameters, Result>,
): UseMutationResult<Hash, Error, Parameters> {
  const config = useConfig();
  return useMutation({
    mutationFn: async (parameters: Parameters) => write(await walletOf(config), parameters as never),
  });
}

/**
 * Writes as {@link useTributaryWrite}, and waits until the transaction is mined; then every read of these hooks is made again.
 * `data` is what the action's `sync` returns.
 *
 * @example
 * const { mutateAsync } = useTributaryWriteSync(staking.getReward);
 * const { rewardWei } = await mutateAsync({});
 */
export function useTributaryWriteSync<Parameters, Result>(
  write: Write<Parameters, Result>,
): UseMutationResult<Result & { receipt: TransactionReceipt }, Error, Parameters> {
  const config = useConfig();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (parameters: Parameters) => write.sync(await walletOf(config), parameters as never),
    onSettled: () => queries.invalidateQueries({ queryKey: [TRIBUTARY_KEY] }),
  });
}

/**
 * Subscribes to an event while the component is shown.
 *
 * @example
 * useTributaryWatch(watchOpened, { args: { payer }, onEvent: ({ channelId }) => add(channelId) });
 */
export function useTributaryWatch<Parameters extends { onEvent: (...args: never[]) => void }>(
  watch: Watching<Parameters>,
  parameters: Parameters,
  { chainId, enabled = true }: Omit<UseReadOptions, "refetchInterval"> = {},
): void {
  const client = useClient(chainId === undefined ? {} : { chainId });
  const { onEvent: _, ...filter } = parameters;
  const filterKey = hashFn([filter]);
  // the newest callback, without a new subscription
  const newest = useRef(parameters);
  useEffect(() => {
    newest.current = parameters;
  });
  // the filter by its key: a new object of the same filter is no new subscription
  useEffect(() => {
    if (!enabled || client === undefined) return;
    const onEvent = (...args: never[]) => newest.current.onEvent(...args);
    return watch(client as AnyClient, { ...newest.current, onEvent });
  }, [client, watch, filterKey, enabled]);
}

async function walletOf(config: Parameters<typeof getConnectorClient>[0]): Promise<AnyClient> {
  return (await getConnectorClient(config)) as unknown as AnyClient;
}
