// SPDX-License-Identifier: GPL-3.0-or-later
import { keccak256, toHex } from "viem";
import { mod, P } from "../agents/splits/field.ts";
import { inverse } from "./setup/field.ts";
import { fixedBases } from "./setup/fixedBase.ts";
import { evaluateQap } from "./setup/qap.ts";
import type { R1cs } from "./setup/r1cs.ts";
import { type VerificationKey, verificationKey } from "./setup/verificationKey.ts";
import { type Points, writeZkey } from "./setup/zkey.ts";

/**
 * DEVELOPMENT ONLY. The secret of this setup is public, since this file computes it: any reader can prove anything to a
 * verifier with these keys, and take all the money behind the verifier. In return the setup needs no powers of tau, no
 * download and no ceremony, and gives the same keys everywhere. Never use the keys where value is at stake.
 */
const secret = (name: string) => mod(BigInt(keccak256(toHex(`tributary development setup: ${name}`))));

/**
 * Makes Groth16 keys for `circuit`: writes the proving key, as snarkjs reads it, to `zkeyFile` and returns the
 * verification key. For development only, see `secret`.
 */
export function devSetup(circuit: R1cs, zkeyFile: string): VerificationKey {
  const [tau, alpha, beta, delta] = [secret("tau"), secret("alpha"), secret("beta"), secret("delta")];
  const { log2Size, a, b, c, h } = evaluateQap(circuit, tau);
  const { g1, g2 } = fixedBases();

  const perDelta = inverse(delta);
  const combined = a.map((_, wire) => (beta * a[wire]! + alpha * b[wire]! + c[wire]!) % P);
  const firstPrivate = circuit.publicCount + 1;
  const points: Points = {
    alpha1: g1([alpha]),
    beta1: g1([beta]),
    beta2: g2([beta]),
    gamma2: g2([1n]),
    delta1: g1([delta]),
    delta2: g2([delta]),
    inputs: g1(combined.slice(0, firstPrivate)),
    a: g1(a),
    b1: g1(b),
    b2: g2(b),
    c: g1(combined.slice(firstPrivate).map((value) => (value * perDelta) % P)),
    h: g1(h.map((value) => (value * perDelta) % P)),
  };
  writeZkey(zkeyFile, circuit, log2Size, points);
  return verificationKey(points);
}
