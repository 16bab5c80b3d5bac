import type { NodeDefinition } from "../node-kit/define-node.ts";
import { type Registry, registryOf } from "../node-kit/registry.ts";
import { askPerson } from "./ask-person.ts";
import { callWorkflow } from "./call-workflow.ts";
import { code } from "./code.ts";
import { dateTime } from "./date-time.ts";
import { each } from "./each.ts";
import { emitEvent } from "./emit-event.ts";
import { error } from "./error.ts";
import { event } from "./event.ts";
import { filter } from "./filter.ts";
import { format } from "./format.ts";
import { group } from "./group.ts";
import { httpRequest } from "./http-request.ts";
import { ifNode } from "./if.ts";
import { limit } from "./limit.ts";
import { manual } from "./manual.ts";
import { merge } from "./merge.ts";
import { noOp } from "./no-op.ts";
import { parse } from "./parse.ts";
import { removeDuplicates } from "./remove-duplicates.ts";
import { repeat } from "./repeat.ts";
import { respond } from "./respond.ts";
import { schedule } from "./schedule.ts";
import { setFields } from "./set-fields.ts";
import { sort } from "./sort.ts";
import { splitOut } from "./split-out.ts";
import { state } from "./state.ts";
import { states } from "./states.ts";
import { stopWithError } from "./stop-with-error.ts";
import { switchNode } from "./switch.ts";
import { wait } from "./wait.ts";
import { waitForSignal } from "./wait-for-signal.ts";
import { webhook } from "./webhook.ts";

/** Every node type of this build, in the order in which the palette shows them within a category. */
export const nodeDefinitions: readonly NodeDefinition[] = [
  manual,
  webhook,
  schedule,
  event,
  error,
  ifNode,
  switchNode,
  setFields,
  filter,
  sort,
  group,
  limit,
  removeDuplicates,
  splitOut,
  merge,
  each,
  repeat,
  states,
  state,
  code,
  parse,
  format,
  dateTime,
  httpRequest,
  respond,
  wait,
  waitForSignal,
  askPerson,
  callWorkflow,
  emitEvent,
  stopWithError,
  noOp,
];

export const nodeRegistry: Registry = registryOf(nodeDefinitions);
