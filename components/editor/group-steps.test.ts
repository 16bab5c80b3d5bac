import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { drawnCards } from "#components/canvas/drawn-cards.ts";
import { compile } from "#core/compile/compile.ts";
import { createDocument } from "#core/document/document.ts";
import type { Graph } from "#core/graph/graph.ts";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { contextOf, performAction } from "./actions/perform-action.ts";
import { containerTypes } from "./container-types.ts";
import { createDraftSession } from "./create-session.ts";
import { groupSteps } from "./group-steps.ts";
import { performGroup } from "./perform-group.ts";
import { selectOnly } from "./select.ts";

const types = nodeRegistry;
const [eachType] = containerTypes(types);
if (!eachType) throw new Error("There is no container to group into.");
const definition = eachType;

function group(drawing: string, keys: readonly string[]) {
  const graph = graphOf(drawing, { types });
  const ids = new Set(keys.map(nodeIdOf));
  const nodes = graph.nodes.filter((node) => ids.has(node.id));
  return groupSteps({ graph, registry: types, collapsed: new Set() }, nodes, definition);
}

function sessionOf(drawing: string, keys: readonly string[]) {
  const doc = createDocument(graphOf(drawing, { types }));
  const refuse = (message: string) => expect.fail(message);
  const session = createDraftSession({ workflowId: null, doc, registry: types, awareness: null, refuse });
  selectOnly(session.store, keys.map(nodeIdOf));
  return session;
}

/** `a.out > b.in` with keys for ids, sorted. */
function edgesOf({ nodes, edges }: Graph): readonly string[] {
  const keys = new Map(nodes.map((node) => [node.id, node.key]));
  return edges
    .map((edge) => `${keys.get(edge.source)}.${edge.sourcePort} > ${keys.get(edge.target)}.${edge.targetPort}`)
    .toSorted();
}

function parentsOf({ nodes }: Graph): Readonly<Record<string, string | null>> {
  const keys = new Map(nodes.map((node) => [node.id, node.key]));
  return Object.fromEntries(nodes.map((node) => [node.key, node.parent && (keys.get(node.parent) ?? null)]));
}

