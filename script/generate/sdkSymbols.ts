// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the exports of the SDK with their types and JSDoc, by the compiler's own checker.
import { resolve } from "node:path";
import type { ParameterDeclaration } from "typescript/unstable/ast";
import {
  API,
  type Checker,
  type Symbol as Declared,
  NodeBuilderFlags,
  type Project,
  SignatureKind,
  SymbolFlags,
  type Type,
} from "typescript/unstable/sync";
import { CONTRACT_NAMES } from "../../agents/sdk/contracts.generated.ts";
import type { Exported, Field } from "./exported.ts";

const CONFIG = resolve("agents/sdk/tsconfig.json");
const CONFIG_FOR_NODE = resolve("agents/sdk/node/tsconfig.json");
/** What every write, read and signature takes: the reference says it once. */
const COMMON = new Set([
  ...["account", "gas", "nonce", "maxFeePerGas", "maxPriorityFeePerGas", "blockNumber"],
  ...CONTRACT_NAMES.map((name) => name[0]!.toLowerCase() + name.slice(1)),
]);
const BASE_ERROR = "TributaryError";
const KINDS: Record<string, Exported["kind"]> = { Write: "write", Read: "read", Watch: "watch" };

/** Reads the exports of the SDK's modules, each by its path in agents/sdk, in their order. */
export function readExports(modules: readonly string[]): Map<string, Exported[]> {
  const api = new API();
  try {
    const snapshot = api.updateSnapshot({ openProjects: [CONFIG, CONFIG_FOR_NODE] } as never);
    const projectOf = (module: string) =>
      snapshot.getProject(module.startsWith("node/") ? CONFIG_FOR_NODE : CONFIG)!;
    return new Map(modules.map((module) => [module, exportsOf(projectOf(module), module)]));
  } finally {
    api.close();
  }
}

function exportsOf(project: Project, module: string): Exported[] {
  const { checker, program } = project;
  const file = program.getSourceFile(resolve("agents/sdk", module));
  if (!file) throw new Error(`agents/sdk/${module} is no module of the SDK`);
  const namesOf = checker.getExportsOfModule(checker.getSymbolAtLocation(file)!);
  const read = new SymbolReader(project, checker);
  return namesOf
    .filter(({ escapedName }) => escapedName !== "__export")
    .map((symbol) => read.exported(symbol))
    .filter((one) => one !== undefined);
}

const inBraces = (fields: readonly Field[]) =>
  fields.length === 0
    ? "{}"
    : `{ ${fields.map(({ name, isOptional }) => `${name}${isOptional ? "?" : ""}`).join(", ")} }`;

class SymbolReader {
  readonly #project: Project;
  readonly #checker: Checker;

  constructor(project: Project, checker: Checker) {
    this.#project = project;
    this.#checker = checker;
  }

