import * as Y from "yjs";
import { caps } from "#core/caps.ts";
import { layoutFaultOf } from "#core/document/layout-fault.ts";
import { inspectUpdate } from "./inspect-update.ts";
import { Refusal } from "./refusal.ts";

/**
 * A copy of a live document on which updates are tried before they are logged and applied. It runs ahead of the live
 * document by the updates that are being logged; when one of those is not logged, `reset` starts over from the live one.
 */
export type Shadow = {
  /**
   * False when the update brings nothing new: then it may only be acknowledged once what is being logged is durable.
   * Throws a Refusal for an update that must not reach the log; afterwards the shadow is as before.
   */
  readonly admit: (update: Uint8Array) => boolean;
  readonly reset: () => void;
};

/** Measuring a document means encoding it; since the last measurement it grew at most by what was admitted. */
export function createShadow(live: Y.Doc): Shadow {
  let doc: Y.Doc | null = null;
  let bytesAtMost = 0;

  function ready(): Y.Doc {
    if (doc) return doc;
    doc = new Y.Doc({ gc: true });
    const state = Y.encodeStateAsUpdate(live);
    Y.applyUpdate(doc, state);
    bytesAtMost = state.byteLength;
    return doc;
  }

  function reset(): void {
    doc?.destroy();
    doc = null;
  }

  function admit(update: Uint8Array): boolean {
    inspectUpdate(update);
    const shadow = ready();
    let isNew = false;
    const noticeChange = () => {
      isNew = true;
    };
    let fault: string | null = null;
    const look = ({ changed }: Y.Transaction) => {
      fault ??= layoutFaultOf(shadow, changed);
    };
    shadow.on("update", noticeChange);
    shadow.on("afterTransaction", look);
    try {
      Y.applyUpdate(shadow, update);
      if (shadow.store.pendingStructs || shadow.store.pendingDs) {
        throw new Refusal("gap", "The change builds on changes that never arrived here. Reload the workflow.");
      }
      if (fault) throw new Refusal("not-allowed", fault);
      if (isNew) bytesAtMost += update.byteLength;
      if (bytesAtMost > caps.documentBytes) bytesAtMost = Y.encodeStateAsUpdate(shadow).byteLength;
      if (bytesAtMost > caps.documentBytes) {
        throw new Refusal("too-large", "The workflow would be larger than 2 MB. Make it smaller or split it.");
      }
      return isNew;
    } catch (error) {
      reset();
      throw error instanceof Refusal ? error : new Refusal("malformed", "The change could not be read.", error);
    } finally {
      shadow.off("update", noticeChange);
      shadow.off("afterTransaction", look);
    }
  }

  return { admit, reset };
}
