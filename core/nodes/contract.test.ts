import { readdirSync } from "node:fs";
import fc from "fast-check";
import dynamicIconImports from "lucide-react/dynamicIconImports";
import { describe, expect, it, test } from "vitest";
import type { z } from "zod";
import type { Effect, SettledEffect } from "../effects/effect.ts";
import { failureCodes } from "../failure.ts";
import type { RunId } from "../id.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { isSafeJson, jsonFaultOf } from "../json/safe-json.ts";
import type { Shape } from "../json/shape.ts";
import { configFieldsOf } from "../node-kit/config-fields.ts";
import { type NodeDefinition, nodeCategories } from "../node-kit/define-node.ts";
import { evaluateConfig } from "../node-kit/evaluate-config.ts";
import { fieldMetaOf, unwrap } from "../node-kit/field.ts";
import { parseConfig } from "../node-kit/parse-config.ts";
import { checkedRegistry } from "./checks/checked-registry.ts";
import { nodeDefinitions, nodeRegistry } from "./registry.ts";
import { driveNode, testNow } from "./testing/run-node.ts";

test("every file of the folder is in the registry, under the name of its type", () => {
  const files = readdirSync(import.meta.dirname).filter((name) => /^[a-z-]+\.ts$/.test(name) && name !== "registry.ts");
  expect(files.map((name) => name.replace(/\.ts$/, "")).sort()).toEqual([...nodeRegistry.keys()].sort());
  expect(nodeRegistry.size).toBe(nodeDefinitions.length);
});

describe.each(nodeDefinitions.map((definition) => [definition.type, definition] as const))("%s", (_, definition) => {
  it("has a title, a one-sentence summary, docs with an example and what can go wrong, and an icon", () => {
    expect(definition.title).toMatch(/^[A-Z]/);
    expect(definition.summary).toMatch(/^[A-Z].*\.$/);
    expect(definition.docs).toContain("### Example");
    expect(definition.docs).toContain("### What can go wrong");
    expect(Object.keys(dynamicIconImports)).toContain(definition.icon);
    expect(nodeCategories).toContain(definition.category);
    expect(definition.keywords?.length).toBeGreaterThan(0);
  });

  it("gives every field a title, and every choice that is not a plain word a label", () => {
    for (const [path, schema] of fieldsOf(definition)) {
      const meta = fieldMetaOf(schema);
      expect(meta?.title, path).toMatch(/^\p{Lu}/u);
      if (meta?.control === "rows") expect(meta.rowName, path).toMatch(/^[a-z]/);
    }
  });

  it("works with its defaults, or misses only settings that nobody can guess", () => {
    const { issues } = parseConfig(definition, {});
    expect(issues.filter((issue) => issue.code !== "missing")).toEqual([]);
    expect(issues.map((issue) => issue.field)).toEqual(needed.get(definition.type) ?? []);
  });

  it("has unique ports, shapes and captions for any settings, however broken", () => {
    fc.assert(
      fc.property(configOf(definition), (raw) => {
        const { config, issues } = parseConfig(definition, raw);
        if (issues.length === 0)
          for (const { message } of checkedRegistry.get(definition.type)?.check?.(config) ?? [])
            expect(message).toMatch(/[.?]$/);
        const ports = definition.ports(config);
        for (const side of [ports.inputs, ports.outputs]) {
          expect(new Set(side.map((port) => port.name)).size).toBe(side.length);
        }
        const inputs = new Map<string, Shape>(ports.inputs.map((port) => [port.name, { kind: "any" }]));
        expect(definition.output({ config, inputs, shapeOfField: () => ({ kind: "any" }) })).toHaveProperty("kind");
        expect(typeof definition.caption(config)).toBe("string");
      }),
      { numRuns: 60 },
    );
  });

  it("answers any JSON with a value on a port of its own or a failure, and always the same", () => {
    let emissions = 0;
    let failures = 0;
    fc.assert(
      fc.property(configOf(definition), input, httpStatus, (raw, arrived, status) => {
        const { config, issues } = parseConfig(definition, raw);
        if (issues.length > 0 || definition.run === undefined) return;
        const evaluated = evaluateConfig(definition, config, { input: arrived, trigger: arrived, steps: {}, vars: {} });
        if (!evaluated.ok) return;
        const inputPorts = definition.ports(config).inputs.map((port) => [port.name, arrived] as const);
        const args = {
          config: evaluated.config,
          input: arrived,
          inputs: new Map(inputPorts),
          now: testNow,
          attempt: 1,
        };
        const results = (effect: Effect) => resultFor(effect, status);
        const first = driveNode(definition, args, results).outcome;
        expect(driveNode(definition, args, results).outcome).toEqual(first);
        if (first.kind === "emit") {
          emissions += 1;
          // A state without transitions has no port to emit on: it is the end.
          const outputs = definition.ports(config).outputs.map((port) => port.name);
          if (outputs.length > 0) expect(outputs).toContain(first.port);
          expect(jsonFaultOf(first.value)).toBeNull();
        } else {
          failures += 1;
          expect(Object.keys(failureCodes)).toContain(first.failure.code);
          if (first.failure.code !== "stopped") expect(first.failure.message).toMatch(/\.$/);
        }
      }),
      { numRuns: 600 },
    );
    if (definition.run !== undefined) expect(emissions + failures).toBeGreaterThan(20);
  });
});

