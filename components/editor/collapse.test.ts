import { describe, expect, it } from "vitest";
import { createDocument } from "#core/document/document.ts";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { performAction } from "./actions/perform-action.ts";
import { setCollapsed } from "./collapse.ts";
import { createDraftSession } from "./create-session.ts";
import { selectOnly } from "./select.ts";

function sessionOf(drawing: string) {
  const doc = createDocument(graphOf(drawing, { types: nodeRegistry }));
  const refuse = (message: string) => expect.fail(message);
  return createDraftSession({ workflowId: null, doc, registry: nodeRegistry, awareness: null, refuse });
}

const [outer, inner, sort] = ["each", "each_2", "sort"].map(nodeIdOf) as [
  ReturnType<typeof nodeIdOf>,
  ReturnType<typeof nodeIdOf>,
  ReturnType<typeof nodeIdOf>,
];

describe("folded boxes", () => {
  it("change nothing that others see", () => {
    const session = sessionOf("each{ sort }");
    const before = session.graph.get();
    setCollapsed(session, [outer], true);
    expect(session.graph.get()).toBe(before);
    expect(session.history?.undoLabel()).toBeNull();
  });

  it("take over the selection of what they hide", () => {
    const session = sessionOf("each{ sort > limit }");
    performAction(session, "select.all");
    setCollapsed(session, [outer], true);
    expect([...session.store.getState().selection]).toEqual([outer]);
  });

  it("open with all around them for a step, or a connection, that is selected inside", () => {
    const session = sessionOf("each{ each_2{ sort > limit } }");
    const [edge] = session.graph.get().edges;
    for (const id of [sort, edge?.id ?? sort]) {
      setCollapsed(session, [outer, inner], true);
      selectOnly(session.store, [id]);
      expect(session.store.getState().collapsed.size).toBe(0);
    }
  });

  it("stay as they are for what is selected elsewhere", () => {
    const session = sessionOf("each{ sort }, limit");
    setCollapsed(session, [outer], true);
    selectOnly(session.store, [nodeIdOf("limit")]);
    performAction(session, "select.all");
    expect(session.store.getState().collapsed).toEqual(new Set([outer]));
    expect(session.store.getState().selection.has(sort)).toBe(false);
  });
});