describe("grouping", () => {
  it("leads what came before into the box and what followed behind it, and undo brings all back at once", () => {
    const session = sessionOf("manual > sort > limit > filter", ["sort", "limit"]);
    const before = session.graph.get();
    performAction(session, "arrange.group");
    const after = session.graph.get();
    expect(edgesOf(after)).toEqual(["for_each.out > filter.in", "manual.out > for_each.in", "sort.out > limit.in"]);
    expect(parentsOf(after)).toEqual({
      manual: null,
      sort: "for_each",
      limit: "for_each",
      filter: null,
      for_each: null,
    });
    performAction(session, "edit.undo");
    expect(session.graph.get()).toEqual(before);
    performAction(session, "edit.redo");
    expect(edgesOf(session.graph.get())).toEqual(edgesOf(after));
  });

  it("leaves every step where it stood, with room around", () => {
    const session = sessionOf("manual > sort > limit", ["sort", "limit"]);
    const before = drawnCards(session.graph.get().nodes, types).places;
    performAction(session, "arrange.group");
    const { places, cards } = drawnCards(session.graph.get().nodes, types);
    for (const [id, place] of before) expect(places.get(id)).toEqual(place);
    const box = session.graph.get().nodes.find((node) => node.key === "for_each");
    expect(box && cards.get(box.id)).toMatchObject({ w: box?.w, h: box?.h });
  });

  it("leaves a trigger that is selected as well outside", () => {
    const session = sessionOf("manual > sort", ["manual", "sort"]);
    performAction(session, "arrange.group");
    expect(parentsOf(session.graph.get())).toEqual({ manual: null, sort: "for_each", for_each: null });
    expect(edgesOf(session.graph.get())).toEqual(["manual.out > for_each.in"]);
  });

  it("makes a box inside the box that the steps are in", () => {
    const session = sessionOf("manual > each, each{ sort > limit }", ["limit"]);
    performAction(session, "arrange.group");
    expect(parentsOf(session.graph.get())).toMatchObject({ limit: "for_each", for_each: "each", sort: "each" });
    expect(edgesOf(session.graph.get())).toEqual(["manual.out > each.in", "sort.out > for_each.in"]);
  });

  it.each(containerTypes(types).map((type) => [type.title, type] as const))(
    "into a %s leaves every step where it stood, connected as before",
    (_title, type) => {
      const session = sessionOf("manual > sort > limit > filter", ["sort", "limit"]);
      const before = drawnCards(session.graph.get().nodes, types).places;
      performGroup(session, contextOf(session).nodes, type);
      const after = session.graph.get();
      const { places } = drawnCards(after.nodes, types);
      for (const [id, place] of before) expect(places.get(id)).toEqual(place);
      const [box] = after.nodes.filter((node) => node.type === type.type);
      expect(edgesOf(after)).toEqual(
        [`${box?.key}.out > filter.in`, `manual.out > ${box?.key}.in`, "sort.out > limit.in"].toSorted(),
      );
      const wrong = compile(after, types).problems.filter(({ code }) => /container|states/.test(code));
      expect(wrong).toEqual([]);
      performAction(session, "arrange.ungroup");
      expect(edgesOf(session.graph.get())).toEqual([
        "limit.out > filter.in",
        "manual.out > sort.in",
        "sort.out > limit.in",
      ]);
      expect(session.graph.get().nodes).toHaveLength(4);
    },
  );

  it("takes a box with all that it holds when its steps are selected too", () => {
    const session = sessionOf("manual > each, each{ sort }", ["each", "sort"]);
    performAction(session, "arrange.group");
    expect(parentsOf(session.graph.get())).toMatchObject({ each: "for_each", sort: "each" });
  });

  it("joins two ends that meet in one step by one connection", () => {
    const session = sessionOf("manual > if, if.true > sort > merge, if.false > limit > merge.in2", ["sort", "limit"]);
    performAction(session, "arrange.group");
    expect(edgesOf(session.graph.get())).toContain("for_each.out > merge.in");
    expect(edgesOf(session.graph.get())).not.toContain("for_each.out > merge.in2");
  });

  it("leaves connections out whose ways differ, and names where they led", () => {
    const made = group("manual > if, if.true > sort, if.false > limit", ["if"]);
    expect(made).toMatchObject({ ok: true });
    expect(made.ok && made.loss).toContain("“sort” or “limit”");
    expect(made.ok && made.commands.filter(({ type }) => type === "edge.add")).toHaveLength(1);
  });

  it.each([
    ["only a trigger", "manual > sort", ["manual"], "“manual” starts the workflow"],
    ["steps of different boxes", "manual > each > sort, each{ limit }", ["limit", "sort"], "different boxes"],
    [
      "a step between them that is not selected",
      "manual > sort > limit > filter",
      ["sort", "filter"],
      "“limit” stands between",
    ],
  ])("refuses %s and says why", (_name, drawing, keys, reason) => {
    const made = group(drawing, keys);
    expect(made.ok ? "" : made.reason).toContain(reason);
  });
});

describe("ungrouping", () => {
  it("joins the first steps to what came before and the last ones to what followed, and can be undone", () => {
    const session = sessionOf("manual > each > filter, each{ sort > limit }", ["each"]);
    const before = session.graph.get();
    performAction(session, "arrange.ungroup");
    expect(edgesOf(session.graph.get())).toEqual([
      "limit.out > filter.in",
      "manual.out > sort.in",
      "sort.out > limit.in",
    ]);
    expect(parentsOf(session.graph.get())).toEqual({ manual: null, sort: null, limit: null, filter: null });
    expect(session.store.getState().selection).toEqual(new Set([nodeIdOf("sort"), nodeIdOf("limit")]));
    performAction(session, "edit.undo");
    expect(session.graph.get()).toEqual(before);
  });

  it("joins what was around an empty box", () => {
    const session = sessionOf("manual > each > filter", ["each"]);
    performAction(session, "arrange.ungroup");
    expect(edgesOf(session.graph.get())).toEqual(["manual.out > filter.in"]);
  });

  it("joins all first and all last steps of ways side by side", () => {
    const session = sessionOf("manual > each > filter, each{ sort, limit }", ["each"]);
    performAction(session, "arrange.ungroup");
    expect(edgesOf(session.graph.get())).toEqual([
      "limit.out > filter.in",
      "manual.out > limit.in",
      "manual.out > sort.in",
      "sort.out > filter.in",
    ]);
  });

  it("keeps two boxes in a row in a row, as one step of the history", () => {
    const session = sessionOf("manual > each > each_2 > filter, each{ sort }, each_2{ limit }", ["each", "each_2"]);
    performAction(session, "arrange.ungroup");
    expect(edgesOf(session.graph.get())).toEqual([
      "limit.out > filter.in",
      "manual.out > sort.in",
      "sort.out > limit.in",
    ]);
    performAction(session, "edit.undo");
    expect(parentsOf(session.graph.get())).toMatchObject({ sort: "each", limit: "each_2" });
  });

  it("leaves steps where they stood and in the box around", () => {
    const session = sessionOf("each{ each_2{ sort } }", ["each_2"]);
    const before = drawnCards(session.graph.get().nodes, types).places.get(nodeIdOf("sort"));
    performAction(session, "arrange.ungroup");
    expect(parentsOf(session.graph.get())).toEqual({ each: null, sort: "each" });
    expect(drawnCards(session.graph.get().nodes, types).places.get(nodeIdOf("sort"))).toEqual(before);
  });

  it("lets formulas that read the box read the one last step", () => {
    const doc = createDocument(
      graphOf("manual > each > set_fields, each{ sort > limit }", {
        types,
        nodes: { set_fields: { config: { fields: [{ name: "a", value: { $expr: "size(steps.each) + 1" } }] } } },
      }),
    );
    const refuse = (message: string) => expect.fail(message);
    const session = createDraftSession({ workflowId: null, doc, registry: types, awareness: null, refuse });
    selectOnly(session.store, [nodeIdOf("each")]);
    performAction(session, "arrange.ungroup");
    const reader = session.graph.get().nodes.find((node) => node.key === "set_fields");
    expect(JSON.stringify(reader?.config)).toContain("size(steps.limit) + 1");
  });
});

