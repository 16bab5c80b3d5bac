import type { Sql } from "postgres";
import type { NodeId, RunId, WorkflowId, WorkspaceId } from "#core/id.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import type { AppDatabase, AppTransaction } from "#db/client.ts";
import type { Collab } from "../collab/collab.ts";
import type { Logger } from "../log.ts";
import type { Actor } from "../policies/actor.ts";
import type { Engine } from "../run/engine.ts";

type WorkflowAt = { readonly workspaceId: WorkspaceId; readonly workflowId: WorkflowId };

/** The public addresses of webhook steps. */
type Hooks = {
  /** Makes exactly these steps answer at their addresses, in the transaction that publishes the version. */
  readonly sync: (tx: AppTransaction, at: WorkflowAt & { readonly nodes: readonly NodeId[] }) => Promise<void>;
  /** The addresses of these steps, published or not. */
  readonly list: (
    tx: AppTransaction,
    at: WorkflowAt & { readonly nodes: readonly NodeId[] },
  ) => Promise<readonly HookAddress[]>;
};

type SignalStep = {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  readonly activation: ActivationId;
};

export type HookAddress = {
  readonly nodeId: NodeId;
  readonly path: `/hooks/${string}`;
  /** Whether the published version answers there. */
  readonly live: boolean;
};

/** What commands are given besides their input: the person they act for, and the parts of the server they call. */
export type CommandContext = {
  readonly actor: Actor;
  readonly db: AppDatabase;
  readonly collab: Pick<Collab, "edit" | "read" | "disconnect">;
  readonly engine: Pick<Engine, "start" | "cancel" | "poke" | "resume" | "testStep" | "live">;
  /** For journals and large values, which the engine's queries read; ask with the app's role first whose they are. */
  readonly engineSql: Sql;
  readonly hooks: Hooks;
  /** Where a step of a run takes a signal from. */
  readonly signalPath: (at: SignalStep) => `/signals/${string}`;
  readonly registry: Registry;
  readonly logger: Logger;
};
