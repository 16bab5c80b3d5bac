import type { z } from "zod";
import type { Effectful } from "../effects/effect.ts";
import type { Json, JsonObject } from "../json/json.ts";
import type { Shape } from "../json/shape.ts";
import type { Outcome } from "./outcome.ts";

export const nodeCategories = ["trigger", "logic", "list", "text", "integration", "flow"] as const;
export type NodeCategory = (typeof nodeCategories)[number];

/**
 * - `trigger`: starts runs; its output is the value that the trigger brought. No input port.
 * - `step`: runs.
 * - `respond`: a step whose output `{ status, headers, body }` answers the webhook that waits for it.
 * - `container`: holds a sub-graph that the scheduler runs; it has no `run` of its own.
 */
export type NodeRole = "trigger" | "step" | "respond" | "container";

export type Port = { readonly name: string; readonly title?: string };
export type Ports = { readonly inputs: readonly Port[]; readonly outputs: readonly Port[] };

/** What a step is given: settings already evaluated, values that arrived, and the only clock it may read. */
export type RunArgs<Config> = {
  readonly config: Config;
  /** The first delivered value, in the order of input ports; null when nothing was delivered. */
  readonly input: Json;
  /** Delivered value by input port; ports whose edges were skipped are absent. */
  readonly inputs: ReadonlyMap<string, Json>;
  /** Unix milliseconds of this activation's start, from the journal. */
  readonly now: number;
  /** 1 for the first try. */
  readonly attempt: number;
};

export type ShapeArgs = {
  /** Raw settings with defaults filled in; formulas are still tagged. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Shape of what arrives, by input port. */
  readonly inputs: ReadonlyMap<string, Shape>;
  /**
   * Shape that a raw field value will have: of a fixed value, a template, or what a formula's check says. For a
   * formula per item, `item` is the shape of the items.
   */
  readonly shapeOfField: (raw: unknown, item?: Shape) => Shape;
};

/** `field` is a dotted path (`rows.2.cron`); the message a plain sentence that says what to do. */
export type SettingFault = { readonly field: string; readonly message: string };

export type NodeDefinition<Schema extends z.ZodObject = z.ZodObject> = {
  readonly type: string;
  readonly version: number;
  readonly title: string;
  /** One sentence, in the words of the people who use it. */
  readonly summary: string;
  /** Markdown: what it does, settings worth a word, an example, what can go wrong. Becomes docs/nodes/<type>.md. */
  readonly docs: string;
  readonly category: NodeCategory;
  /** Name of a lucide icon, kebab-case. */
  readonly icon: string;
  /** More words that people search for. */
  readonly keywords?: readonly string[];
  readonly role: NodeRole;
  readonly config: Schema;
  /** Ports of a step with these raw settings (defaults filled in). */
  ports(config: z.input<Schema>): Ports;
  readonly output: (args: ShapeArgs) => Shape;
  /** One line on the card, from raw settings; "" when there is nothing to say. Formulas are shown as their source. */
  readonly caption: (config: Readonly<Record<string, unknown>>) => string;
  /**
   * What is wrong with settings that fit their schema, for things that a schema cannot say. Given them parsed, with
   * defaults, formulas still tagged. Pure and total like the rest; what it finds is an error on the field.
   */
  readonly check?: (config: Readonly<Record<string, unknown>>) => readonly SettingFault[];
  /** Old raw settings to new, by the version they come from: `migrate[1]` makes a version 2. */
  readonly migrate?: Readonly<Record<number, (config: JsonObject) => JsonObject>>;
  /** Absent for containers. A trigger's `run` gets what the trigger brought as `input` and emits it. */
  run?(args: RunArgs<z.output<Schema>>): Outcome | Effectful<Outcome>;
};

type Loose<Schema extends z.ZodObject> = Omit<
  NodeDefinition<Schema>,
  "role" | "ports" | "output" | "caption" | "keywords"
> & {
  readonly role?: NodeRole;
  readonly keywords?: readonly string[];
  readonly ports?: Ports | NodeDefinition<Schema>["ports"];
  readonly output?: Shape | NodeDefinition<Schema>["output"];
  readonly caption?: NodeDefinition<Schema>["caption"];
};

const onePort: Ports = { inputs: [{ name: "in" }], outputs: [{ name: "out" }] };

/** Fills in what most types share: role step, one input `in`, one output `out`, output of unknown shape, no caption. */
export function defineNode<Schema extends z.ZodObject>(definition: Loose<Schema>): NodeDefinition<Schema> {
  const { ports = onePort, output = { kind: "any" } } = definition;
  return {
    role: "step",
    caption: () => "",
    ...definition,
    ports: typeof ports === "function" ? ports : () => ports,
    output: typeof output === "function" ? output : () => output,
  };
}
