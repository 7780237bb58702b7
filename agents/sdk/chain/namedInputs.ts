// SPDX-License-Identifier: MIT
import type { AbiEvent, AbiFunction, AbiParameter, AbiParameterToPrimitiveType } from "viem";

/** The parameters of a function or an event, by the names that the contract gives to them. */
export type Named<inputs extends readonly AbiParameter[]> = {
  [input in inputs[number] as NameOf<input>]: AbiParameterToPrimitiveType<input>;
};

/** The getter of a public mapping has a parameter without a name. */
type NameOf<input extends AbiParameter> = input extends { name: infer name extends string }
  ? name extends ""
    ? "key"
    : name
  : "key";

/** The arguments of an event. */
export type ArgsOfEvent<event extends AbiEvent> = Named<event["inputs"]>;

/** The answer of a function: one value, or a list of several. */
export type AnswerOf<item extends AbiFunction> = item["outputs"] extends readonly [
  infer one extends AbiParameter,
]
  ? AbiParameterToPrimitiveType<one>
  : Values<item["outputs"]>;

type Values<outputs> = {
  -readonly [at in keyof outputs]: outputs[at] extends AbiParameter
    ? AbiParameterToPrimitiveType<outputs[at]>
    : never;
};

/** @returns The named parameters in the order of the function. */
export function argsOf({ inputs }: AbiFunction, named: Record<string, unknown>): unknown[] {
  return inputs.map(({ name }) => named[name || "key"]);
}
