// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, isAddressEqual, pad } from "viem";
import { z } from "zod";
import { address } from "../kernel/config/commonConfig.ts";
import { HttpError } from "../kernel/http/problem.ts";
import { defineRoute, type HttpRequest, type Route } from "../kernel/http/route.ts";
import type { Migrations } from "../kernel/store/migrate.ts";
import type { Store } from "../kernel/store/store.ts";
import type { VerifySession } from "../sessions/verifySession.ts";
import type { OwnedContent } from "./works.ts";

export type SettingsTables = { edge_settings: { id: 1; publishers: string; takes_others: 0 | 1 } };

export const settingsMigrations: Migrations<SettingsTables> = [
  `create table edge_settings (id integer primary key check (id = 1), publishers text not null,
     takes_others integer not null check (takes_others in (0, 1)))`,
];

const MOST_PUBLISHERS = 1_000;
const settings = z.strictObject({
  publishers: z
    .array(address)
    .max(MOST_PUBLISHERS)
    .describe("Publishers whose works are taken from anybody, without a sign-in"),
  takesOthers: z
    .boolean()
    .describe("Whether works of other publishers are taken, from their publisher or payee, signed in"),
});
/** What an operator decides while the edge runs. */
export type EdgeSettings = z.infer<typeof settings>;

type Asked = Pick<HttpRequest<z.ZodType, "bytes">, "method" | "url" | "headers">;
/** Throws the HttpError to answer with, unless the request may upload the work. */
export type RequireUploader = (request: Asked, content: OwnedContent) => Promise<void>;

/**
 * Who may upload to an edge that knows a sign-in service, and the routes by which its owner decides that.
 *
 * @param options.owner The account that may read and change the settings.
 */
export async function createUploaders({
  store,
  owner,
  verify,
}: {
  store: Pick<Store<SettingsTables>, "db">;
  owner: Address;
  verify: VerifySession;
}): Promise<{
  requireUploader: RequireUploader;
  takesFromAnybody(content: OwnedContent): boolean;
  routes: Route[];
}> {
  let current = await readSettings(store.db);

  async function requireOwner(request: Asked, needs: Parameters<VerifySession>[1]): Promise<void> {
    const { account } = await verify(request, needs);
    if (isAddressEqual(account, owner)) return;
    throw new HttpError(403, "not_owner", `The settings are of ${owner} alone. Sign in by that account.`);
  }

  const takesFromAnybody = ({ publisher }: OwnedContent) =>
    current.publishers.some((listed) => isAddressEqual(listed, publisher));

  const ofSettings = { path: "/settings", cors: "*" } as const;
  const answers = { 200: { description: "The settings.", body: settings } };
  return {
    takesFromAnybody,
    async requireUploader(request, content) {
      const { publisher, payee } = content;
      if (takesFromAnybody(content)) return;
      if (!current.takesOthers)
        throw new HttpError(
          403,
          "not_taken",
          `This edge takes no works of ${publisher}. Ask its operator, or try another edge.`,
        );
      const { account } = await verify(request, { factor: "session" });
      if (isAddressEqual(account, publisher) || pad(account).toLowerCase() === payee.toLowerCase()) return;
      throw new HttpError(
        403,
        "not_yours",
        `${account} is neither publisher nor payee of the work. Sign in by the account that published it.`,
      );
    },
    routes: [
      defineRoute({
        ...ofSettings,
        method: "GET",
        summary: "Whose works the edge takes, for its owner",
        answers,
        async handle(request) {
          await requireOwner(request, {});
          return { status: 200, body: current };
        },
      }),
      defineRoute({
        ...ofSettings,
        method: "PUT",
        summary: "Decides whose works the edge takes, by its owner with a factor of the last five minutes",
        body: settings,
        answers,
        async handle(request) {
          await requireOwner(request, { factor: "fresh" });
          const { publishers, takesOthers } = await request.body();
          const next = { publishers: [...new Set(publishers)], takesOthers };
          await writeSettings(store.db, next);
          current = next;
          return { status: 200, body: current };
        },
      }),
    ],
  };
}

async function readSettings(db: Store<SettingsTables>["db"]): Promise<EdgeSettings> {
  const row = await db.selectFrom("edge_settings").selectAll().executeTakeFirst();
  if (!row) return { publishers: [], takesOthers: true };
  return settings.parse({ publishers: JSON.parse(row.publishers), takesOthers: row.takes_others === 1 });
}

async function writeSettings(db: Store<SettingsTables>["db"], next: EdgeSettings): Promise<void> {
  const row = {
    publishers: JSON.stringify(next.publishers),
    takes_others: next.takesOthers ? 1 : 0,
  } as const;
  await db
    .insertInto("edge_settings")
    .values({ id: 1, ...row })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
}
