import * as z from "zod";
import type { Effectful } from "../effects/effect.ts";
import { runChild } from "../effects/perform.ts";
import { isId, type VersionId, type WorkflowId } from "../id.ts";
import { anyShape, objectShape, textShape } from "../json/shape.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field, value, withFormula } from "../node-kit/field.ts";
import { emit, type Outcome } from "../node-kit/outcome.ts";

export const callWorkflow = defineNode({
  type: "call-workflow",
  version: 1,
  title: "Run a workflow",
  summary: "Starts another workflow and passes on its result.",
  docs: `The other workflow runs as a run of its own, at its trigger *Start by hand*; both runs are linked. What you give
as **Input** is its \`trigger\`, and the output of its last step is the output of this one.

**Version**: *The published one* takes what is live when this step begins; *A certain one* stays the same until you
change it here.

With **Start only** this step goes on at once and gives \`runId\`. Otherwise the run rests until the other has ended:
when that one fails, this step fails too, and when this run is cancelled, so is the other.

### Example
A workflow *Send a reminder* with a form field \`address\`; input \`{"address": input.email}\`.

### What can go wrong
- **The workflow is not published**: publish it, or choose a certain version.
- **It calls itself for ever**: 20 runs may lie within one another; put a branch before the step.`,
  category: "flow",
  icon: "workflow",
  keywords: ["sub-workflow", "child", "call", "execute", "reuse", "function", "subflow"],
  config: z.object({
    workflow: field(
      z.string().refine((id) => isId("wf", id), "There is no such workflow. Choose one from the list."),
      { title: "Workflow", control: "workflow" },
    ),
    version: field(z.enum(["live", "pinned"]).default("live"), {
      title: "Version",
      labels: { live: "The published one", pinned: "A certain one" },
    }),
    versionId: field(
      z
        .string()
        .refine((id): boolean => isId("ver", id), "Choose one of its versions.")
        .default(""),
      {
        title: "Which version",
        control: "version",
        visibleWhen: (config) => config.version === "pinned",
      },
    ),
    input: field(withFormula(value(), "input"), { title: "Input" }),
    wait: field(z.enum(["end", "start"]).default("end"), {
      title: "Go on",
      labels: { end: "When it has ended", start: "Start only" },
    }),
  }),
  output: ({ config }) => (config.wait === "start" ? objectShape({ runId: textShape }) : anyShape),
  *run({ config }): Effectful<Outcome> {
    const { workflow, version, versionId, input } = config;
    const wait = config.wait === "end";
    const child = yield* runChild({
      workflowId: workflow as WorkflowId,
      versionId: version === "pinned" ? (versionId as VersionId) : null,
      input,
      wait,
    });
    return emit("out", wait ? child.output : { runId: child.runId });
  },
});
