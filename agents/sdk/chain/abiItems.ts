// SPDX-License-Identifier: MIT
// Items of an ABI as data: what reads signatures out of text takes 5 kB in a page.

type Parameters<types extends readonly string[]> = {
  readonly [at in keyof types]: { readonly name: ""; readonly type: types[at] };
};

/** The unnamed parameters of those types. */
export const parametersOf = <const types extends readonly string[]>(...types: types): Parameters<types> =>
  types.map((type) => ({ name: "", type })) as never;

/** A function that reads: of `inputs`, with one answer. */
export const viewOf = <
  const name extends string,
  const inputs extends readonly string[],
  const output extends string,
>(
  name: name,
  inputs: inputs,
  output: output,
) =>
  ({
    type: "function",
    name,
    stateMutability: "view",
    inputs: parametersOf(...inputs),
    outputs: parametersOf(output),
  }) as const;

/** An error with unnamed inputs. */
export const errorNamed = <const name extends string, const types extends readonly string[]>(
  name: name,
  ...types: types
) => ({ type: "error", name, inputs: parametersOf(...types) }) as const;

/** The parts of an ERC-20 that writes read. */
export const erc20Reads = [
  viewOf("allowance", ["address", "address"], "uint256"),
  viewOf("balanceOf", ["address"], "uint256"),
  viewOf("name", [], "string"),
  viewOf("version", [], "string"),
  viewOf("DOMAIN_SEPARATOR", [], "bytes32"),
] as const;
