// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from "node:fs";
import type { Signals } from "../../agents/splits/inputs.ts";

/** Computes the value of every wire; throws when the circuit refuses the inputs. */
export type Calculator = (inputs: Signals) => bigint[];

const WORDS = 8;

/** Loads a witness calculator that circom made. */
export function loadCalculator(wasmFile: string): Calculator {
  let message = "";
  const refuse = () => {
    throw new Error(`the circuit refuses: ${message.trim()}`);
  };
  const runtime = {
    exceptionHandler: refuse,
    printErrorMessage: () => {
      for (let code = run("getMessageChar"); code !== 0; code = run("getMessageChar")) {
        message += String.fromCharCode(code);
      }
    },
    writeBufferMessage: () => {},
    showSharedRWMemory: () => {},
  };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasmFile)), { runtime });
  const run = (name: string, ...args: number[]) => (exports[name] as (...args: number[]) => number)(...args);

  return (inputs) => {
    message = "";
    run("init", 1);
    for (const [name, value] of Object.entries(inputs)) {
      const hash = fnv1a(name);
      for (const [i, element] of [value].flat().entries()) {
        for (let word = 0; word < WORDS; word++) {
          run("writeSharedRWMemory", word, Number((element >> BigInt(32 * word)) & 0xffff_ffffn));
        }
        run("setInputSignal", Number(hash >> 32n), Number(hash & 0xffff_ffffn), i);
      }
    }
    return Array.from({ length: run("getWitnessSize") }, (_, wire) => {
      run("getWitness", wire);
      let element = 0n;
      for (let word = WORDS - 1; word >= 0; word--) {
        element = (element << 32n) | BigInt(run("readSharedRWMemory", word) >>> 0);
      }
      return element;
    });
  };
}

/** The hash by which circom looks up a signal's name. */
function fnv1a(name: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(name)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}
