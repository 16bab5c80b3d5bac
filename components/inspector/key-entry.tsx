"use client";
import { useState } from "react";
import { useDispatch, useEditorSession, useGraph } from "#components/editor/session-context.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import type { GraphNode } from "#core/graph/graph.ts";
import { CommitEntry } from "./commit-entry.tsx";
import { keyFault } from "./key-fault.ts";

/** The name of the step in formulas. Changing it rewrites every formula that uses it. */
export function KeyEntry({ node }: { node: GraphNode }) {
  const dispatch = useDispatch();
  const graph = useGraph();
  const { isReadOnly } = useEditorSession();
  const [draft, setDraft] = useState<string | null>(null);
  const taken = new Set(graph.nodes.filter((each) => each.id !== node.id).map((each) => each.key));
  const fault = draft === null ? null : keyFault(draft, taken);
  return (
    <div className="min-w-0">
      <div className="group/key -ml-1.5 flex items-center font-mono text-xs text-faint">
        <span className="pl-1.5">steps.</span>
        <CommitEntry
          label="Key of the step in formulas"
          value={node.key}
          isReadOnly={isReadOnly}
          aria-invalid={fault ? true : undefined}
          onDraft={setDraft}
          onCommit={(key) => {
            if (!keyFault(key, taken)) dispatch({ type: "node.rekey", id: node.id, key });
          }}
          style={{ width: `${Math.max((draft ?? node.key).length, 3) + 2}ch` }}
          className="-ml-1 h-6 max-w-48 border-transparent bg-transparent px-1 font-mono text-xs text-muted hover:border-line-strong focus:bg-surface"
        />
        <span className="opacity-0 transition-opacity group-focus-within/key:opacity-100 group-hover/key:opacity-100">
          <CopyButton text={`steps.${node.key}`} label="Copy formula of this step's output" />
        </span>
      </div>
      {fault && <p className="text-xs text-failed">{fault}</p>}
    </div>
  );
}
