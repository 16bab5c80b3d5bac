import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Plan } from "../compile/plan.ts";
import { canonicalJson } from "../json/canonical.ts";
import type { Json } from "../json/json.ts";
import type { RunEvent } from "./event.ts";
import { advance, emptyView, foldRun } from "./fold-run.ts";
import { indexPlan } from "./index-plan.ts";
import { outstanding } from "./outstanding.ts";
import { newRun, type RunState } from "./run-state.ts";
import { transition } from "./transition.ts";

/**
 * Journals that the engine wrote at earlier commits, with the digest of what that very engine folded them to: the
 * picture at the end, and after each event what was left to do. They are never changed; when events gain a meaning, new
 * ones are added.
 */
type Recorded = {
  readonly about: string;
  /** The commit of the engine that wrote it. */
  readonly from: string;
  readonly digest: string;
  readonly plan: Plan;
  readonly events: readonly RunEvent[];
};

const folder = path.join(import.meta.dirname, "journals");
const journals = readdirSync(folder).map(
  (file) => [file.replace(".json", ""), JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Recorded] as const,
);

describe("a newer engine reads older journals", () => {
  test.each(journals)("%s", (_, { plan, events, digest }) => {
    expect(digestOf(plan, events)).toBe(digest);
  });

  test.each(journals)("%s, event by event", (_, { plan, events }) => {
    const view = events.reduce((before, event) => advance(before, [event]), emptyView(plan));
    expect(view).toEqual(foldRun(plan, events));
    expect(view.state.status).toBe("ended");
  });

  test("of each kind of event that a run alone can have", () => {
    const types = new Set(journals.flatMap(([, { events }]) => events.map(({ type }) => type)));
    expect(kinds.filter((kind) => !types.has(kind))).toEqual([]);
    expect(journals.length).toBeGreaterThanOrEqual(23);
  });
});

const kinds: readonly RunEvent["type"][] = [
  ...(["run.started", "activation.started", "each.opened", "effect.settled", "activation.emitted"] as const),
  ...(["repeat.continued", "attempt.failed", "wait.opened", "signal.received"] as const),
  ...(["activation.failed", "timer.set", "timer.fired", "run.cancel-requested"] as const),
  ...(["run.succeeded", "run.failed", "run.cancelled"] as const),
];

function digestOf(plan: Plan, events: readonly RunEvent[]): string {
  const view = foldRun(plan, events);
  // Only what a picture had when the first of them were recorded.
  const nodes = [...view.nodes].map(([id, { status, startedAt, ms, counts, failure, items, progress }]) => {
    return [id, { status, startedAt, ms, counts, failure, items, progress }];
  });
  const index = indexPlan(plan);
  let state: RunState = newRun;
  const left = events.map((event) => {
    state = transition(index, state, event)[0];
    return outstanding(index, state);
  });
  const { status, startedAt, endedAt, failure } = view;
  const all = {
    status,
    startedAt,
    endedAt,
    failure,
    nodes: Object.fromEntries(nodes),
    edges: Object.fromEntries(view.edges),
    left,
  };
  return createHash("sha256")
    .update(canonicalJson(all as unknown as Json))
    .digest("hex");
}
