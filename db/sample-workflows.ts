import { readFileSync } from "node:fs";
import { idOf, type WorkflowId } from "../core/id.ts";

/** A workflow that a first start brings along. */
export type SampleWorkflow = {
  /** Always the same, so that a start can tell which ones are there. */
  readonly id: WorkflowId;
  /** The workflow file. */
  readonly text: string;
  /** How to call it from a terminal in the project's folder; null for one that people start by hand. */
  readonly call: { readonly headers: readonly string[]; readonly data: string } | null;
};

const json = "content-type: application/json";

/** In the order in which they are shown to newcomers. */
export function sampleWorkflows(): readonly SampleWorkflow[] {
  return [
    sample("companies-by-sector", {
      headers: ["content-type: text/csv"],
      data: "@public/samples/constituents.csv",
    }),
    sample("order-approval-totals", { headers: [json], data: "@public/samples/orders.json" }),
    sample("triage-github-issues", {
      headers: [json, "x-github-event: issues"],
      data: "@public/samples/github/issues.opened.json",
    }),
    sample("clean-mailing-list", {
      headers: ["content-type: text/csv"],
      data: "$'name,email\\nAnn Smith, ANN@Example.com \\nAnn,ann@example.com\\nBo,no address\\n'",
    }),
    sample("approve-expenses", null),
    sample("fulfil-order", { headers: [json], data: "@public/samples/orders.json" }),
    sample("nightly-export", null),
    sample("expense-digest", null),
    sample("route-support-requests", null),
    sample("reserve-item", null),
    sample("order-fails", null),
  ];
}

function sample(name: string, call: SampleWorkflow["call"]): SampleWorkflow {
  const text = readFileSync(new URL(`samples/${name}.json`, import.meta.url), "utf8");
  return { id: idOf("wf", `sample-${name}`), text, call };
}
