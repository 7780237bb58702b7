// SPDX-License-Identifier: GPL-3.0-or-later
import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** A role's Prometheus metrics. Every name gets the prefix `tributary_`, every sample the label `role`. */
export type Metrics = {
  role: string;
  counter(name: string, help: string, labels?: readonly string[]): Counter;
  gauge(name: string, help: string, labels?: readonly string[]): Gauge;
  /** `buckets` in the unit that `name` ends with; prom-client's defaults are for seconds. */
  histogram(name: string, help: string, labels?: readonly string[], buckets?: number[]): Histogram;
  /** The text that Prometheus scrapes. */
  text(): Promise<string>;
  contentType: string;
};

export function createMetrics(role: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ role });
  const describe = (name: string, help: string, labels: readonly string[]) => ({
    name: `tributary_${name}`,
    help,
    labelNames: [...labels],
    registers: [registry],
  });
  return {
    role,
    counter: (name, help, labels = []) => new Counter(describe(name, help, labels)),
    gauge: (name, help, labels = []) => new Gauge(describe(name, help, labels)),
    histogram: (name, help, labels = [], buckets) =>
      new Histogram({ ...describe(name, help, labels), ...(buckets && { buckets }) }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
