import * as Y from "yjs";
import { applyCommand } from "../apply-command.ts";
import type { DocumentCommand } from "../commands.ts";
import { createUndo, type Undo } from "../create-undo.ts";
import { type GraphReader, graphReader } from "../graph-reader.ts";
import { layoutFaultOf } from "../layout-fault.ts";

/**
 * One person with a document, and the updates of others that have not come yet. Throws when a change that was
 * made by commands leaves something that `layoutFaultOf` refuses.
 */
export type Peer = {
  readonly doc: Y.Doc;
  readonly reader: GraphReader;
  readonly undo: Undo;
  readonly inbox: Uint8Array[];
  readonly act: (command: DocumentCommand) => boolean;
  /** Takes one waiting update, chosen by the number; a kept one comes once more later. */
  readonly receive: (which: number, keep: boolean) => void;
  readonly receiveAll: () => void;
  readonly leave: () => void;
};

/** People with one document each, who see each other's changes late, in any order, and sometimes twice. */
export function makePeers(count: number, start: Uint8Array): readonly Peer[] {
  const peers: Peer[] = [];
  for (let at = 0; at < count; at++) peers.push(makePeer(at, start));
  for (const peer of peers) {
    peer.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === "remote") return;
      for (const other of peers) if (other !== peer) other.inbox.push(update);
    });
  }
  return peers;
}

function makePeer(at: number, start: Uint8Array): Peer {
  const doc = new Y.Doc();
  doc.clientID = at + 1;
  Y.applyUpdate(doc, start, "remote");
  const origin = { peer: at };
  const inbox: Uint8Array[] = [];
  const reader = graphReader(doc);
  const undo = createUndo(doc, origin);
  let fault: string | null = null;
  doc.on("afterTransaction", ({ changed }: Y.Transaction) => {
    fault ??= layoutFaultOf(doc, changed);
  });
  const take = (which: number, keep: boolean) => {
    const [update] = inbox.splice(which % Math.max(1, inbox.length), 1);
    if (!update) return;
    Y.applyUpdate(doc, update, "remote");
    if (fault) throw new Error(`An honest change is taken for junk: ${fault}`);
    if (keep) inbox.push(update);
  };
  return {
    doc,
    reader,
    undo,
    inbox,
    act: (command) => applyCommand(doc, command, origin).ok,
    receive: take,
    receiveAll: () => {
      while (inbox.length > 0) take(inbox.length - 1, false);
    },
    leave: () => {
      undo.destroy();
      reader.destroy();
      doc.destroy();
    },
  };
}
