"use client";
import { createContext, type ReactNode, use, useCallback, useMemo, useRef } from "react";
import * as z from "zod";
import {
  useDispatch,
  useEditorSession,
  useGraph,
  useInnerScopeShape,
  useNodeProblems,
  useScopeShape,
} from "#components/editor/session-context.tsx";
import { type FieldSpec, fieldSpecsOf, isFieldVisible, withDefaults } from "#components/fields/field-spec.ts";
import {
  type FieldSurroundings,
  FieldSurroundingsProvider,
  type InsertionTarget,
} from "#components/fields/field-surroundings.tsx";
import { resolveRaw, type SampleScope } from "#components/fields/resolve-raw.ts";
import { toast } from "#components/ui/toast.ts";
import { checkExpression } from "#core/expression/check.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import { isExpr } from "#core/graph/tagged.ts";
import { invariant } from "#core/invariant.ts";
import type { Json } from "#core/json/json.ts";
import { anyShape, numberShape, type Shape } from "#core/json/shape.ts";
import { shapeOf } from "#core/json/shape-of.ts";
import { PickContext } from "./data/pick.tsx";
import { firstItemOf, sampleScopeOf, titlesOf } from "./sample-scope.ts";
import type { Samples } from "./samples.ts";

/** What is in scope somewhere in the step, and the values at hand; with the item where some of its formulas see one. */
export type StepScope = { readonly scope: Shape; readonly sample: SampleScope };

const StepScopeContext = createContext<StepScope | null>(null);

/** Of the surrounding step. */
export function useStepScope(): StepScope {
  const value = use(StepScopeContext);
  invariant(value, "What shows a step's values is inside its StepSurroundings.");
  return value;
}

type Props = { node: GraphNode; samples: Samples; isReadOnly: boolean; children: ReactNode };

/** Tells the fields of a step what is in scope, what the samples are, and where a picked value goes. */
export function StepSurroundings({ node, samples, isReadOnly, children }: Props) {
  const { registry } = useEditorSession();
  const graph = useGraph();
  const dispatch = useDispatch();
  const problems = useNodeProblems(node.id);
  const scope = useScopeShape(node.id);
  const inside = useInnerScopeShape(node.id);
  const insertion = useRef<InsertionTarget | null>(null);
  const sample = useSampleScope(node, samples);
  const list = useMemo(() => {
    const specs = fieldSpecsOf(registry.get(node.type)?.config ?? z.object({}));
    // Only formulas that run once per item see an item.
    const config = withDefaults(specs, node.config);
    return specs.some((spec) => isFieldVisible(spec, config) && runsPerItem(spec)) ? config.list : undefined;
  }, [registry, node.type, node.config]);
  const perItem = useMemo(() => {
    const known = withItem({ scope, sample, list });
    return inside ? { ...known, scope: inside } : known;
  }, [scope, inside, sample, list]);
  const titles = useStableTitles(titlesOf(graph));
  const resolve = useCallback(
    (raw: Json, isPerItem: boolean) => resolveRaw(raw, isPerItem ? perItem.sample : sample),
    [perItem, sample],
  );
  const applyFix = useCallback<FieldSurroundings["applyFix"]>((fix) => dispatch(fix.commands, fix.label), [dispatch]);
  const value = useMemo<FieldSurroundings>(
    () => ({ scope, itemScope: perItem.scope, titles, problems, applyFix, resolve, isReadOnly, insertion }),
    [scope, perItem, titles, problems, applyFix, resolve, isReadOnly],
  );
  const pick = useCallback((source: string) => {
    if (insertion.current) insertion.current.insert(source);
    else void copySource(source);
  }, []);
  return (
    <FieldSurroundingsProvider value={value}>
      <StepScopeContext value={perItem}>
        <PickContext value={isReadOnly ? null : pick}>{children}</PickContext>
      </StepScopeContext>
    </FieldSurroundingsProvider>
  );
}

/** What the formulas of a step read now, from pins and the last run. */
function useSampleScope(node: GraphNode, samples: Samples): SampleScope {
  const graph = useGraph();
  const { registry } = useEditorSession();
  return useMemo(
    () =>
      sampleScopeOf({
        graph,
        nodeId: node.id,
        samples,
        isTrigger: (type) => registry.get(type)?.role === "trigger",
      }),
    [graph, node.id, samples, registry],
  );
}

function runsPerItem({ meta, row }: FieldSpec): boolean {
  return meta.mode === "item" || row.some(runsPerItem);
}

type Items = { scope: Shape; sample: SampleScope; list: Json | undefined };

/** The scope of formulas that a list step evaluates once per item: the same names, and the item of its own list. */
function withItem({ scope, sample, list }: Items): StepScope {
  if (list === undefined) return { scope, sample };
  const first = firstItemOf(list, sample);
  const checked = isExpr(list) ? checkExpression(list.$expr, scope).shape : shapeOf(list);
  const known = checked.kind === "list" ? checked.of : anyShape;
  const item = known.kind === "any" && first ? shapeOf(first.value) : known;
  const names = { item, index: numberShape };
  return {
    scope: scope.kind === "object" ? { ...scope, fields: { ...scope.fields, ...names } } : scope,
    sample: first
      ? {
          ...sample,
          names: { ...sample.names, item: first.value, index: 0 },
          origins: new Map([...sample.origins, ["item", first.from] as const]),
        }
      : sample,
  };
}

/** The same map while no key and no title has changed: chips are drawn anew only then. */
function useStableTitles(titles: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const kept = useRef(titles);
  const isSame =
    kept.current.size === titles.size && [...titles].every(([key, title]) => kept.current.get(key) === title);
  if (!isSame) kept.current = titles;
  return kept.current;
}

async function copySource(source: string): Promise<void> {
  await navigator.clipboard.writeText(source);
  toast(`Copied ${source}`, { description: "Click into a field first to put values straight into it." });
}
