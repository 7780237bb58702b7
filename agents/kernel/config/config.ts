// SPDX-License-Identifier: GPL-3.0-or-later
import { type Command, Option } from "commander";
import { z } from "zod";
import { UserError } from "../process/errors.ts";

/** One setting. A setting without `default` is required, unless its schema is `.optional()`. */
export type ConfigField<Schema extends z.ZodType = z.ZodType> = {
  /** Checks and converts a text from the command line or the environment. */
  schema: Schema;
  description: string;
  /** Passes through the schema like a given value. */
  default?: string | number | boolean;
  /** A secret never stands in errors, help or logs. */
  secret?: boolean;
  /** Default: the name, `rpcUrl` -> rpc-url. */
  flag?: string;
};

type Fields = Record<string, ConfigField>;
/** `sharedEnv` is read where `env` is not set, so that one line of an env file serves every role. */
type NamedField = ConfigField & { name: string; env: string; sharedEnv?: string; flag: string };

/** A role's settings, in one table. */
export type ConfigDefinition<F extends Fields = Fields> = { role: string; fields: F; list: NamedField[] };

/** What `loadConfig` returns for a definition. */
export type ConfigOf<D> =
  D extends ConfigDefinition<infer F> ? { readonly [K in keyof F]: z.output<F[K]["schema"]> } : never;

/** A schema for a switch: `--name` without a value, or true/false, yes/no, 1/0, on/off in the environment. */
export const yesNo = z.union([z.boolean(), z.stringbool()]);

/** Names a command's settings and how each is given: `rpcUrl` by --rpc-url or TRIBUTARY_RPC_URL. */
export function defineConfig<F extends Fields>(command: string, fields: F): ConfigDefinition<F> {
  const list = Object.entries(fields).map(([name, field]) => ({
    ...field,
    name,
    env: envName(name),
    flag: field.flag ?? splitWords(name, "-"),
  }));
  return { role: command, fields, list };
}

/** Like {@link defineConfig}, for a role: TRIBUTARY_EDGE_PORT, and where that is not set, TRIBUTARY_PORT. */
export function defineRole<F extends Fields>(role: string, fields: F): ConfigDefinition<F> {
  const { list, ...rest } = defineConfig(role, fields);
  const roleOwn = (field: NamedField) => ({ ...field, env: envName(role, field.name), sharedEnv: field.env });
  return { ...rest, list: list.map(roleOwn) };
}

export type ConfigProblem = {
  name: string;
  given: string | undefined;
  expected: string;
  flag: string;
  env: string;
};

/** Names every missing or bad setting at once. */
export class ConfigError extends UserError {
  override name = "ConfigError";
  readonly problems: readonly ConfigProblem[];

  constructor(role: string, problems: readonly ConfigProblem[]) {
    const lines = problems.map(
      ({ name, given, expected, flag, env }) =>
        `  ${name}: ${given === undefined ? "not given" : `got ${given}`}. Expected: ${expected}. Set ${flag} or ${env}.`,
    );
    super(
      `The settings of ${role} are not right:\n${lines.join("\n")}\n`,
      "Correct the settings named above and start again; --help lists all settings.",
    );
    this.problems = problems;
  }
}

/**
 * Reads the settings: a flag beats the environment, the role's own variable beats the shared one, the environment beats
 * the default. Throws one ConfigError for all.
 */
export function loadConfig<F extends Fields>(
  definition: ConfigDefinition<F>,
  given: { flags?: Record<string, unknown>; env?: Record<string, string | undefined> },
): ConfigOf<ConfigDefinition<F>> {
  const { flags = {}, env = {} } = given;
  const problems: ConfigProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const field of definition.list) {
    // people unset a variable in a compose file by leaving it empty
    const fromEnv = env[field.env] || (field.sharedEnv && env[field.sharedEnv]) || undefined;
    const value = flags[camelCase(field.flag)] ?? fromEnv ?? field.default;
    const problem = (expected: string) => problems.push(describeProblem(field, value, expected));
    if (value === undefined) {
      if (!(field.schema instanceof z.ZodOptional)) problem(field.description);
      continue;
    }
    const parsed = field.schema.safeParse(value);
    if (parsed.success) values[field.name] = parsed.data;
    else problem(parsed.error.issues.map(({ message }) => message).join(", "));
  }
  if (problems.length > 0) throw new ConfigError(definition.role, problems);
  return Object.freeze(values) as ConfigOf<ConfigDefinition<F>>;
}

/** Adds a command-line option for each setting, and returns the command. */
export function addOptions(command: Command, definition: ConfigDefinition): Command {
  for (const field of definition.list) {
    const takesValue = field.schema === yesNo ? "" : " <value>";
    // no commander default: a default would look like a given flag, and so beat the environment
    const notes = [
      `env: ${field.env}`,
      ...(field.default === undefined ? [] : [`default: ${field.default}`]),
    ];
    command.addOption(
      new Option(`--${field.flag}${takesValue}`, `${field.description} (${notes.join(", ")})`),
    );
  }
  return command;
}

type Select = (field: NamedField) => boolean;
const everyField: Select = () => true;

/** The settings as a markdown table; `only` selects settings. */
export function configTable(definition: ConfigDefinition, only = everyField): string {
  const rows = definition.list
    .filter(only)
    .map(
      (field) => `| \`--${field.flag}\` | \`${field.env}\` | ${defaultText(field)} | ${field.description} |`,
    );
  return ["| flag | environment | default | meaning |", "|---|---|---|---|", ...rows].join("\n");
}

/** The settings as the text of an `.env.example`, all commented out; `only` selects settings. */
export function envExample(definition: ConfigDefinition, only = everyField): string {
  return definition.list
    .filter(only)
    .map((field) => `# ${field.description}\n# ${field.env}=${field.default ?? ""}\n`)
    .join("\n");
}

function describeProblem(field: NamedField, value: unknown, expected: string): ConfigProblem {
  const given = value === undefined ? undefined : field.secret ? "[redacted]" : JSON.stringify(value);
  return { name: field.name, given, expected, flag: `--${field.flag}`, env: field.env };
}

function defaultText(field: NamedField): string {
  if (field.default !== undefined) return `\`${field.default}\``;
  return field.schema instanceof z.ZodOptional ? "" : "required";
}

const envName = (...names: string[]) =>
  ["TRIBUTARY", ...names.map((name) => splitWords(name, "_").toUpperCase())].join("_");
const splitWords = (name: string, by: string) =>
  name.replace(/[A-Z]/g, (letter) => by + letter.toLowerCase());
const camelCase = (flag: string) => flag.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
