// SPDX-License-Identifier: GPL-3.0-or-later

/** An exact fraction, not below zero. Nothing is rounded before somebody asks for whole wei. */
export class Rational {
  private readonly numerator: bigint;
  private readonly denominator: bigint;

  private constructor(numerator: bigint, denominator: bigint) {
    this.numerator = numerator;
    this.denominator = denominator;
  }

  static of(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
    const [n, d] = [BigInt(numerator), BigInt(denominator)];
    if (n < 0n || d <= 0n) throw new RangeError(`${n} / ${d} is no amount`);
    const divisor = gcd(n, d);
    return new Rational(n / divisor, d / divisor);
  }

  plus(other: Rational): Rational {
    return Rational.of(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  minus(other: Rational): Rational {
    return Rational.of(
      this.numerator * other.denominator - other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  times(other: Rational | bigint | number): Rational {
    if (!(other instanceof Rational)) return Rational.of(this.numerator * BigInt(other), this.denominator);
    return Rational.of(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  over(other: Rational | bigint | number): Rational {
    if (!(other instanceof Rational)) return Rational.of(this.numerator, this.denominator * BigInt(other));
    return Rational.of(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  isBelow(other: Rational): boolean {
    return this.numerator * other.denominator < other.numerator * this.denominator;
  }

  min(other: Rational): Rational {
    return this.isBelow(other) ? this : other;
  }

  floor(): bigint {
    return this.numerator / this.denominator;
  }

  ceil(): bigint {
    return (this.numerator + this.denominator - 1n) / this.denominator;
  }
}

export const ZERO = Rational.of(0);

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
