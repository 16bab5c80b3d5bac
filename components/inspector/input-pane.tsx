"use client";
import { Database } from "lucide-react";
import { useMemo, useState } from "react";
import { useEditorSession, useGraph } from "#components/editor/session-context.tsx";
import { type Path, pathSource } from "#components/fields/path-source.ts";
import type { SampleScope } from "#components/fields/resolve-raw.ts";
import { Segmented } from "#components/fields/segmented.tsx";
import { StepIcon } from "#components/palette/step-icon.tsx";
import { cn } from "#components/ui/cn.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Graph } from "#core/graph/graph.ts";
import type { Json } from "#core/json/json.ts";
import type { Shape } from "#core/json/shape.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import { DataTree, type TreeRoot } from "./data/data-tree.tsx";
import { treeNode } from "./data/tree-node.ts";
import { ValueBody, type ValueViewName, valueViews } from "./data/value-view.tsx";
import { useStepScope } from "./step-surroundings.tsx";

/** What earlier steps give: names and types where that is all that is known, values where there is a sample. */
export function InputPane({ className }: { className?: string }) {
  const { registry } = useEditorSession();
  const graph = useGraph();
  const { scope, sample } = useStepScope();
  const [view, setView] = useState<ValueViewName>("schema");
  const [chosen, setChosen] = useState<string | null>(null);
  const roots = useMemo(() => rootsOf({ graph, registry, scope, sample }), [graph, registry, scope, sample]);
  if (roots.length === 0) {
    return (
      <EmptyState icon={<Database />} title="Nothing arrives here yet" className={className}>
        Connect a step before this one, and its values appear here.
      </EmptyState>
    );
  }
  const root =
    roots.find((each) => each.node.id === chosen) ?? roots.find((each) => each.node.value !== undefined) ?? roots[0];
  return (
    <section aria-label="Values to use" className={cn("flex min-h-0 flex-col", className)}>
      <div className="flex items-center gap-2 px-3 py-2">
        <Segmented size="sm" label="How values are shown" value={view} options={valueViews} onChange={setView} />
        {view !== "schema" && root && (
          <Select
            label="Whose values are shown"
            value={root.node.id}
            options={roots.map((each) => ({ value: each.node.id, label: each.node.name }))}
            onValueChange={setChosen}
            className="h-6 min-w-0 flex-1 text-xs"
          />
        )}
      </div>
      {view === "schema" ? (
        <DataTree
          // Other roots are another tree: which lines are open starts anew.
          key={roots.map((each) => each.node.id).join()}
          roots={roots}
          label="Values that formulas can use"
          open={["input", "item"]}
          className="min-h-0 flex-1 border-t"
        />
      ) : root?.node.value === undefined ? (
        <p className="border-t p-4 text-center text-sm text-muted">
          There is no sample yet. Run the workflow once, or pin an output, to see values here.
        </p>
      ) : (
        <ValueBody view={view} value={root.node.value} path={root.node.path} label={root.node.name} />
      )}
    </section>
  );
}

type Given = { graph: Graph; registry: Registry; scope: Shape; sample: SampleScope };

const names: readonly (readonly [string, string])[] = [
  ["input", "Input"],
  ["item", "Item"],
  ["index", "Position"],
];

/** What arrives first, then the steps before this one from near to far. */
function rootsOf({ graph, registry, scope, sample }: Given): readonly TreeRoot[] {
  const fields = scope.kind === "object" ? scope.fields : {};
  const shapeAt = (name: string) => (Object.hasOwn(fields, name) ? fields[name] : undefined);
  const given = names.flatMap(([name, title]) => {
    const [shape, value] = [shapeAt(name), sample.names[name]];
    return shape || value !== undefined
      ? [rootOf({ path: [name], name: title, shape, value, from: sample.origins.get(name) })]
      : [];
  });
  const steps = shapeAt("steps");
  const shapes = steps?.kind === "object" ? steps.fields : {};
  const earlier = graph.nodes.filter(
    (node) => Object.hasOwn(shapes, node.key) || Object.hasOwn(sample.steps, node.key),
  );
  const before = earlier.map((node) => {
    const definition = registry.get(node.type);
    const path = ["steps", node.key];
    return rootOf({
      path,
      name: node.title,
      shape: Object.hasOwn(shapes, node.key) ? shapes[node.key] : undefined,
      value: sample.steps[node.key],
      from: sample.origins.get(`steps.${node.key}`),
      icon: (
        <StepIcon
          icon={definition?.icon ?? "box"}
          category={definition?.category ?? "flow"}
          size="sm"
          className="size-5"
        />
      ),
    });
  });
  return [...given, ...before];
}

type Root = {
  path: Path;
  name: string;
  shape: Shape | undefined;
  value: Json | undefined;
  from: string | undefined;
  icon?: React.ReactNode;
};

function rootOf({ path, name, shape, value, from, icon }: Root): TreeRoot {
  return {
    node: { ...treeNode({ path, name, shape, value }), id: pathSource(path) },
    isSection: true,
    ...(icon && { icon }),
    ...(from && { note: from }),
  };
}