describe("two people at the same time", () => {
  /** Two sessions on copies of one drawing, and a way to let each see what the other did. */
  function pairOf(drawing: string) {
    const first = createDocument(graphOf(drawing, { types }));
    const second = new Y.Doc();
    Y.applyUpdate(second, Y.encodeStateAsUpdate(first));
    const refuse = (message: string) => expect.fail(message);
    const [ana, ben] = [first, second].map((doc) =>
      createDraftSession({ workflowId: null, doc, registry: types, awareness: null, refuse }),
    );
    if (!ana || !ben) throw new Error("There are two of them.");
    const meet = () => {
      Y.applyUpdate(first, Y.encodeStateAsUpdate(second));
      Y.applyUpdate(second, Y.encodeStateAsUpdate(first));
      expect(parentsOf(ana.graph.get())).toEqual(parentsOf(ben.graph.get()));
      return ana.graph.get();
    };
    return { ana, ben, meet };
  }

  it("group the same steps: every step is kept, in one of the two boxes", () => {
    const { ana, ben, meet } = pairOf("manual > sort > limit");
    for (const session of [ana, ben]) {
      selectOnly(session.store, [nodeIdOf("sort"), nodeIdOf("limit")]);
      performAction(session, "arrange.group");
    }
    const merged = meet();
    expect(merged.nodes).toHaveLength(5);
    const { sort, limit } = Object.fromEntries(merged.nodes.map((node) => [node.key, node.parent]));
    expect([sort, limit].every((parent) => merged.nodes.some((node) => node.id === parent))).toBe(true);
  });

  it("one dissolves a box while the other puts a step into it: the step is kept", () => {
    const { ana, ben, meet } = pairOf("manual > each > filter, each{ sort }, limit");
    selectOnly(ana.store, [nodeIdOf("each")]);
    performAction(ana, "arrange.ungroup");
    ben.dispatch({ type: "node.reparent", moves: [{ id: nodeIdOf("limit"), parent: nodeIdOf("each"), x: 40, y: 80 }] });
    expect(parentsOf(meet())).toEqual({ manual: null, filter: null, sort: null, limit: null });
  });

  it("one takes the grouping back after the other worked in the box: the box and its steps stay", () => {
    const { ana, ben, meet } = pairOf("manual > sort > limit, filter");
    selectOnly(ana.store, [nodeIdOf("sort"), nodeIdOf("limit")]);
    performAction(ana, "arrange.group");
    const box = meet().nodes.find((node) => node.key === "for_each");
    if (!box) throw new Error("The box did not reach the other.");
    ben.dispatch({ type: "node.reparent", moves: [{ id: nodeIdOf("filter"), parent: box.id, x: 40, y: 80 }] });
    meet();
    performAction(ana, "edit.undo");
    const merged = meet();
    expect(merged.nodes.map((node) => node.key).toSorted()).toEqual(["filter", "for_each", "limit", "manual", "sort"]);
    expect(parentsOf(merged)).toMatchObject({ filter: "for_each" });
  });
});
