// SPDX-License-Identifier: GPL-3.0-or-later
import type { Route } from "../kernel/http/route.ts";
import type { FaultLog } from "../kernel/process/log.ts";
import { type Accepted, tickRoute, voucherRoutes } from "../vouchers/routes.ts";
import type { TickRequest, VoucherRequest } from "../vouchers/voucherRequest.ts";
import type { VoucherStore } from "../vouchers/voucherStore.ts";
import type { ChannelBook } from "./channelBook.ts";
import type { SequencerMetrics } from "./metrics.ts";
import { type OpeningRoutesOptions, openingRoutes } from "./openingRoutes.ts";
import { type PeriodRouteOptions, periodRoute } from "./periods/periodRoute.ts";

export type RoutesOptions = OpeningRoutesOptions &
  PeriodRouteOptions & {
    acceptVoucher(request: VoucherRequest): Promise<Accepted>;
    acceptTick(request: TickRequest): Promise<Accepted>;
    channels: ChannelBook;
    vouchers: VoucherStore;
    metrics: SequencerMetrics;
    faults: FaultLog;
  };

/** The sequencer's HTTP routes, described in the README. */
export function sequencerRoutes(options: RoutesOptions): Route[] {
  const { channels, metrics } = options;

  async function counted(accepting: Promise<Accepted>): Promise<Accepted> {
    const accepted = await accepting;
    if (!accepted.isRepeat) metrics.acceptedWei.inc(Number(accepted.addedWei));
    return accepted;
  }

  return [
    ...voucherRoutes({
      ...options,
      acceptVoucher: (request) => counted(options.acceptVoucher(request)),
      readChannel: async (channelId) => (await channels.find(channelId)).latest,
    }),
    tickRoute({ ...options, acceptTick: (request) => counted(options.acceptTick(request)) }),
    periodRoute(options),
    ...openingRoutes(options),
  ];
}
