import fc from "fast-check";
import { expect, test } from "vitest";
import type { Plan } from "../compile/plan.ts";
import { advance, emptyView, foldRun } from "./fold-run.ts";
import { indexPlan } from "./index-plan.ts";
import { outstanding } from "./outstanding.ts";
import { newRun, type RunCommand } from "./run-state.ts";
import { stripValues } from "./strip-values.ts";
import { planArbitrary } from "./testing/random-plan.ts";
import { type Simulated, simulate } from "./testing/simulate.ts";
import { transition } from "./transition.ts";

/** Random plans with containers of every kind in one another, random answers, random orders of settling. */
const cases = fc.record({
  plan: planArbitrary,
  seed: fc.nat(),
  mood: fc.constantFrom("calm" as const, "wild" as const),
  order: fc.infiniteStream(fc.nat(9_999)),
  cancelAt: fc.option(fc.nat(60), { nil: undefined, freq: 2 }),
});

/** `npm run test:soak -- engine` draws ten times as many. */
const runs = { numRuns: process.env.HEDDLE_PROOFS === "long" ? 15_000 : 1_500 };
const picker = (order: Iterator<number>) => () => order.next().value ?? 0;

test("every run ends, whatever fails, is tried again, runs out of time, settles or is cancelled in whatever order", () => {
  const made = new Map<string, number>();
  const note = (what: string) => made.set(what, (made.get(what) ?? 0) + 1);
  fc.assert(
    fc.property(cases, ({ order, ...more }) => {
      const { events } = simulate({ ...more, pick: picker(order) });
      const end = events[events.length - 1]?.type ?? "";
      expect(["run.succeeded", "run.failed", "run.cancelled"]).toContain(end);
      for (const what of madeBy(more.plan, events)) note(what);
    }),
    runs,
  );
  process.stdout.write(
    `Scheduled ${runs.numRuns} runs: ${[...made].map(([what, count]) => `${count} ${what}`).join(", ")}.\n`,
  );
  // The generator has made what the claim is about, each often enough.
  expect(wanted.filter((what) => (made.get(what) ?? 0) < 10)).toEqual([]);
});

const wanted = [
  ...["run.succeeded", "run.failed", "run.cancelled", "run.cancel-requested", "run.quarantined", "run.resumed"],
  ...["each.opened", "repeat.continued", "activation.started", "activation.failed", "attempt.failed", "wait.opened"],
  ...["signal.received", "timer.fired", "effect.settled", "each", "repeat", "states", "state", "step", "three deep"],
  ...["a value instead", "a container tried again", "a container too late", "a container that gives a value instead"],
  ...["a machine that goes in a circle", "a machine at its limit", "an item that fails beside others"],
];

function* madeBy(plan: Plan, events: Simulated["events"]): Iterable<string> {
  const kinds = new Map(plan.nodes.map((node) => [node.id as string, node.kind]));
  const seen = new Set<string>();
  for (const event of events) {
    yield event.type;
    if (!("activation" in event) || event.activation === null) continue;
    const [id = "", path = ""] = event.activation.split(":");
    const kind = kinds.get(id) ?? "step";
    const isContainer = kind !== "step" && kind !== "trigger" && kind !== "respond";
    yield kind;
    if (path.split(".").length >= 3) yield "three deep";
    if (event.type === "activation.emitted" && event.fallbackFor) {
      yield isContainer ? "a container that gives a value instead" : "a value instead";
    }
    if (event.type === "attempt.failed" && isContainer) yield "a container tried again";
    if ("failure" in event && event.failure.code === "timeout" && isContainer) yield "a container too late";
    if ("failure" in event && event.failure.code === "limit") yield "a machine at its limit";
    if (event.type === "activation.failed" && path !== "") yield "an item that fails beside others";
    if (kind === "state" && event.type === "activation.started") {
      const visits = `${id} ${path.split(".").slice(0, -1).join(".")}`;
      if (seen.has(visits)) yield "a machine that goes in a circle";
      seen.add(visits);
    }
  }
}

