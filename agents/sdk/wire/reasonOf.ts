// SPDX-License-Identifier: MIT

/** The reason of a failure in words; an error of `fetch` has it in its cause alone. */
export function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { message?: string; code?: string } };
  return cause?.message || cause?.code || message || String(error);
}
