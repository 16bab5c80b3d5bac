import { describe, expect, it } from "vitest";
import { createDocument } from "#core/document/document.ts";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { performAction } from "./actions/perform-action.ts";
import { createDraftSession } from "./create-session.ts";
import { boxesFor } from "./move-into.ts";
import { performMove } from "./perform-move.ts";
import { sceneOf } from "./scene.ts";
import { selectedNodes, selectOnly } from "./select.ts";

function sessionOf(drawing: string, keys: readonly string[]) {
  const doc = createDocument(graphOf(drawing, { types: nodeRegistry }));
  const refuse = (message: string) => expect.fail(message);
  const session = createDraftSession({ workflowId: null, doc, registry: nodeRegistry, awareness: null, refuse });
  selectOnly(session.store, keys.map(nodeIdOf));
  const selected = () => selectedNodes(session.graph.get(), session.store.getState().selection);
  const find = (key: string) => session.graph.get().nodes.find((node) => node.key === key);
  return { session, selected, find };
}

describe("moving into and out of boxes without a pointer", () => {
  it("offers every box but the one that holds the steps, themselves and what they hold", () => {
    const { session, selected } = sessionOf("each{ each_2{ sort }, limit }, each_3, manual", ["each_2"]);
    expect(boxesFor(sceneOf(session), selected()).map((box) => box.key)).toEqual(["each_3"]);
    selectOnly(session.store, [nodeIdOf("manual")]);
    expect(boxesFor(sceneOf(session), selected())).toEqual([]);
  });

  it("puts a chain below what the box holds, keeps its own connections, and cuts those to what stays", () => {
    const { session, selected, find } = sessionOf("manual > sort > limit > filter, each{ merge }", ["sort", "limit"]);
    performMove(session, selected(), find("each") ?? null);
    expect([find("sort")?.parent, find("limit")?.parent]).toEqual([nodeIdOf("each"), nodeIdOf("each")]);
    expect(find("sort")?.y).toBeGreaterThan((find("merge")?.y ?? 0) + 40);
    expect(session.graph.get().edges.map((edge) => edge.source)).toEqual([nodeIdOf("sort")]);
    expect(session.store.getState().spoken).toBe("Moved into each. 2 connections were cut");
    performAction(session, "edit.undo");
    expect(find("sort")?.parent).toBeNull();
    expect(session.graph.get().edges).toHaveLength(3);
  });

  it("takes a step out below its box, into the box around it", () => {
    const { session, find } = sessionOf("each{ each_2{ sort > limit } }", ["limit"]);
    performAction(session, "arrange.move-out");
    expect(find("limit")?.parent).toBe(nodeIdOf("each"));
    expect(find("limit")?.y).toBeGreaterThan((find("each_2")?.y ?? 0) + 140);
    performAction(session, "arrange.move-out");
    expect(find("limit")?.parent).toBeNull();
    expect(session.graph.get().edges).toEqual([]);
  });

  it("keys go into a box, to what stands furthest left, and out again", () => {
    const { session } = sessionOf("each{ sort > limit }", ["each"]);
    performAction(session, "select.into-box");
    expect([...session.store.getState().selection]).toEqual([nodeIdOf("sort")]);
    performAction(session, "select.out-of-box");
    expect([...session.store.getState().selection]).toEqual([nodeIdOf("each")]);
  });
});