test("no node starts twice for one activation and one try of what it is in", () => {
  fc.assert(
    fc.property(cases, ({ order, ...more }) => {
      const { started } = simulate({ ...more, pick: picker(order) });
      expect(new Set(started).size).toBe(started.length);
    }),
    runs,
  );
});

test("the state is the fold of the journal, and says what is left to do", () => {
  fc.assert(
    fc.property(cases, fc.nat(), ({ order, ...more }, cut) => {
      const played = simulate({ ...more, pick: picker(order) });
      const index = indexPlan(more.plan);
      const at = cut % played.events.length;
      const replayed = played.events
        .slice(0, at + 1)
        .reduce((state, event) => transition(index, state, event)[0], newRun);
      expect(replayed).toEqual(played.states[at]);
      expect(inOrder(outstanding(index, replayed))).toEqual(inOrder(played.left[at] ?? []));
    }),
    runs,
  );
});

const inOrder = (commands: readonly RunCommand[]) => commands.map((command) => JSON.stringify(command)).sort();

test("an event that comes again, however late, changes nothing", () => {
  let again = 0;
  fc.assert(
    fc.property(cases, fc.nat(), fc.nat(), ({ order, ...more }, one, other) => {
      const { events, states } = simulate({ ...more, pick: picker(order) });
      // After a try that failed, what was told in it may rightly be told once more.
      if (events.some((event) => event.type === "attempt.failed")) return;
      const [early = 0, late = 0] = [one % events.length, other % events.length].sort((a, b) => a - b);
      const [event, state] = [events[early], states[late]];
      if (!event || !state) return;
      expect(transition(indexPlan(more.plan), state, event)).toEqual([state, []]);
      again += 1;
    }),
    runs,
  );
  expect(again).toBeGreaterThan(200);
});

test("a run that is cut off anywhere and driven on by another ends as if nothing had happened", () => {
  let cuts = 0;
  fc.assert(
    fc.property(cases, fc.nat(), fc.infiniteStream(fc.nat(9_999)), ({ order, plan, seed }, cut, otherOrder) => {
      const whole = simulate({ plan, seed, mood: "calm", pick: picker(order) });
      const journal = whole.events.slice(0, 1 + (cut % (whole.events.length - 1)));
      const rest = simulate({ plan, seed, mood: "calm", pick: picker(otherOrder), journal });
      expect(summary(plan, rest)).toEqual(summary(plan, whole));
      if (journal.length > 4) cuts += 1;
    }),
    runs,
  );
  expect(cuts).toBeGreaterThan(500);
});

test("the order in which independent steps settle does not change the result", () => {
  fc.assert(
    fc.property(cases, fc.infiniteStream(fc.nat(9_999)), ({ plan, seed, order }, otherOrder) => {
      const one = simulate({ plan, seed, mood: "calm", pick: picker(order) });
      const two = simulate({ plan, seed, mood: "calm", pick: picker(otherOrder) });
      expect([...two.started].sort()).toEqual([...one.started].sort());
      expect(summary(plan, two)).toEqual(summary(plan, one));
    }),
    runs,
  );
});

test("the picture is the same whether events come one by one, in batches, twice, or without values", () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 1, max: 9 }), ({ order, ...more }, size) => {
      const { events } = simulate({ ...more, pick: picker(order) });
      let view = emptyView(more.plan);
      for (let at = 0; at < events.length; at += size) {
        view = advance(view, events.slice(Math.max(0, at - 2), at + size).map(stripValues));
      }
      expect(view).toEqual(foldRun(more.plan, events));
      expect(view.endedAt).not.toBeNull();
      expect(view.waits.size).toBe(0);
      for (const node of view.nodes.values()) {
        expect(node.counts).toMatchObject({ running: 0, waiting: 0 });
        expect(node).toMatchObject({ waiting: null, activeState: null });
      }
    }),
    runs,
  );
});

function summary(plan: Plan, played: Pick<Simulated, "events">) {
  const { status, nodes, edges } = foldRun(plan, played.events);
  const counts = [...nodes].map(([id, node]) => [id, node.status, node.counts, node.progress]);
  return { status, nodes: counts.sort(), edges: [...edges].sort() };
}
