import type { NodeId, RunId, WorkflowId, WorkspaceId } from "#core/id.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import type { PlanIndex } from "#core/schedule/index-plan.ts";
import type { Frame } from "../containers/frames.ts";
import { createDrive, type Drive, type DriveDeps } from "../drive/drive.ts";
import type { RunFacts } from "../drive/step-input.ts";

type Still = {
  readonly index: PlanIndex;
  readonly registry: Registry;
  readonly facts: RunFacts;
  readonly triggerNode: NodeId;
  readonly root?: Frame;
};

const never = () => {
  throw new Error("A drive that only looks back does nothing.");
};

/** A drive that is brought to a moment of a run's past, to see what a step was given there. It can do nothing. */
export function stillDrive({ index, registry, facts, triggerNode, root }: Still): Drive {
  const deps: DriveDeps = {
    registry,
    journal: { append: never, isAccepting: never, drained: never, abandon: never },
    interpret: never,
    live: { publish: never },
    log: { error: never, warn: never, info: never, debug: never } as unknown as DriveDeps["log"],
    now: () => Date.parse(facts.startedAt),
    parkAfterMs: Infinity,
    // The real one can wake the run: it is for the world that the step tells, not for whoever looks at the step.
    callbackUrl: () => "(callback address)",
    look: never,
    poke: never,
    startChild: never,
  };
  const identity = {
    workspaceId: "ws_still" as WorkspaceId,
    id: facts.id as RunId,
    workflowId: facts.workflowId as WorkflowId,
    versionId: null,
    planHash: "",
    mode: facts.mode,
    triggerNode,
    triggerKind: "manual",
    createdBy: null,
    parentRunId: null,
    parentActivation: null,
  } as const;
  return createDrive({
    deps,
    identity,
    index,
    pins: new Map(),
    epoch: 0,
    waiters: { accepted: null, response: null, ended: null },
    pump: never,
    onOver: never,
    isAccepted: true,
    startedAt: Date.parse(facts.startedAt),
    ...(root ? { root } : {}),
  });
}
