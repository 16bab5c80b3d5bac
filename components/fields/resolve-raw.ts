import { evaluateExpression } from "#core/expression/evaluate.ts";
import { referencesOf } from "#core/expression/references.ts";
import { evaluateTemplate } from "#core/expression/template.ts";
import { type Expr, isExpr, isTemplate, type Template } from "#core/graph/tagged.ts";
import type { Json } from "#core/json/json.ts";

/** What a formula or a text gives with the samples at hand. */
export type Resolved =
  | { readonly kind: "value"; readonly value: Json; readonly from: string }
  | { readonly kind: "failed"; readonly message: string; readonly from: string }
  /** Something that it reads has no sample yet. */
  | { readonly kind: "unknown"; readonly missing: readonly string[] };

/** Values to try formulas on, by the names they have in scope, and where each came from. */
export type SampleScope = {
  /** `input`, `trigger`, `item`, … ; a name without a sample is absent. */
  readonly names: Readonly<Record<string, Json>>;
  readonly steps: Readonly<Record<string, Json>>;
  /** Where a name's or step's sample came from, for people: `run at 12:03`, `pinned sample`. */
  readonly origins: ReadonlyMap<string, string>;
  readonly titles: ReadonlyMap<string, string>;
};

const nameTitles: Readonly<Record<string, string>> = { input: "the input", trigger: "the trigger", item: "an item" };

/** Null for plain values and formulas that are still empty. Never throws. */
export function resolveRaw(raw: Json, sample: SampleScope): Resolved | null {
  if (!isExpr(raw) && !isTemplate(raw)) return null;
  const sources = sourcesOf(raw);
  if (sources.length === 0) return null;
  const read = readNames(sources);
  const missing = [...read].filter((name) => !hasSample(sample, name));
  if (missing.length > 0) return { kind: "unknown", missing: missing.map((name) => titleOf(sample, name)) };
  const scope = { ...sample.names, steps: sample.steps };
  const result = isExpr(raw) ? evaluateExpression(raw.$expr, scope) : evaluateTemplate(raw, scope);
  const from = originOf(sample, read);
  return result.ok
    ? { kind: "value", value: result.value, from }
    : { kind: "failed", message: result.failure.message, from };
}

function sourcesOf(raw: Expr | Template): readonly string[] {
  const parts = isExpr(raw) ? [raw] : raw.$template.filter((part): part is Expr => isExpr(part));
  return parts.map((part) => part.$expr).filter((source) => source.trim() !== "");
}

/** `input`, `trigger` … as they are, steps as `steps.<key>`; what is read as optional may be missing. */
function readNames(sources: readonly string[]): ReadonlySet<string> {
  const read = new Set<string>();
  for (const source of sources) {
    const { steps, names } = referencesOf(source);
    for (const name of names) if (name !== "steps") read.add(name);
    for (const step of steps) if (!step.optional) read.add(`steps.${step.key}`);
  }
  return read;
}

function hasSample(sample: SampleScope, name: string): boolean {
  return name.startsWith("steps.") ? Object.hasOwn(sample.steps, name.slice(6)) : Object.hasOwn(sample.names, name);
}

function titleOf(sample: SampleScope, name: string): string {
  if (!name.startsWith("steps.")) return nameTitles[name] ?? `“${name}”`;
  return `“${sample.titles.get(name.slice(6)) ?? name.slice(6)}”`;
}

function originOf(sample: SampleScope, read: ReadonlySet<string>): string {
  return [...new Set([...read].flatMap((name) => sample.origins.get(name) ?? []))].join(", ");
}
