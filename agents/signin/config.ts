// SPDX-License-Identifier: GPL-3.0-or-later
import { isIP } from "node:net";
import { z } from "zod";
import { commonFields, wholeNumber } from "../kernel/config/commonConfig.ts";
import { type ConfigOf, defineRole } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";

const { rpcUrl, deployment, dataDir, host, port, logLevel } = commonFields("signin", { port: 9400 });
const url = z.url({ protocol: /^https?$/, error: "an http or https URL" });

/** The settings of a sign-in service. */
export const signinConfig = defineRole("signin", {
  rpcUrl,
  deployment,
  dataDir,
  host,
  port,
  logLevel,
  databaseUrl: {
    schema: z.url({ protocol: /^postgres(ql)?$/, error: "a postgres:// URL" }).optional(),
    secret: true,
    description:
      "Database of PostgreSQL, postgres://user:password@host/name; by default a file in the data directory",
  },
  publicUrl: {
    schema: url.optional(),
    description: "URL of this service as browsers spell it; by default http://localhost and the port",
  },
  appUrl: {
    schema: url.optional(),
    description:
      "URL of the page that people sign in at, whose domain wallets and passkeys name; by default the service's",
  },
  trustedProxies: {
    schema: wholeNumber(0, 5),
    default: 0,
    description:
      "Proxies of your own in front, each of which adds the address of who asked to X-Forwarded-For",
  },
  signInsPerMinute: {
    schema: wholeNumber(1, 1_000_000),
    default: 120,
    description: "Most tries to sign in a minute from one network address (of IPv6, one /64)",
  },
  requestsPerMinute: {
    schema: wholeNumber(1, 1_000_000),
    default: 300,
    description: "Most requests a minute of one account",
  },
});

export type SigninConfig = ConfigOf<typeof signinConfig>;

/** Where the service and its page stand. */
export type Place = {
  /** The service's URL, the issuer of its tokens. */
  issuer: string;
  /** The page's origin and host: the URI and domain of the wallet's message. */
  origin: string;
  domain: string;
  /** Whose passkeys the page can use. */
  rpId: string;
};

/** Reads the two URLs. Throws a UserError for one at which a browser would not keep a sign-in session. */
export function placeOf({
  publicUrl,
  appUrl,
  port,
}: Pick<SigninConfig, "publicUrl" | "appUrl" | "port">): Place {
  const issuer = (publicUrl ?? `http://localhost:${port}`).replace(/\/$/, "");
  const app = new URL(appUrl ?? issuer);
  for (const { protocol, hostname } of [new URL(issuer), app])
    if (protocol !== "https:" && !isLocal(hostname))
      throw new UserError(
        `Browsers keep no secure cookie of http://${hostname}.`,
        "Give --public-url and --app-url with https, or localhost.",
      );
  if (isIP(app.hostname.replace(/^\[|\]$/g, "")))
    throw new UserError(
      `Passkeys need a name, and the page's host is the address ${app.hostname}.`,
      "Give --app-url a name; on one's own machine, http://localhost.",
    );
  return { issuer, origin: app.origin, domain: app.host, rpId: app.hostname };
}

const isLocal = (hostname: string) => hostname === "localhost" || hostname.endsWith(".localhost");
