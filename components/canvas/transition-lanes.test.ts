import { describe, expect, it } from "vitest";
import { edgeIdOf } from "#core/graph/graph.ts";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import type { NodeId } from "#core/id.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { drawnOf } from "./drawn-cards.ts";
import { transitionsOf } from "./transition-lanes.ts";
import { drawTransition } from "./transition-path.ts";

const ways = (...names: string[]) => ({
  transitions: names.map((name) => ({ name, on: "condition", condition: { $expr: "true" } })),
});

// open ─ paid ─ done in a row, 400 px apart
const graph = graphOf(
  "states, states{ open.next1 > paid, open.next2 > open, paid.next1 > done, paid.next2 > open, done.next1 > open }",
  {
    types: nodeRegistry,
    nodes: {
      open: { type: "state", x: 64, y: 90, config: ways("Paid", "Note") },
      paid: { type: "state", x: 464, y: 90, config: ways("Sent", "Bounced") },
      done: { type: "state", x: 864, y: 90, config: ways("Again") },
    },
  },
);
const scene = { graph, registry: nodeRegistry, collapsed: new Set<NodeId>() };
const { places, cards } = drawnOf(scene);
const transitions = transitionsOf(scene, places);
const between = (source: string, sourcePort: string, target: string) =>
  transitions.get(edgeIdOf({ source: nodeIdOf(source), sourcePort, target: nodeIdOf(target), targetPort: "in" }));

describe("transitions", () => {
  it("have the name that the state gives them", () => {
    expect([...transitions.values()].map(({ title }) => title).toSorted()).toEqual([
      "Again",
      "Bounced",
      "Note",
      "Paid",
      "Sent",
    ]);
  });

  it("go straight on to a state further right, around to the state itself, and back below all that they pass", () => {
    expect(between("open", "next1", "paid")?.route).toEqual({ kind: "on" });
    expect(between("open", "next2", "open")?.route.kind).toBe("self");
    const back = between("paid", "next2", "open")?.route;
    const bottoms = [...cards.values()]
      .filter((card) => card.kind === "state")
      .map((card) => (places.get(card.node.id)?.y ?? 0) + card.h);
    expect(back?.kind === "back" && back.laneY).toBeGreaterThan(Math.max(...bottoms));
  });

  it("that go back side by side have lanes of their own, the longer one the lower", () => {
    const [short, long] = [between("paid", "next2", "open")?.route, between("done", "next1", "open")?.route];
    if (short?.kind !== "back" || long?.kind !== "back") throw new Error("Both lead back.");
    expect(long.laneY).toBeGreaterThan(short.laneY + 20);
  });

  it("begin at their port and end before the state, with the title on the way", () => {
    const drawn = drawTransition({ x: 500, y: 100 }, { x: 60, y: 40 }, { kind: "back", laneY: 300, lane: 0 });
    expect(drawn.path.startsWith("M500 100")).toBe(true);
    expect(drawn.path.endsWith("L54 40")).toBe(true);
    expect(drawn.label.y).toBe(300);
  });

  it("all stay inside of the machine's box", () => {
    const machine = graph.nodes.find((node) => node.key === "states");
    const box = machine && cards.get(machine.id);
    const bottom = (machine ? (places.get(machine.id)?.y ?? 0) : 0) + (box?.h ?? 0);
    for (const { route } of transitions.values()) if (route.kind === "back") expect(route.laneY).toBeLessThan(bottom);
  });
});
