"use client";
import { FlaskConical } from "lucide-react";
import { useEditorSession } from "#components/editor/session-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import type { GraphNode } from "#core/graph/graph.ts";
import { useIsTesting, useTestStep } from "./step-test.ts";

/** Tries the step alone with the last input. Steps that hold others or start runs cannot be tried alone. */
export function TestButton({ node }: { node: GraphNode }) {
  const { registry, isReadOnly } = useEditorSession();
  const testStep = useTestStep();
  const isTesting = useIsTesting(node.id);
  const role = registry.get(node.type)?.role;
  if (isReadOnly || (role !== "step" && role !== "respond")) return null;
  return (
    <Tooltip label="Tries this step alone with the last input" shortcut="Mod+Shift+Enter">
      <Button size="sm" busy={isTesting} data-testid="test-step" onClick={() => testStep(node.id)}>
        {!isTesting && <FlaskConical aria-hidden />}
        Test this step
      </Button>
    </Tooltip>
  );
}
