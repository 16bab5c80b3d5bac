import { createDecoder, readVarString } from "lib0/decoding";
import { isId, type WorkflowId } from "#core/id.ts";

/**
 * The workflow that a frame is for, as its address says: an id, and a session behind a zero when a client has several.
 * Null for anything else; hocuspocus uses addresses as keys of plain objects (R19).
 */
export function frameDocument(frame: Uint8Array): WorkflowId | null {
  try {
    const [name] = readVarString(createDecoder(frame)).split("\0", 1);
    return isId("wf", name) ? name : null;
  } catch {
    return null;
  }
}