  /** @returns Undefined for a namespace. */
  exported(alias: Declared): Exported | undefined {
    const checker = this.#checker;
    const symbol = alias.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(alias) : alias;
    if (symbol.flags & SymbolFlags.ValueModule) return undefined;
    const tags: Record<string, string[]> = {};
    for (const { name, text } of symbol.getJsDocTags(checker))
      tags[name] = [...(tags[name] ?? []), text ?? ""];
    const about = symbol.getDocumentationComment(checker).trim();
    const folder = /\/agents\/sdk\/(?:([^/]+)\/)?[^/]+$/.exec(symbol.declarations[0]?.path ?? "")?.[1] ?? "";
    const own = { name: alias.name, folder, about, tags, parameters: [], signature: "", returns: "" };
    if (symbol.flags & SymbolFlags.Class) return { ...own, kind: "class", parameters: this.#members(symbol) };
    if (symbol.flags & (SymbolFlags.TypeAlias | SymbolFlags.Interface))
      return { ...own, kind: "type", signature: this.#source(symbol) };
    const type = checker.getTypeOfSymbol(symbol)!;
    const [call] = checker.getSignaturesOfType(type, SignatureKind.Call);
    if (!call) return { ...own, kind: "constant", signature: this.#text(type) };
    const kind = KINDS[type.getAliasSymbol()?.name ?? ""] ?? "function";
    const parameters = call
      .getParameters()
      .map((one) => this.#field(one))
      .filter(({ type }) => !/^(AnyClient|SigningClient)$/.test(type))
      .map(({ name, isOptional, type }) => `${name}${isOptional ? "?" : ""}: ${type}`);
    const last = call.getParameters().at(-1);
    const given = last && checker.getTypeOfSymbol(last)!;
    const isRecord = given !== undefined && this.#isRecord(given);
    const fields = isRecord ? this.#fields(kind === "watch" ? this.#eventOf(given) : given) : [];
    const sync = checker.getPropertyOfType(type, "sync");
    const returned = this.#returned(sync ? checker.getTypeOfSymbol(sync)! : type);
    return {
      ...own,
      kind,
      parameters: fields,
      signature: `${alias.name}(${(isRecord ? [...parameters.slice(0, -1), inBraces(fields)] : parameters).join(", ")})`,
      returns: this.#isRecord(returned) ? this.#fields(returned) : this.#text(returned),
    };
  }

  /** @returns The public members that a class of the SDK has beside the common error's. */
  #members(symbol: Declared): Field[] {
    const isBase = symbol.name === BASE_ERROR;
    const isShown = ({ name, declarations: [at] }: Declared) => {
      const path = at?.path.toLowerCase() ?? "";
      const isOwn = isBase || (name !== "name" && !path.endsWith(`/${BASE_ERROR.toLowerCase()}.ts`));
      return /^[a-z]/.test(name) && path.includes("/agents/sdk/") && isOwn;
    };
    const members = this.#checker.getPropertiesOfType(this.#checker.getDeclaredTypeOfSymbol(symbol));
    return members.filter(isShown).map((member) => this.#field(member));
  }

  /** @returns What a function returns, and a promise brings. */
  #returned(type: Type): Type {
    const [call] = this.#checker.getSignaturesOfType(type, SignatureKind.Call);
    const returned = this.#checker.getReturnTypeOfSignature(call!)!;
    if (returned.getSymbol()?.name !== "Promise" || !returned.isTypeReference()) return returned;
    return this.#checker.getTypeArguments(returned)[0]!;
  }

  /** @returns The arguments of the event that a watch calls `onEvent` with. */
  #eventOf(parameters: Type): Type {
    const onEvent = this.#checker.getPropertyOfType(parameters, "onEvent")!;
    const [call] = this.#checker.getSignaturesOfType(
      this.#checker.getTypeOfSymbol(onEvent)!,
      SignatureKind.Call,
    );
    return this.#checker.getParameterType(call!, 0)!;
  }

  /** Whether a type is fields in braces: no class, list, function or branded number. */
  #isRecord(type: Type): boolean {
    if (type.isIntersectionType()) return type.getTypes()!.every((part) => this.#isRecord(part));
    if (!type.isObjectType() || type.isClassOrInterface() || this.#checker.isArrayLikeType(type))
      return false;
    const isNamed = type.isTypeReference() && type.getTarget().isClassOrInterface();
    return !isNamed && this.#checker.getSignaturesOfType(type, SignatureKind.Call).length === 0;
  }

  #fields(type: Type): Field[] {
    return this.#checker
      .getPropertiesOfType(type)
      .map((property) => this.#field(property))
      .filter(({ name, isOptional }) => !(isOptional && COMMON.has(name)));
  }

  #field(property: Declared): Field {
    const declared = property.valueDeclaration?.resolve(this.#project) as ParameterDeclaration | undefined;
    // as written, where written: the checker prints `Payee` and `Address` as what they stand for
    const written = property.flags & SymbolFlags.Method ? undefined : declared?.type?.getText();
    const type = written ?? this.#text(this.#checker.getTypeOfSymbol(property)!);
    return {
      name: property.name.replace(/^__\d$/, "parameters"),
      isOptional: Boolean(property.flags & SymbolFlags.Optional) || declared?.initializer !== undefined,
      type: type.replace(/ \| undefined$/, "").replaceAll(/\s+/g, " "),
      about: property.getDocumentationComment(this.#checker).trim(),
    };
  }

  #text(type: Type): string {
    return this.#checker
      .typeToString(type, undefined, NodeBuilderFlags.NoTruncation)
      .replaceAll(/`0x\$\{string\}`/g, "Hex");
  }

  /** The declaration as it stands in the source, behind its comment. */
  #source(symbol: Declared): string {
    const node = symbol.declarations[0]?.resolve(this.#project);
    return node?.getText() ?? "";
  }
}
