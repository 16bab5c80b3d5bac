import fc from "fast-check";
import { expect, it } from "vitest";
import * as Y from "yjs";
import { graphOf } from "../graph/graph-of.ts";
import { createDocument } from "./document.ts";
import { documentParts } from "./layout.ts";
import { readGraph } from "./read-graph.ts";
import { makePeers, type Peer } from "./testing/peers.ts";
import { commandOf, type Throw, throwArbitrary } from "./testing/random-command.ts";

const start = Y.encodeStateAsUpdate(createDocument(graphOf("trigger > a > b > c, a > d, each{ e > f }")));

type Move = { readonly peer: number; readonly do: "act" | "undo" | "redo" | "receive"; readonly dice: Throw };

const move: fc.Arbitrary<Move> = fc.record({
  peer: fc.nat(7),
  do: fc.constantFrom("act", "act", "act", "undo", "redo", "receive", "receive"),
  dice: throwArbitrary,
});

function play(peers: readonly Peer[], moves: readonly Move[]): number {
  let done = 0;
  let made = 0;
  for (const { peer: at, do: what, dice } of moves) {
    const peer = peers[at % peers.length] as Peer;
    if (what === "undo") done += peer.undo.undo() === null ? 0 : 1;
    else if (what === "redo") done += peer.undo.redo() === null ? 0 : 1;
    else if (what === "receive") peer.receive(dice.a, dice.b % 2 === 0);
    else {
      const command = commandOf(peer.reader.snapshot(), dice, () => `fresh${made++}`);
      if (command && peer.act(command)) done++;
    }
  }
  return done;
}

let total = 0;

const wholeInTheEnd = fc.property(
  fc.integer({ min: 3, max: 8 }),
  fc.array(move, { minLength: 20, maxLength: 120, size: "max" }),
  (count, moves) => {
    const peers = makePeers(count, start);
    total += play(peers, moves);
    for (const peer of peers) peer.receiveAll();
    const graphs = peers.map((peer) => peer.reader.snapshot());
    for (const [at, graph] of graphs.entries()) {
      expect(graph).toEqual(graphs[0]);
      expect(readGraph((peers[at] as Peer).doc)).toEqual(graph);
      expectWhole(peers[at] as Peer);
    }
    for (const peer of peers) peer.leave();
  },
);

it("peers who work at the same time, late, twice and with undo, end with one whole drawing", () => {
  fc.assert(wholeInTheEnd, { numRuns: 80, endOnFailure: true });
  expect(total).toBeGreaterThan(1_500);
}, 60_000);

it.each([-131_098_012])(
  "seed %d: undo of a rename that another made too leaves a whole step",
  (seed) => {
    fc.assert(wholeInTheEnd, { seed, numRuns: 40, endOnFailure: true });
  },
  60_000,
);

/** Every node in the document can be read, and every edge that shows has both its ends. */
function expectWhole({ doc, reader }: Peer): void {
  const { nodes, edges } = reader.snapshot();
  const ids = new Set<string>(nodes.map((node) => node.id));
  expect([...documentParts(doc).nodes.keys()].sort()).toEqual([...ids].sort());
  for (const edge of edges) expect(ids.has(edge.source) && ids.has(edge.target)).toBe(true);
  for (const node of nodes) expect(node.parent === null || ids.has(node.parent)).toBe(true);
}
