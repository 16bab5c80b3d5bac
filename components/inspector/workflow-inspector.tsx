"use client";
import { MousePointerClick } from "lucide-react";
import dynamic from "next/dynamic";
import { useDispatch, useEditorSession, useGraph } from "#components/editor/session-context.tsx";
import { GrowingText } from "#components/fields/controls/growing-text.tsx";
import { laterPart } from "#components/ui/later-part.ts";
import { CommitEntry } from "./commit-entry.tsx";
import { HookAddress } from "./hook-address.tsx";

// Forms come after the drawing.
const loadSettings = laterPart(() => import("./workflow-settings-section.tsx"));
const WorkflowSettingsSection = dynamic(() => loadSettings().then((file) => file.WorkflowSettingsSection), {
  ssr: false,
});

/** Nothing is selected: the workflow itself, and the addresses that start it. */
export function WorkflowInspector() {
  const graph = useGraph();
  const dispatch = useDispatch();
  const { isReadOnly } = useEditorSession();
  const hooks = graph.nodes.filter((node) => node.type === "webhook");
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-auto p-3">
      <div>
        <p className="mb-1 text-sm font-medium" aria-hidden>
          Title
        </p>
        <CommitEntry
          label="Title of the workflow"
          value={graph.meta.title}
          isReadOnly={isReadOnly}
          onCommit={(title) => {
            if (title.trim() !== "") dispatch({ type: "meta.set", meta: { title: title.trim() } }, "Rename workflow");
          }}
          className="font-medium"
        />
      </div>
      <div>
        <p className="mb-1 text-sm font-medium" aria-hidden>
          Description
        </p>
        <GrowingText
          label="Description of the workflow"
          placeholder="What it does, and for whom"
          text={graph.meta.description}
          isReadOnly={isReadOnly}
          onChange={(description) => dispatch({ type: "meta.set", meta: { description } })}
        />
      </div>
      {hooks.length > 0 && (
        <div className="flex flex-col gap-2">
          <h3 className="text-sm font-medium">{hooks.length === 1 ? "Its webhook" : "Its webhooks"}</h3>
          {hooks.map((node) => (
            <HookAddress key={node.id} node={node} />
          ))}
        </div>
      )}
      <WorkflowSettingsSection />
      <p className="mt-auto flex items-center gap-2 border-t pt-3 text-xs text-muted">
        <MousePointerClick aria-hidden className="size-4 shrink-0 text-faint" />
        {graph.nodes.length === 0
          ? "Press Tab to add the first step."
          : "Select a step to see its settings, or press Tab to add one."}
      </p>
    </div>
  );
}
