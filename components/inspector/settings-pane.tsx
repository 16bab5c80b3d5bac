"use client";
import { CircleAlert, TriangleAlert, WandSparkles } from "lucide-react";
import { useDispatch, useEditorSession, useNodeProblems } from "#components/editor/session-context.tsx";
import { FieldList } from "#components/fields/field-list.tsx";
import { fieldSpecsOf, isFieldVisible, withDefaults } from "#components/fields/field-spec.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import type { Problem } from "#core/compile/problem.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import { BreakerNote } from "./breaker-note.tsx";
import { HandlingSection } from "./handling-section.tsx";
import { HookAddress } from "./hook-address.tsx";
import { NextTimes } from "./next-times.tsx";
import { useFocusField } from "./use-focus-field.ts";

/** The settings of a step: what is wrong with the whole of it, then its fields. */
export function SettingsPane({ node, className }: { node: GraphNode; className?: string }) {
  const { registry } = useEditorSession();
  const dispatch = useDispatch();
  const problems = useNodeProblems(node.id);
  const definition = registry.get(node.type);
  const host = useFocusField(node.id);
  if (!definition) {
    return (
      <p role="alert" className={cn("p-4 text-sm text-failed", className)}>
        This server does not know steps of the type “{node.type}”. Update Heddle, or replace the step.
      </p>
    );
  }
  const specs = fieldSpecsOf(definition.config);
  const config = withDefaults(specs, node.config);
  const drawn = new Set(specs.filter((spec) => isFieldVisible(spec, config)).map((spec) => spec.name));
  const isHandled = definition.role !== "trigger";
  if (isHandled) drawn.add("handling");
  // About the step itself, or about a setting that is not drawn.
  const whole = problems.filter(({ field }) => field === null || !drawn.has(field.split(".")[0] ?? ""));
  return (
    <div ref={host} className={cn("flex flex-col gap-4", className)}>
      {whole.map((problem) => (
        <StepProblem key={problem.code + problem.message} problem={problem} />
      ))}
      {node.type === "webhook" && <HookAddress node={node} />}
      {node.type === "http-request" && <BreakerNote node={node} />}
      {node.type === "schedule" && <NextTimes node={node} definition={definition} />}
      <FieldList
        key={node.id}
        specs={specs}
        raw={node.config}
        onChange={(field, value) => dispatch({ type: "node.configure", id: node.id, field, value })}
      />
      {specs.length === 0 && <p className="text-sm text-muted">This step has nothing to set.</p>}
      {isHandled && <HandlingSection node={node} />}
    </div>
  );
}

function StepProblem({ problem }: { problem: Problem }) {
  const dispatch = useDispatch();
  const isError = problem.severity === "error";
  const Icon = isError ? CircleAlert : TriangleAlert;
  const { fix } = problem;
  return (
    <div
      role={isError ? "alert" : "note"}
      className={cn(
        "flex flex-wrap items-start gap-x-2 gap-y-1.5 rounded-lg border px-3 py-2 text-sm",
        isError ? "border-failed/30 bg-failed/8" : "border-waiting/30 bg-waiting/8",
      )}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", isError ? "text-failed" : "text-waiting")} />
      <span className="min-w-0 flex-1 break-words">{problem.message}</span>
      {fix && (
        <Button size="sm" onClick={() => dispatch(fix.commands, fix.label)}>
          <WandSparkles aria-hidden /> {fix.label}
        </Button>
      )}
    </div>
  );
}
