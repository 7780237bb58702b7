// SPDX-License-Identifier: GPL-3.0-or-later
import { z } from "zod";
import { parseContentId, parseIndex, parseRoot } from "./policy.ts";

// What stands in the edge's URLs. Handlers see the parsed values alone, so no text from a URL becomes a path.

export const contentId = z.string().meta({ pattern: "^0x[0-9a-fA-F]{64}$" }).transform(parseContentId);
export const index = z.string().meta({ pattern: "^(0|[1-9][0-9]{0,14})$" }).transform(parseIndex);
export const root = z.string().optional().meta({ pattern: "^0x[0-9a-f]{64}$" }).transform(parseRoot);
