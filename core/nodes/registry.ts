import type { NodeDefinition } from "../node-kit/define-node.ts";
import { type Registry, registryOf } from "../node-kit/registry.ts";
import { each } from "./each.ts";
import { group } from "./group.ts";
import { httpRequest } from "./http-request.ts";
import { ifNode } from "./if.ts";
import { manual } from "./manual.ts";
import { respond } from "./respond.ts";
import { setFields } from "./set-fields.ts";
import { sort } from "./sort.ts";
import { webhook } from "./webhook.ts";

/** Every node type of this build, in the order in which the palette shows them within a category. */
export const nodeDefinitions: readonly NodeDefinition[] = [
  manual,
  webhook,
  setFields,
  ifNode,
  group,
  sort,
  each,
  httpRequest,
  respond,
];

export const nodeRegistry: Registry = registryOf(nodeDefinitions);
