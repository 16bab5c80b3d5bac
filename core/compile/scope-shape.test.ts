import { describe, expect, it } from "vitest";
import { graphOf, nodeIdOf, type Sketch } from "../graph/graph-of.ts";
import type { NodeId } from "../id.ts";
import { numberShape, objectShape, type Shape, textShape } from "../json/shape.ts";
import { scopeShapeOf } from "./scope-shape.ts";
import { tinyRegistry } from "./testing/tiny-registry.ts";

function scopeAt(
  drawing: string,
  key: string,
  more: Pick<Sketch, "nodes"> & { learned?: ReadonlyMap<NodeId, Shape>; mode?: "item" } = {},
) {
  const { nodes, ...rest } = more;
  const graph = graphOf(drawing, { types: tinyRegistry, ...(nodes ? { nodes } : {}) });
  const shape = scopeShapeOf({ graph, registry: tinyRegistry, nodeId: nodeIdOf(key), ...rest });
  if (shape.kind !== "object") throw new Error("A scope is an object.");
  return shape.fields;
}

function fieldsOf(shape: Shape | undefined): readonly string[] {
  return shape?.kind === "object" ? Object.keys(shape.fields).sort() : [];
}

describe("scopeShapeOf", () => {
  it("has the steps before, those that may be absent as optional", () => {
    const { steps, item } = scopeAt("trigger > branch, branch.true > a > c, branch.false > c, c > d", "c");
    expect(fieldsOf(steps)).toEqual(["a", "branch", "trigger"]);
    expect(steps).toMatchObject({ optional: ["a"] });
    expect(item).toBeUndefined();
  });

  it("knows what arrives, and what each formula before gives", () => {
    const { input, trigger } = scopeAt("trigger > a > b", "b", {
      nodes: { a: { config: { value: { $expr: "trigger.amount" } } } },
    });
    expect(input).toEqual(objectShape({ value: numberShape }));
    expect(fieldsOf(trigger)).toEqual(["amount", "lines", "name"]);
  });

  it("has item and index inside a container, and the steps before it", () => {
    const nodes = { each: { config: { list: { $expr: "trigger.lines" } } } };
    const { item, index, steps, input } = scopeAt("trigger > a > each, each{ b > c }", "c", { nodes });
    expect(item).toEqual(objectShape({ price: numberShape }));
    expect(index).toEqual(numberShape);
    expect(fieldsOf(steps)).toEqual(["a", "b", "trigger"]);
    expect(fieldsOf(input)).toEqual(["value"]);
    expect(scopeAt("trigger > a > each, each{ b > c }", "b", { nodes }).input).toEqual(item);
  });

  it("item formulas of a list step see the items of its list, those of a container its steps too", () => {
    const list = { config: { list: { $expr: "trigger.lines" } } };
    expect(scopeAt("trigger > plain", "plain", { nodes: { plain: list }, mode: "item" }).item).toEqual(
      objectShape({ price: numberShape }),
    );
    const { steps } = scopeAt("trigger > each, each{ b }", "each", { nodes: { each: list }, mode: "item" });
    expect(fieldsOf(steps)).toEqual(["b", "trigger"]);
  });

  it("fills unknown outputs with what runs and pins taught", () => {
    const learned = new Map<NodeId, Shape>([[nodeIdOf("timer"), objectShape({ at: textShape })]]);
    const { trigger, steps } = scopeAt("timer > join.in1, join > b", "b", {
      learned,
      nodes: { join: { pinned: { x: 1 } } },
    });
    expect(fieldsOf(trigger)).toEqual(["at"]);
    expect(steps).toMatchObject({ fields: { join: { fields: { x: numberShape }, open: true } } });
  });
});
