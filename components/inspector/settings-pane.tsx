"use client";
import { CircleAlert, TriangleAlert, WandSparkles } from "lucide-react";
import { useEffect, useRef } from "react";
import { useDispatch, useEditorSession, useNodeProblems, useSession } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { FieldList } from "#components/fields/field-list.tsx";
import { fieldSpecsOf, isFieldVisible, withDefaults } from "#components/fields/field-spec.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import type { Problem } from "#core/compile/problem.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import { HookAddress } from "./hook-address.tsx";

/** The settings of a step: what is wrong with the whole of it, then its fields. */
export function SettingsPane({ node, className }: { node: GraphNode; className?: string }) {
  const { registry } = useEditorSession();
  const dispatch = useDispatch();
  const problems = useNodeProblems(node.id);
  const definition = registry.get(node.type);
  const host = useFocusField(node);
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
  // About the step itself, or about a setting that is not drawn.
  const whole = problems.filter(({ field }) => field === null || !drawn.has(field.split(".")[0] ?? ""));
  return (
    <div ref={host} className={cn("flex flex-col gap-4", className)}>
      {whole.map((problem) => (
        <StepProblem key={problem.code + problem.message} problem={problem} />
      ))}
      {node.type === "webhook" && <HookAddress node={node} />}
      <FieldList
        key={node.id}
        specs={specs}
        raw={node.config}
        onChange={(field, value) => dispatch({ type: "node.configure", id: node.id, field, value })}
      />
      {specs.length === 0 && <p className="text-sm text-muted">This step has nothing to set.</p>}
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

/** Scrolls to the field that somebody jumped to from a problem, and puts the caret into it. */
function useFocusField(node: GraphNode) {
  const host = useRef<HTMLDivElement>(null);
  const request = useSession(selectFocusField);
  useEffect(() => {
    if (request?.nodeId !== node.id) return;
    const field = host.current && fieldAt(host.current, request.field);
    if (!field) return;
    field.scrollIntoView({ block: "center" });
    if (focusInside(field)) return;
    // Its editor is still on the way.
    const waiting = new MutationObserver(() => focusInside(field) && waiting.disconnect());
    waiting.observe(field, { childList: true, subtree: true });
    return () => waiting.disconnect();
  }, [request, node.id]);
  return host;
}

/** The field of a path, or the nearest around it that is drawn. */
function fieldAt(host: HTMLElement, path: string): HTMLElement | null {
  const parts = path.split(".");
  for (let length = parts.length; length > 0; length--) {
    const name = CSS.escape(parts.slice(0, length).join("."));
    const field = host.querySelector<HTMLElement>(`[data-field="${name}"]`);
    if (field) return field;
  }
  return null;
}

/** Answers whether there was anything to focus. */
function focusInside(field: HTMLElement): boolean {
  if (field.querySelector("[aria-busy]")) return false;
  const control =
    field.querySelector<HTMLElement>("input, textarea, [contenteditable=true]") ??
    field.querySelector<HTMLElement>("[role=switch], [role=combobox], button");
  control?.focus();
  return control !== null;
}

function selectFocusField(state: SessionState) {
  return state.focusField;
}
