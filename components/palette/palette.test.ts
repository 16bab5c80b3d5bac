import { describe, expect, it } from "vitest";
import { nodeIdOf } from "#core/graph/graph-of.ts";
import { nodeDefinitions, nodeRegistry } from "#core/nodes/registry.ts";
import { fitsJoin, searchSteps } from "./search-steps.ts";
import { stepIcons } from "./step-icon.tsx";

describe("palette", () => {
  it.each(nodeDefinitions.map(({ type, icon }) => [type, icon]))("ships the icon of %s", (_type, icon) => {
    expect(Object.keys(stepIcons)).toContain(icon);
  });

  it("shows every type when nothing is searched for", () => {
    expect(searchSteps(nodeDefinitions, " ")).toHaveLength(nodeDefinitions.length);
  });

  it("finds by the start of the title before other words", () => {
    expect(searchSteps(nodeDefinitions, "fil")[0]?.type).toBe("filter");
    expect(searchSteps(nodeDefinitions, "loop")[0]?.type).toBe("each");
  });

  it("needs every word to match", () => {
    expect(searchSteps(nodeDefinitions, "http zebra")).toEqual([]);
  });

  it("offers behind a port only what has an input", () => {
    const after = { kind: "after", source: { nodeId: nodeIdOf("a"), port: "out" } } as const;
    const offered = nodeDefinitions.filter((definition) =>
      fitsJoin({ registry: nodeRegistry, box: null }, definition, after),
    );
    expect(offered.some((definition) => definition.role === "trigger")).toBe(false);
    expect(offered.length).toBeGreaterThan(10);
  });
});
