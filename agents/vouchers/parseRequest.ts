// SPDX-License-Identifier: GPL-3.0-or-later
import { z } from "zod";
import type { HttpRequest } from "../kernel/http/http.ts";
import { Refusal } from "./refusal.ts";
import { type VoucherRequest, voucherRequest } from "./voucherRequest.ts";

/** The voucher in a request's body; throws a Refusal that names what is malformed. */
export function parseVoucher(request: HttpRequest): Promise<VoucherRequest> {
  return parseBody(request, voucherRequest);
}

/** What `schema` makes of a request's body; throws a Refusal that names what is malformed. */
export async function parseBody<Body>(request: HttpRequest, schema: z.ZodType<Body>): Promise<Body> {
  const parsed = schema.safeParse(await request.json(z.unknown()));
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
  throw new Refusal("malformed", reasons.join("; "));
}
