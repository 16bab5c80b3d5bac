import * as Y from "yjs";
import { Refusal } from "./refusal.ts";

/** What a document consists of; anything else at its root would be kept and never read. */
const roots: ReadonlySet<string> = new Set(["meta", "nodes", "edges", "notes", "settings"]);
const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Looks through an update before any document sees it. Throws a Refusal when it is not a V1 update, names a root that
 * a document does not have, carries another document, or uses a key that would reach into a prototype (R19).
 */
export function inspectUpdate(update: Uint8Array): void {
  const { structs } = decode(update);
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue;
    if (typeof struct.parent === "string" && !roots.has(struct.parent)) {
      throw new Refusal("not-allowed", "The change writes to a part that a workflow does not have.");
    }
    if (struct.parentSub !== null && forbiddenKeys.has(struct.parentSub)) refuseKey();
    if (struct.content instanceof Y.ContentDoc) {
      throw new Refusal("not-allowed", "A workflow holds no other documents.");
    }
    for (const value of valuesIn(struct.content)) refuseForbiddenKeys(value);
  }
}

function decode(update: Uint8Array): ReturnType<typeof Y.decodeUpdate> {
  try {
    return Y.decodeUpdate(update);
  } catch (error) {
    throw new Refusal("malformed", "The change could not be read.", error);
  }
}

function valuesIn(content: unknown): readonly unknown[] {
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return content.arr;
  if (content instanceof Y.ContentEmbed) return [content.embed];
  if (content instanceof Y.ContentFormat) return [content.value];
  return [];
}

/** A decoder that sets `__proto__` gives the object that prototype, so the prototype is what must be looked at. */
function refuseForbiddenKeys(root: unknown): void {
  const pending = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) continue;
    if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) refuseKey();
    for (const [key, inner] of Object.entries(value)) {
      if (forbiddenKeys.has(key)) refuseKey();
      pending.push(inner);
    }
  }
}

function refuseKey(): never {
  throw new Refusal("not-allowed", "The change uses a name that is not allowed: __proto__, constructor or prototype.");
}
