// SPDX-License-Identifier: GPL-3.0-or-later
import { readField } from "./bytes.ts";
import { type Points, Q } from "./zkey.ts";

type G1Point = [x: string, y: string, z: string];
type G2Point = [x: [string, string], y: [string, string], z: [string, string]];

/** A Groth16 verification key in snarkjs's form: affine coordinates in decimal. */
export interface VerificationKey {
  protocol: "groth16";
  curve: "bn128";
  nPublic: number;
  vk_alpha_1: G1Point;
  vk_beta_2: G2Point;
  vk_gamma_2: G2Point;
  vk_delta_2: G2Point;
  IC: G1Point[];
}

/** 2^-256 mod Q takes a coordinate out of Montgomery form. */
const FROM_MONTGOMERY = 20988524275117001072002809824448087578619730785600314334253784976379291040311n;
const COORDINATE_BYTES = 32;
const G1_BYTES = 2 * COORDINATE_BYTES;

export function verificationKey({ alpha1, beta2, gamma2, delta2, inputs }: Points): VerificationKey {
  const IC: G1Point[] = [];
  for (let at = 0; at < inputs.length; at += G1_BYTES) IC.push(g1(inputs, at));
  return {
    protocol: "groth16",
    curve: "bn128",
    nPublic: IC.length - 1,
    vk_alpha_1: g1(alpha1),
    vk_beta_2: g2(beta2),
    vk_gamma_2: g2(gamma2),
    vk_delta_2: g2(delta2),
    IC,
  };
}

function g1(bytes: Buffer, at = 0): G1Point {
  return [coordinate(bytes, at), coordinate(bytes, at + 32), "1"];
}

function g2(bytes: Buffer): G2Point {
  return [
    [coordinate(bytes, 0), coordinate(bytes, 32)],
    [coordinate(bytes, 64), coordinate(bytes, 96)],
    ["1", "0"],
  ];
}

function coordinate(bytes: Buffer, at: number): string {
  return ((readField(bytes, at) * FROM_MONTGOMERY) % Q).toString();
}
