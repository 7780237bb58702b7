// SPDX-License-Identifier: MIT
import { onchainTable } from "ponder";
import { TABLES, type Table } from "./tables.ts";

const table = (name: Table) =>
  onchainTable(name as string, (kinds) => ({
    id: kinds.text().primaryKey(),
    ...Object.fromEntries(
      Object.entries(TABLES[name]).map(([column, kind]) => [column, kinds[kind as Kind]().notNull()]),
    ),
  }));
type Kind = "hex" | "text" | "bigint" | "boolean";

// Ponder asks for each table by an export of its own
export const prepaid = table("prepaid");
export const owed = table("owed");
export const channel = table("channel");
export const usedConsent = table("usedConsent");
export const passkey = table("passkey");
export const stream = table("stream");
export const pool = table("pool");
export const seat = table("seat");
export const poolDay = table("poolDay");
export const schedule = table("schedule");
export const grant = table("grant");
export const campaign = table("campaign");
export const lot = table("lot");
export const stakeTotals = table("stakeTotals");
export const stakeDay = table("stakeDay");
export const stake = table("stake");
export const harvest = table("harvest");
export const split = table("split");
export const segment = table("segment");
export const batch = table("batch");
export const claim = table("claim");
export const content = table("content");
export const operator = table("operator");
export const policy = table("policy");
export const defaultPolicy = table("defaultPolicy");
export const delegate = table("delegate");
export const delegateSeries = table("delegateSeries");
export const offer = table("offer");
export const purchase = table("purchase");
export const balance = table("balance");
export const position = table("position");
