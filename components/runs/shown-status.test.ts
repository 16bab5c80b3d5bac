import { describe, expect, it } from "vitest";
import { failure } from "#core/failure.ts";
import type { NodeId } from "#core/id.ts";
import { nodeOfActivation } from "#core/schedule/activation-id.ts";
import { foldRun } from "#core/schedule/fold-run.ts";
import { planOf } from "#core/schedule/testing/plan-of.ts";
import { play } from "#core/schedule/testing/play.ts";
import { shownStatus } from "./shown-status.ts";

const id = (name: string) => `n_${name}` as NodeId;
const broken = { fail: failure("network", "The other side could not be reached.") };

function viewOf(drawing: string) {
  const plan = planOf(drawing);
  const { events } = play(plan, {
    answer: (activation) => (nodeOfActivation(activation) === id("a") ? broken : undefined),
  });
  return foldRun(plan, events);
}

describe("the status that a step is drawn with", () => {
  it("is caught when its failure went out at its error port", () => {
    const view = viewOf("t > a > b, a.error > c");
    expect(view.status).toBe("succeeded");
    expect(shownStatus(view, id("a"))).toBe("caught");
    expect(["c", "b"].map((name) => shownStatus(view, id(name)))).toEqual(["succeeded", "skipped"]);
  });

  it("is failed when nothing caught it, and nothing at all before the run comes there", () => {
    const view = viewOf("t > a > b");
    expect(view.status).toBe("failed");
    expect(shownStatus(view, id("a"))).toBe("failed");
    expect(shownStatus(view, id("elsewhere"))).toBeNull();
  });
});
