import * as z from "zod";
import { caps } from "../caps.ts";
import { findJsonError } from "../formats/json-error.ts";
import { positionOf } from "../formats/parsed.ts";
import { type EdgeEnds, edgeIdOf, type Graph, type GraphNode, isPortName, noteColors } from "../graph/graph.ts";
import { isId, type NodeId, type NoteId } from "../id.ts";
import { closestName } from "../json/closest-name.ts";
import { isJsonObject, type Json, type JsonObject } from "../json/json.ts";
import { jsonFaultOf } from "../json/safe-json.ts";
import { drawingFaultsOf } from "./drawing-faults.ts";
import { taggedFaultOf } from "./tagged-fault.ts";
import { workflowFileFormat, workflowFileVersion } from "./write-workflow-file.ts";

export type ParsedWorkflowFile =
  | { readonly ok: true; readonly graph: Graph }
  /** Each names its place and what is wrong there: `nodes[3].config.url: …`. */
  | { readonly ok: false; readonly errors: readonly string[] };

const errorsShown = 20;

/**
 * Reads a workflow file that came from anywhere. Strict: names that we do not know are refused, so that a misspelt
 * setting is not lost in silence. Steps of types that this server does not know are kept; compiling says so.
 */
export function parseWorkflowFile(text: string): ParsedWorkflowFile {
  if (text.length > caps.documentBytes) {
    return refused([`This file is larger than a workflow can be (${caps.documentBytes / 1024 / 1024} MB).`]);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const { offset, sentence } = findJsonError(text);
    const { line, column } = positionOf(text, offset);
    return refused([`This file is not JSON. Line ${line}, column ${column}: ${sentence}`]);
  }
  const fault = jsonFaultOf(value);
  if (fault) return refused([`${fault.path.replace(/^\./, "") || "the file"}: ${fault.message}`]);
  const wrong = formatFault(value as Json);
  if (wrong) return refused([wrong]);
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) return refused(parsed.error.issues.flatMap(issueMessages));
  const graph = graphOfFile(parsed.data);
  const faults = drawingFaultsOf(graph);
  return faults.length > 0 ? refused(faults) : { ok: true, graph };
}

function refused(errors: readonly string[]): ParsedWorkflowFile {
  return { ok: false, errors: errors.slice(0, errorsShown) };
}

/** What kind of file it is comes before everything that could be wrong inside. */
function formatFault(value: Json): string | null {
  if (!isJsonObject(value) || value.format !== workflowFileFormat) {
    return `format: this is not a Heddle workflow file. It must say "format": "${workflowFileFormat}".`;
  }
  if (typeof value.version === "number" && value.version > workflowFileVersion) {
    return `version: this file was written by a newer Heddle (${value.version}). Update Heddle to read it.`;
  }
  return null;
}

const nodeId = z.custom<NodeId>((id) => isId("n", id), "this must be a step's id, such as n_4f7k2a9c.");
const noteId = z.custom<NoteId>((id) => isId("note", id), "this must be a note's id, such as note_4f7k2a9c.");
const title = letters(caps.titleChars);
const place = z.number();
const extent = z.number().positive();

const settings = z
  .custom<JsonObject>((value) => isJsonObject(value as Json), "this must be an object of settings.")
  .superRefine((value, context) => {
    const fault = isJsonObject(value) ? taggedFaultOf(value) : null;
    if (fault) context.addIssue({ code: "custom", path: [...fault.path], message: fault.message });
  });

const fileNode = z.strictObject({
  id: nodeId,
  key: letters(caps.keyChars),
  title,
  type: letters(caps.keyChars).min(1),
  version: z.number().int().min(1),
  x: place,
  y: place,
  w: extent.nullable().default(null),
  h: extent.nullable().default(null),
  parent: nodeId.nullable().default(null),
  disabled: z.boolean().default(false),
  config: settings.default({}),
  handling: settings.optional(),
  pinned: z.custom<Json>().optional(),
});

const end = z
  .string()
  .refine((text) => endOf(text) !== null, "this must be a step and a port, such as n_4f7k2a9c.out.");

const fileSchema = z.strictObject({
  format: z.literal(workflowFileFormat),
  version: z.literal(workflowFileVersion),
  title,
  description: letters(caps.descriptionChars).default(""),
  settings: settings.optional(),
  nodes: z.array(fileNode).max(caps.nodes, `a workflow may have at most ${caps.nodes} steps. Split it into several.`),
  edges: z.array(z.strictObject({ from: end, to: end })).max(caps.nodes * 4),
  notes: z
    .array(
      z.strictObject({
        id: noteId,
        text: letters(caps.noteChars),
        x: place,
        y: place,
        w: extent,
        h: extent,
        color: z.enum(noteColors),
      }),
    )
    .max(caps.nodes)
    .default([]),
});

const knownNames = [
  "title",
  "description",
  "settings",
  "nodes",
  "edges",
  "notes",
  "from",
  "to",
  "text",
  "color",
  ...Object.keys(fileNode.shape),
];

function letters(max: number) {
  return z.string().max(max, `this may have at most ${max} letters. Shorten it.`);
}

function endOf(text: string): { readonly node: NodeId; readonly port: string } | null {
  const at = text.indexOf(".");
  const [node, port] = [text.slice(0, at), text.slice(at + 1)];
  return at > 0 && isId("n", node) && isPortName(port) ? { node, port } : null;
}

function graphOfFile({ title, description, settings, nodes, edges, notes }: z.output<typeof fileSchema>): Graph {
  return {
    meta: { title, description },
    nodes: nodes.map(
      ({ pinned, handling, ...node }): GraphNode => ({
        ...node,
        ...(isFilled(handling) ? { handling } : {}),
        ...(pinned === undefined ? {} : { pinned }),
      }),
    ),
    edges: edges.flatMap(({ from, to }) => {
      const [source, target] = [endOf(from), endOf(to)];
      if (!source || !target) return [];
      const ends: EdgeEnds = {
        source: source.node,
        sourcePort: source.port,
        target: target.node,
        targetPort: target.port,
      };
      return [{ id: edgeIdOf(ends), ...ends }];
    }),
    notes,
    ...(isFilled(settings) ? { settings } : {}),
  };
}

function isFilled(fields: JsonObject | undefined): fields is JsonObject {
  return fields !== undefined && Object.keys(fields).length > 0;
}

function issueMessages(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((name) => {
      const near = closestName(name, knownNames);
      return `${pathText([...issue.path, name])}: this name is not known.${near ? ` Did you mean ${near}?` : " Remove it."}`;
    });
  }
  return [`${pathText(issue.path)}: ${issue.message}`];
}

/** `nodes[3].config.url`. */
function pathText(path: readonly PropertyKey[]): string {
  return (
    path
      .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
      .join("")
      .replace(/^\./, "") || "the file"
  );
}
