import * as z from "zod";
import { caps } from "#core/caps.ts";
import type { GraphFragment } from "#core/document/commands.ts";
import { edgeIdOf, noteColors } from "#core/graph/graph.ts";
import { isId, type NodeId, type NoteId } from "#core/id.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { isJsonObject } from "#core/json/json.ts";
import { jsonFaultOf } from "#core/json/safe-json.ts";

/** Copied steps as readable JSON text: it can be pasted into any workflow, a message, or a file. */
export function fragmentText(fragment: GraphFragment): string {
  return JSON.stringify({ heddle: "steps", format: 1, ...fragment }, null, 2);
}

type Read = { readonly ok: true; readonly fragment: GraphFragment } | { readonly ok: false; readonly message: string };

const notOurs = "The clipboard holds no steps. Copy steps in a workflow first.";

/** Reads pasted text. It comes from anywhere: every part is checked, and what is not known is left out. */
export function readFragment(text: string): Read {
  if (text.length > caps.documentBytes)
    return { ok: false, message: "The pasted text is larger than a workflow can be." };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, message: notOurs };
  }
  const fault = jsonFaultOf(value);
  if (fault) return { ok: false, message: `The pasted steps cannot be used: ${fault.message}` };
  const parsed = fragmentSchema.safeParse(value);
  if (!parsed.success) return { ok: false, message: messageOf(parsed.error) };
  const { nodes, edges, notes } = parsed.data;
  if (nodes.length + notes.length === 0) return { ok: false, message: notOurs };
  const ids = new Set(nodes.map((node) => node.id));
  return {
    ok: true,
    fragment: {
      nodes: nodes.map((node) => ({ ...node, parent: node.parent && ids.has(node.parent) ? node.parent : null })),
      edges: edges
        .filter((edge) => ids.has(edge.source) && ids.has(edge.target))
        .map((ends) => ({ ...ends, id: edgeIdOf(ends) })),
      notes,
    },
  };
}

const nodeId = z.custom<NodeId>((value) => isId("n", value));
const noteId = z.custom<NoteId>((value) => isId("note", value));
const place = z.number().min(-1_000_000).max(1_000_000);
const extent = z.number().min(16).max(20_000);
const name = z.string().min(1).max(64);

const fragmentSchema = z.object({
  heddle: z.literal("steps"),
  format: z.literal(1),
  nodes: z
    .array(
      z.object({
        id: nodeId,
        type: name,
        version: z.number().int().min(1).max(1_000),
        key: name,
        title: z.string().max(200),
        x: place,
        y: place,
        w: extent.nullable(),
        h: extent.nullable(),
        parent: nodeId.nullable(),
        disabled: z.boolean(),
        config: z.custom<JsonObject>((value) => isJsonObject(value as Json)),
        handling: z.custom<JsonObject>((value) => isJsonObject(value as Json)).optional(),
        pinned: z.custom<Json>().optional(),
      }),
    )
    .max(caps.nodes),
  edges: z.array(z.object({ source: nodeId, sourcePort: name, target: nodeId, targetPort: name })).max(caps.nodes * 4),
  notes: z
    .array(
      z.object({
        id: noteId,
        text: z.string().max(20_000),
        x: place,
        y: place,
        w: extent,
        h: extent,
        color: z.enum(noteColors),
      }),
    )
    .max(caps.nodes),
});

function messageOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue || issue.path[0] === "heddle" || issue.path.length === 0) return notOurs;
  return `The pasted steps cannot be used: ${issue.path.join(".")} - ${issue.message}`;
}
