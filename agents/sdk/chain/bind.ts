// SPDX-License-Identifier: MIT
import type { AnyClient } from "./clients.ts";
import type { Write } from "./defineWrite.ts";

type Action = (client: never, ...parameters: never[]) => unknown;
type Rest<action> = action extends (client: never, ...rest: infer rest) => unknown ? rest : never;
type Answer<action> = action extends (...parameters: never[]) => infer answer ? answer : never;

/** An action as a method: without the client. Parameters that are all optional may be left out. */
type Method<action> = (...parameters: Lenient<Rest<action>>) => Answer<action>;
type Lenient<rest> = rest extends [infer only]
  ? Record<never, never> extends only
    ? [parameters?: only]
    : rest
  : rest;

/** The parts of a write or a read that take a client too. */
type Parts<action> = {
  [part in keyof action as action[part] extends Action ? part : never]: Method<action[part]>;
};

/** The actions of a namespace as methods of a client; a write has a twin that waits, as `open` has `openSync`. */
export type Bound<actions> = {
  [name in keyof actions]: Method<actions[name]> & Parts<actions[name]>;
} & {
  [name in keyof actions as actions[name] extends Write<never, unknown>
    ? `${name & string}Sync`
    : never]: actions[name] extends { sync: infer sync } ? Method<sync> : never;
};

const PARTS = ["sync", "wait", "simulate", "call", "signCall"] as const;

/** Binds actions to a client. */
export function bind<actions extends Record<string, Action>>(
  client: AnyClient,
  actions: actions,
): Bound<actions> {
  const methods = Object.entries(actions).flatMap(([name, action]) => {
    const method = methodOf(client, action);
    const parts = PARTS.filter((part) => part in action).map((part) => [
      part,
      methodOf(client, action[part as keyof typeof action]),
    ]);
    const own = Object.fromEntries(parts);
    return [[name, Object.assign(method, own)], ...(own.sync ? [[`${name}Sync`, own.sync]] : [])];
  });
  return Object.fromEntries(methods) as Bound<actions>;
}

function methodOf(client: AnyClient, action: Action) {
  return (parameters: unknown = {}) => (action as (...both: unknown[]) => unknown)(client, parameters);
}