/** Settings without which a step of this type cannot work. */
const needed: ReadonlyMap<string, readonly string[]> = new Map([
  ["if", ["condition"]],
  ["filter", ["condition"]],
  ["http-request", ["url"]],
  ["repeat", ["condition"]],
  ["event", ["name"]],
  ["emit-event", ["name"]],
  ["call-workflow", ["workflow"]],
  ["ask-person", ["title"]],
]);

/** What can reach a step: every decoder refuses names that reach a prototype (R19). */
const json = fc
  .jsonValue({ maxDepth: 3 })
  .map((value) => JSON.parse(JSON.stringify(value)) as Json)
  .filter(isSafeJson);
/** Often a list of objects, which is what list steps want. */
const input = fc.oneof(json, fc.array(fc.record({ id: fc.oneof(fc.nat(3), fc.string()), a: json }), { maxLength: 4 }));
const httpStatus = fc.constantFrom(200, 404, 503);

const formulas = ["input", "item", "true", "index > 1", "item.id", "input.a", "[[1], [2]]", "null", "200"];
const tagged = fc.constantFrom(...formulas).map((source): Json => ({ $expr: source }));

/** Settings that are often right: for each field its default, a choice, a formula; and sometimes any JSON at all. */
function configOf(definition: NodeDefinition): fc.Arbitrary<JsonObject> {
  return objectOf(definition.config.shape, []);
}

function objectOf(shape: Shapes, requiredKeys?: []): fc.Arbitrary<JsonObject> {
  const fields = Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, valueFor(schema)]));
  // By way of JSON, since fast-check makes objects without a prototype.
  return fc.record(fields, requiredKeys ? { requiredKeys } : {}).map((raw) => JSON.parse(JSON.stringify(raw)));
}

type Shapes = Readonly<Record<string, z.ZodType>>;

function valueFor(schema: z.ZodType): fc.Arbitrary<Json> {
  const { type, entries, element } = unwrap(schema).def as unknown as SchemaDef;
  const anything = (arbitrary: fc.Arbitrary<Json>) =>
    fc.oneof({ weight: 30, arbitrary }, { weight: 1, arbitrary: json });
  if (entries) return anything(fc.constantFrom(...Object.values(entries)));
  if (element?.shape) return anything(fc.array(objectOf(element.shape), { maxLength: 3 }));
  if (type === "boolean") return anything(fieldMetaOf(schema)?.mode === "open" ? tagged : fc.boolean());
  if (type === "number") return anything(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(404)));
  const control = fieldMetaOf(schema)?.control;
  if (control === "time-zone") return anything(fc.constantFrom("UTC", "Europe/Zurich", "a"));
  if (control === "workflow") return anything(fc.constantFrom("wf_abcd1234", "a"));
  if (type === "string")
    return anything(fc.constantFrom("a", "b", "UTC", "tr > td", "https://example.com/x", "ü <", "id"));
  return anything(tagged);
}

type SchemaDef = {
  readonly type: string;
  readonly entries?: Readonly<Record<string, string>>;
  readonly element?: { readonly shape?: Shapes };
};

function fieldsOf(definition: NodeDefinition) {
  return configFieldsOf(definition.config).flatMap((field) => [
    [field.name, field.schema] as const,
    ...(field.row ? configFieldsOf(field.row) : []).map(
      (inner) => [`${field.name}.${inner.name}`, inner.schema] as const,
    ),
  ]);
}

function resultFor(effect: Effect, status: number): SettledEffect {
  if (effect.kind === "code") return { ok: true, value: { value: { a: 1 }, console: [], ms: 1 } };
  if (effect.kind === "blob") return { ok: true, value: { text: "a,b\n1,2" } };
  if (effect.kind === "signal")
    return {
      ok: true,
      value: { name: status === 200 || effect.request.untilMs === null ? "" : null, value: { a: 1 } },
    };
  if (effect.kind === "child") return { ok: true, value: { runId: "run_child" as RunId, output: { a: 1 } } };
  if (effect.kind === "task") {
    const choice = status === 200 || effect.request.dueMs === null ? (effect.request.choices[0] ?? null) : null;
    return { ok: true, value: { choice, values: {}, by: "Ann" } };
  }
  if (effect.kind === "emit-event") return { ok: true, value: null };
  return { ok: true, value: effect.kind === "sleep" ? null : { status, headers: {}, body: { a: 1 } } };
}
