import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { edgeIdOf } from "../graph/graph.ts";
import { graphOf, nodeIdOf } from "../graph/graph-of.ts";
import { createDocument } from "./document.ts";
import { readGraph } from "./read-graph.ts";
import { makePeers, type Peer } from "./testing/peers.ts";

const a = nodeIdOf("a");
const b = nodeIdOf("b");

function pair(drawing: string): readonly [Peer, Peer] {
  const [ana, ben] = makePeers(2, Y.encodeStateAsUpdate(createDocument(graphOf(drawing))));
  return [ana as Peer, ben as Peer];
}

function nodeOf(peer: Peer, key: string) {
  return readGraph(peer.doc).nodes.find((node) => node.key === key);
}

const fresh = (key: string) => {
  const [node] = graphOf(key).nodes;
  if (!node) throw new Error("no node");
  return node;
};

describe("createUndo", () => {
  it("a step that two renamed or moved at the same time stays whole when one of them takes it back", () => {
    const [ana, ben] = pair("a > b");
    for (const [peer, title, x] of [
      [ana, "From Ana", 40],
      [ben, "From Ben", 80],
    ] as const) {
      peer.act({ type: "node.rename", id: b, title });
      peer.act({ type: "node.move", moves: [{ id: b, x, y: x }] });
    }
    for (const peer of [ana, ben]) peer.receiveAll();
    for (const peer of [ben, ana]) while (peer.undo.undo() !== null) expect(readGraph(peer.doc).nodes).toHaveLength(2);
    for (const peer of [ana, ben]) peer.receiveAll();
    expect(readGraph(ana.doc).nodes).toHaveLength(2);
    expect(readGraph(ben.doc)).toEqual(readGraph(ana.doc));
  });

  it("takes back one command at a time and says which", () => {
    const [ana] = pair("a > b");
    ana.act({ type: "node.move", moves: [a, b].map((id) => ({ id, x: 5, y: 6 })) });
    ana.act({ type: "node.remove", ids: [a], reconnect: false });
    expect(ana.undo.undoLabel()).toBe("Delete step");
    expect(ana.undo.undo()).toBe("Delete step");
    expect(readGraph(ana.doc).edges).toHaveLength(1);
    expect(ana.undo.undo()).toBe("Move 2 steps");
    expect(nodeOf(ana, "a")?.x).toBe(0);
    expect(ana.undo.undo()).toBeNull();
    expect(ana.undo.redoLabel()).toBe("Move 2 steps");
    expect(ana.undo.redo()).toBe("Move 2 steps");
    expect(ana.undo.redo()).toBe("Delete step");
    expect(nodeOf(ana, "a")).toBeUndefined();
  });

  it("takes typing in one field back at once, and another field apart from it", () => {
    const [ana] = pair("a > b");
    for (const value of ["h", "he", "hey"]) ana.act({ type: "node.configure", id: a, field: "url", value });
    ana.act({ type: "node.configure", id: a, field: "body", value: "x" });
    ana.undo.undo();
    expect(nodeOf(ana, "a")?.config).toEqual({ url: "hey" });
    ana.undo.undo();
    expect(nodeOf(ana, "a")?.config).toEqual({});
  });

  it("leaves alone a value that somebody else changed since", () => {
    const [ana, ben] = pair("a > b");
    ana.act({ type: "node.move", moves: [{ id: a, x: 10, y: 0 }] });
    ben.receiveAll();
    ben.act({ type: "node.move", moves: [{ id: a, x: 20, y: 0 }] });
    ana.receiveAll();
    ana.undo.undo();
    expect(nodeOf(ana, "a")?.x).toBe(20);
  });

  it("keeps a step that somebody else worked on since it was added", () => {
    const [ana, ben] = pair("a > b");
    ana.act({ type: "node.add", node: fresh("c") });
    ben.receiveAll();
    ben.act({ type: "node.configure", id: nodeIdOf("c"), field: "url", value: "mine" });
    ana.receiveAll();
    expect(ana.undo.undo()).toBeNull();
    expect(nodeOf(ana, "c")?.config).toEqual({ url: "mine" });
  });

  it("keeps a step that somebody else connected since it was added", () => {
    const [ana, ben] = pair("a > b");
    ana.act({ type: "node.move", moves: [{ id: a, x: 10, y: 0 }] });
    ana.act({ type: "node.add", node: fresh("c") });
    ben.receiveAll();
    const ends = { source: b, sourcePort: "out", target: nodeIdOf("c"), targetPort: "in" };
    ben.act({ type: "edge.add", ends });
    ana.receiveAll();
    expect(ana.undo.undo()).toBe("Move step");
    expect(readGraph(ana.doc).edges.map((edge) => edge.id)).toContain(edgeIdOf(ends));
  });

  it("brings a removed step back whole, though somebody changed it at the same time", () => {
    const [ana, ben] = pair("a > b");
    ben.act({ type: "node.move", moves: [{ id: a, x: 99, y: 0 }] });
    ben.act({ type: "node.configure", id: a, field: "url", value: "new" });
    ana.act({ type: "node.remove", ids: [a], reconnect: false });
    ana.receiveAll();
    ana.undo.undo();
    ben.receiveAll();
    expect(nodeOf(ana, "a")).toMatchObject({ key: "a", title: "a", y: 0 });
    expect(readGraph(ben.doc)).toEqual(readGraph(ana.doc));
  });

  it("does not undo what others did", () => {
    const [ana, ben] = pair("a > b");
    ben.act({ type: "node.disable", ids: [a], disabled: true });
    ana.receiveAll();
    expect(ana.undo.undoLabel()).toBeNull();
    expect(ana.undo.undo()).toBeNull();
  });
});
