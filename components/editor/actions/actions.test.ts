import { describe, expect, it } from "vitest";
import { createDocument } from "#core/document/document.ts";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { createDraftSession, createReadOnlySession } from "../create-session.ts";
import { selectOnly } from "../select.ts";
import { matchesShortcut } from "../shortcut.ts";
import { actionCategories } from "./action.ts";
import { contextOf, isPossible, performAction } from "./perform-action.ts";
import { actions } from "./registry.ts";

function sessionOf(drawing: string) {
  const doc = createDocument(graphOf(drawing, { types: nodeRegistry }));
  return createDraftSession({
    workflowId: null,
    doc,
    registry: nodeRegistry,
    awareness: null,
    refuse: (message) => expect.fail(message),
  });
}

function actionCalled(id: string) {
  const found = actions.find((action) => action.id === id);
  if (!found) throw new Error(`There is no action ${id}.`);
  return found;
}

const keysOf = (session: ReturnType<typeof sessionOf>) =>
  session.graph
    .get()
    .nodes.map((node) => node.key)
    .toSorted();

describe("the registry of actions", () => {
  it("names every action once, in a known category", () => {
    const ids = actions.map((action) => action.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const action of actions) expect(actionCategories).toContain(action.category);
  });

  it("gives no key to two actions", () => {
    const shortcuts = actions.flatMap((action) => action.shortcuts ?? []);
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
    const pressed = { key: "Escape", code: "Escape", ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
    expect(shortcuts.filter((shortcut) => matchesShortcut(shortcut, pressed))).toEqual(["Escape"]);
  });

  it("changes nothing in a read-only drawing", () => {
    const session = createReadOnlySession(graphOf("manual > sort", { types: nodeRegistry }), nodeRegistry);
    selectOnly(session.store, [nodeIdOf("sort")]);
    const possible = actions.filter((action) => isPossible(action, contextOf(session)));
    expect(possible.every((action) => action.isReading)).toBe(true);
    expect(possible.length).toBeGreaterThan(5);
  });
});

describe("actions", () => {
  it("delete and reconnect joins what was before to what was after, and undo brings all back", () => {
    const session = sessionOf("manual > sort > limit");
    selectOnly(session.store, [nodeIdOf("sort")]);
    performAction(session, "edit.delete-reconnect");
    expect(session.graph.get().edges.map((edge) => edge.id)).toEqual(
      graphOf("manual > limit").edges.map((edge) => edge.id),
    );
    expect(session.store.getState().selection.size).toBe(0);
    performAction(session, "edit.undo");
    expect(keysOf(session)).toEqual(["limit", "manual", "sort"]);
    expect(session.graph.get().edges).toHaveLength(2);
  });

  it("duplicate gives fresh ids and keys and selects the copies", () => {
    const session = sessionOf("manual > sort");
    performAction(session, "select.all");
    performAction(session, "edit.duplicate");
    expect(keysOf(session)).toEqual(["manual", "manual_2", "sort", "sort_2"]);
    expect(session.graph.get().edges).toHaveLength(2);
    expect(session.store.getState().selection.size).toBe(2);
    expect(session.store.getState().selection.has(nodeIdOf("sort"))).toBe(false);
  });

  it("a duplicate of a step in a box is in that box too, beside it", () => {
    const session = sessionOf("manual > each, each{ sort }");
    session.dispatch({ type: "node.move", moves: [{ id: nodeIdOf("each"), x: 600, y: 200 }] });
    selectOnly(session.store, [nodeIdOf("sort")]);
    performAction(session, "edit.duplicate");
    const [sort, copy] = ["sort", "sort_2"].map((key) => session.graph.get().nodes.find((node) => node.key === key));
    expect(copy?.parent).toBe(nodeIdOf("each"));
    expect([(copy?.x ?? 0) - (sort?.x ?? 0), (copy?.y ?? 0) - (sort?.y ?? 0)]).toEqual([32, 48]);
  });

  it("disable switches all off, then all on", () => {
    const session = sessionOf("sort, limit");
    performAction(session, "select.all");
    performAction(session, "edit.toggle-disabled");
    expect(session.graph.get().nodes.every((node) => node.disabled)).toBe(true);
    performAction(session, "edit.toggle-disabled");
    expect(session.graph.get().nodes.some((node) => node.disabled)).toBe(false);
  });

  it("arrows follow edges", () => {
    const session = sessionOf("manual > sort > limit");
    performAction(session, "select.right");
    performAction(session, "select.right");
    expect([...session.store.getState().selection]).toEqual([nodeIdOf("sort")]);
    performAction(session, "select.left");
    expect([...session.store.getState().selection]).toEqual([nodeIdOf("manual")]);
  });

  it("select everything after takes all that can be reached", () => {
    const session = sessionOf("manual > if, if.true > sort, if.false > limit > merge, wait");
    selectOnly(session.store, [nodeIdOf("if")]);
    performAction(session, "select.downstream");
    expect(session.store.getState().selection.size).toBe(4);
  });

  it("nudging again and again is one undo step", () => {
    const session = sessionOf("sort");
    performAction(session, "select.all");
    for (let times = 0; times < 3; times++) performAction(session, "arrange.nudge-right");
    expect(session.graph.get().nodes[0]?.x).toBe(24);
    performAction(session, "edit.undo");
    expect(session.graph.get().nodes[0]?.x).toBe(0);
  });

  it("align puts the selected steps on one line", () => {
    const session = sessionOf("sort, limit");
    session.dispatch({ type: "node.move", moves: [{ id: nodeIdOf("limit"), x: 300, y: 90 }] });
    performAction(session, "select.all");
    performAction(session, "arrange.align-top");
    expect(session.graph.get().nodes.map((node) => node.y)).toEqual([0, 0]);
  });

  it("what somebody else removed is no longer selected", () => {
    const session = sessionOf("sort, limit");
    performAction(session, "select.all");
    session.dispatch({ type: "node.remove", ids: [nodeIdOf("sort")], reconnect: false });
    expect([...session.store.getState().selection]).toEqual([nodeIdOf("limit")]);
  });

  it("a connection is reached from its step, deleted, and the keyboard is back at the step", () => {
    const session = sessionOf("manual > sort > limit");
    selectOnly(session.store, [nodeIdOf("manual")]);
    performAction(session, "select.edge-out");
    const [edge] = session.graph.get().edges;
    expect([...session.store.getState().selection]).toEqual([edge?.id]);
    performAction(session, "edit.delete");
    expect(session.graph.get().edges).toHaveLength(1);
    expect(keysOf(session)).toEqual(["limit", "manual", "sort"]);
    expect([...session.store.getState().selection]).toEqual([nodeIdOf("manual")]);
    performAction(session, "edit.undo");
    expect(session.graph.get().edges).toHaveLength(2);
  });

  it("Alt and an arrow go along connections from end to end and say when there is none", () => {
    const session = sessionOf("manual > sort");
    selectOnly(session.store, [nodeIdOf("manual")]);
    for (let times = 0; times < 2; times++) performAction(session, "select.edge-out");
    expect([...session.store.getState().selection]).toEqual([nodeIdOf("sort")]);
    expect(performAction(session, "select.edge-out")).toBe(true);
    expect([...session.store.getState().selection]).toEqual([nodeIdOf("sort")]);
    expect(session.store.getState().spoken).toBe("Nothing is connected behind sort");
  });

  it("disconnect takes all connections of a step in one step of the history", () => {
    const session = sessionOf("manual > sort > limit");
    selectOnly(session.store, [nodeIdOf("sort")]);
    performAction(session, "edit.disconnect");
    expect(session.graph.get().edges).toHaveLength(0);
    expect(isPossible(actionCalled("edit.disconnect"), contextOf(session))).toBe(false);
    performAction(session, "edit.undo");
    expect(session.graph.get().edges).toHaveLength(2);
  });

  it("only a step with an output can be connected to another, only a container can be filled", () => {
    const session = sessionOf("manual > sort, each");
    const can = (id: string) => isPossible(actionCalled(id), contextOf(session));
    expect(can("edit.connect")).toBe(false);
    selectOnly(session.store, [nodeIdOf("sort")]);
    expect([can("edit.connect"), can("add.inside")]).toEqual([true, false]);
    selectOnly(session.store, [nodeIdOf("each")]);
    expect([can("edit.connect"), can("add.inside")]).toEqual([true, true]);
  });
});
