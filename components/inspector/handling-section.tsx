"use client";
import { useDispatch, useNodeProblems } from "#components/editor/session-context.tsx";
import { FieldList } from "#components/fields/field-list.tsx";
import { fieldSpecsOf } from "#components/fields/field-spec.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import { stepHandlingSchema } from "#core/settings/step-handling.ts";
import { FoldingSection } from "./folding-section.tsx";
import { handlingSummary } from "./handling-summary.ts";
import { unlessStandard } from "./unless-standard.ts";

const specs = fieldSpecsOf(stepHandlingSchema);
const nothing = {};

/** How long a step may take, how often it is tried, and what comes of a failure. */
export function HandlingSection({ node }: { node: GraphNode }) {
  const dispatch = useDispatch();
  const raw = node.handling ?? nothing;
  return (
    <FoldingSection
      title="Failures and limits"
      summary={handlingSummary(raw)}
      prefix="handling."
      nodeId={node.id}
      problems={useNodeProblems(node.id)}
    >
      <FieldList
        key={node.id}
        specs={specs}
        raw={raw}
        prefix="handling."
        onChange={(field, value) =>
          dispatch({ type: "node.handle", id: node.id, field, ...unlessStandard(specs, field, value) })
        }
      />
    </FoldingSection>
  );
}
