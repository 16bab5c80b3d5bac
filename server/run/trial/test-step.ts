import { randomUUID } from "node:crypto";
import type { Plan } from "#core/compile/plan.ts";
import { failure } from "#core/failure.ts";
import { idOf, type NodeId, type WorkflowId, type WorkspaceId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { RunEvent } from "#core/schedule/event.ts";
import { indexPlan } from "#core/schedule/index-plan.ts";
import { stepHistoryOf } from "#core/schedule/step-history.ts";
import type { StepRecord } from "#core/schedule/step-record.ts";
import { AppError } from "../../errors.ts";
import { type Frame, rootFrame } from "../containers/frames.ts";
import { type AnswerEffect, createDrive, type DriveDeps, record } from "../drive/drive.ts";
import { pump } from "../drive/pump.ts";
import { encodeValue } from "../journal/stored-values.ts";
import { type ReplayedStep, replayStep } from "./replay-step.ts";
import { trialOf, triggerOfTrial } from "./trial-plan.ts";

/** One step to try alone, and the values around it, from pins or an earlier run. */
export type TestStep = {
  readonly workspaceId: WorkspaceId;
  readonly workflowId: WorkflowId;
  readonly plan: Plan;
  readonly nodeId: NodeId;
  /** What arrives; for a trigger, what it is started with. */
  readonly input: Json;
  /** What arrives by port, for a step with several; `input` on every port when absent. */
  readonly inputs?: ReadonlyMap<string, Json>;
  readonly trigger: Json;
  /** Outputs of the steps before it, by key. */
  readonly steps: Readonly<Record<string, Json>>;
  /** For a step inside a container. */
  readonly item?: Json;
  readonly index?: number;
};

/**
 * Runs one step with real effects and writes nothing: a run of its own, whose journal is forgotten. Sleeping is skipped
 * and no event is told. Throws AppError for an unknown step.
 */
export async function testStep(deps: DriveDeps, request: TestStep): Promise<StepRecord> {
  const node = request.plan.nodes.find(({ id }) => id === request.nodeId);
  if (!node) throw new AppError("not_found", "There is no such step. It may have been deleted.");
  if (indexPlan(request.plan).nodes.get(node.id)?.body)
    throw new AppError("invalid", "A container cannot be tried alone. Run the workflow, or try a step inside it.");
  const { plan, pins } = trialOf(node, request, deps.registry);
  const isTrigger = node.kind === "trigger";
  const input = isTrigger ? request.input : request.trigger;
  const triggerNode = isTrigger ? node.id : triggerOfTrial;
  const startedAt = deps.now();
  const journal = await trialRun(deps, { request, plan, pins, input, triggerNode, startedAt });
  const { workflowId } = request;
  const facts = { id: "run_test", workflowId, mode: "test", startedAt: new Date(startedAt).toISOString() } as const;
  const replayed = replayStep({ plan, registry: deps.registry, facts, ...journal, root: rootOf(request) }, node.id);
  return recordOf(node.id, { ...journal, replayed, startedAt });
}

type Trial = {
  readonly request: TestStep;
  readonly plan: Plan;
  readonly pins: ReadonlyMap<NodeId, Json>;
  readonly input: Json;
  readonly triggerNode: NodeId;
  readonly startedAt: number;
};

type Journal = { readonly events: readonly RunEvent[]; readonly blobs: ReadonlyMap<string, Json> };

/** Drives the trial to its end, with a journal in memory. */
async function trialRun(deps: DriveDeps, trial: Trial): Promise<Journal> {
  const { request, plan, pins, input, triggerNode, startedAt } = trial;
  const { workspaceId, workflowId } = request;
  const encoding = encodeValue(input);
  if (!encoding.ok) throw new AppError("too_large", encoding.failure.message);
  const events: RunEvent[] = [];
  const blobs = new Map<string, Json>();
  const journal: DriveDeps["journal"] = {
    ...deps.journal,
    append: (entry, settle) => {
      for (const { hash, json } of entry.blobs) blobs.set(hash, JSON.parse(json) as Json);
      setImmediate(() => settle("durable"));
    },
  };
  const live: DriveDeps["live"] = {
    publish: (_identity, published) => {
      events.push(...published);
    },
  };
  const id = idOf("run", `test${randomUUID().replaceAll("-", "")}`);
  const nobody = { versionId: null, createdBy: null, parentRunId: null, parentActivation: null } as const;
  await new Promise<void>((resolve) => {
    const drive = createDrive({
      deps: { ...deps, journal, live, parkAfterMs: Infinity, look: () => undefined, poke: () => undefined },
      identity: {
        ...nobody,
        workspaceId,
        workflowId,
        id,
        planHash: "",
        mode: "test",
        triggerNode,
        triggerKind: "manual",
      },
      index: indexPlan(plan),
      pins,
      epoch: 1,
      waiters: { accepted: null, response: null, ended: () => resolve() },
      pump,
      onOver: () => undefined,
      isAccepted: false,
      startedAt,
      root: rootOf(request),
      answerEffect: withoutWaiting,
    });
    drive.input = input;
    const { encoded } = encoding;
    record(drive, { type: "run.started", trigger: triggerNode, input: encoded.stored }, encoded);
    pump(drive);
  });
  return { events, blobs };
}

/** What lies around the step: outputs of those before it, and the item that it is tried with. */
function rootOf({ steps, item, index }: TestStep): Frame {
  const root = rootFrame();
  Object.assign(root.steps, steps);
  return item === undefined ? root : { ...root, item, index: index ?? 0 };
}

const withoutWaiting: AnswerEffect = (effect) => {
  switch (effect.kind) {
    case "sleep":
    case "emit-event":
      return Promise.resolve({ ok: true, value: null });
    case "signal":
    case "task":
    case "child": {
      const message = "A step that waits for others cannot be tried alone. Run the workflow up to this step instead.";
      return Promise.resolve({ ok: false, failure: failure("config", message) });
    }
    default:
      return null;
  }
};

type Ended = Journal & { readonly replayed: ReplayedStep; readonly startedAt: number };

function recordOf(nodeId: NodeId, { events, blobs, replayed, startedAt }: Ended): StepRecord {
  const own = events.filter((event) => "activation" in event && event.activation === nodeId);
  const emitted = own.findLast((event) => event.type === "activation.emitted");
  const failed = own.findLast((event) => event.type === "activation.failed");
  const output = emitted && ("value" in emitted.output ? emitted.output.value : blobs.get(emitted.output.blob));
  const broken = failure("internal", "The step could not be tried. Please report it.");
  return {
    activation: nodeId,
    nodeId,
    status: emitted ? "succeeded" : "failed",
    ...replayed,
    ...(output === undefined ? {} : { output }),
    port: emitted?.port ?? null,
    failure: emitted ? null : (failed?.failure ?? broken),
    startedAt,
    ms: (emitted ?? failed)?.ms ?? null,
    ...stepHistoryOf(own),
    callback: null,
  };
}
