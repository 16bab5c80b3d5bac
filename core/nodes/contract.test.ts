import { readdirSync } from "node:fs";
import fc from "fast-check";
import dynamicIconImports from "lucide-react/dynamicIconImports";
import { describe, expect, it, test } from "vitest";
import type { Effect, SettledEffect } from "../effects/effect.ts";
import { failureCodes } from "../failure.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { isSafeJson, jsonFaultOf } from "../json/safe-json.ts";
import type { Shape } from "../json/shape.ts";
import { configFieldsOf } from "../node-kit/config-fields.ts";
import { type NodeDefinition, nodeCategories } from "../node-kit/define-node.ts";
import { evaluateConfig } from "../node-kit/evaluate-config.ts";
import { fieldMetaOf, unwrap } from "../node-kit/field.ts";
import { parseConfig } from "../node-kit/parse-config.ts";
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
        const { config } = parseConfig(definition, raw);
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
      fc.property(configOf(definition), json, httpStatus, (raw, input, status) => {
        const { config, issues } = parseConfig(definition, raw);
        if (issues.length > 0 || definition.run === undefined) return;
        const evaluated = evaluateConfig(definition, config, { input, trigger: input, steps: {}, vars: {} });
        if (!evaluated.ok) return;
        const inputPorts = definition.ports(config).inputs.map((port) => [port.name, input] as const);
        const args = { config: evaluated.config, input, inputs: new Map(inputPorts), now: testNow, attempt: 1 };
        const results = (effect: Effect) => resultFor(effect, status);
        const first = driveNode(definition, args, results).outcome;
        expect(driveNode(definition, args, results).outcome).toEqual(first);
        if (first.kind === "emit") {
          emissions += 1;
          expect(definition.ports(config).outputs.map((port) => port.name)).toContain(first.port);
          expect(jsonFaultOf(first.value)).toBeNull();
        } else {
          failures += 1;
          expect(Object.keys(failureCodes)).toContain(first.failure.code);
          if (first.failure.code !== "stopped") expect(first.failure.message).toMatch(/\.$/);
        }
      }),
      { numRuns: 300 },
    );
    if (definition.run !== undefined) expect(emissions + failures).toBeGreaterThan(20);
  });
});

/** Settings without which a step of this type cannot work. */
const needed: ReadonlyMap<string, readonly string[]> = new Map([
  ["if", ["condition"]],
  ["filter", ["condition"]],
  ["http-request", ["url"]],
]);

/** What can reach a step: every decoder refuses names that reach a prototype (R19). */
const json = fc
  .jsonValue({ maxDepth: 3 })
  .map((value) => JSON.parse(JSON.stringify(value)) as Json)
  .filter(isSafeJson);
const httpStatus = fc.constantFrom(200, 404, 503);

const formulas = ["input", "item", "true", "index > 1.0", "item.id", "input.a", "[1, 2]", "null"];
const tagged = fc.constantFrom(...formulas).map((source): Json => ({ $expr: source }));

/** Settings that are sometimes right: for each field its default, a choice, a formula, or any JSON at all. */
function configOf(definition: NodeDefinition): fc.Arbitrary<JsonObject> {
  return objectOf(definition.config.shape);
}

function objectOf(shape: NodeDefinition["config"]["shape"]): fc.Arbitrary<JsonObject> {
  const fields = Object.entries(shape).map(([name, schema]) => [name, valueFor(schema as never)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] }).map((raw) => {
    return JSON.parse(JSON.stringify(raw)) as JsonObject;
  });
}

function valueFor(schema: Parameters<typeof unwrap>[0]): fc.Arbitrary<Json> {
  const inner = unwrap(schema);
  const def = inner.def as { type: string; entries?: Record<string, string>; element?: { shape?: never } };
  if (def.entries) return fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...Object.values(def.entries)) }, json);
  if (def.element?.shape) return fc.array(objectOf(def.element.shape), { maxLength: 3 }) as fc.Arbitrary<Json>;
  if (def.type === "boolean") return fc.oneof({ weight: 4, arbitrary: fc.boolean() }, tagged);
  if (def.type === "number") return fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 12 }) }, json);
  if (def.type === "string")
    return fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom("a", "UTC", "tr > td"), tagged);
  return fc.oneof({ weight: 3, arbitrary: tagged }, json);
}

function fieldsOf(definition: NodeDefinition) {
  return configFieldsOf(definition.config).flatMap((field) => [
    [field.name, field.schema] as const,
    ...(field.row ? configFieldsOf(field.row) : []).map(
      (inner) => [`${field.name}.${inner.name}`, inner.schema] as const,
    ),
  ]);
}

function resultFor(effect: Effect, status: number): SettledEffect {
  if (effect.kind === "blob") return { ok: true, value: { text: "a,b\n1,2" } };
  return { ok: true, value: effect.kind === "sleep" ? null : { status, headers: {}, body: { a: 1 } } };
}
