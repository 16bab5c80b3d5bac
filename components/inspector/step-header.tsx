"use client";
import { BookOpen, EllipsisVertical, Eye, EyeOff, Maximize2, Minimize2, Trash2 } from "lucide-react";
import { useState } from "react";
import { useDispatch, useEditorSession, useSession } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { StepIcon } from "#components/palette/step-icon.tsx";
import { Badge } from "#components/ui/badge.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { GraphNode } from "#core/graph/graph.ts";
import { CommitEntry } from "./commit-entry.tsx";
import { KeyEntry } from "./key-entry.tsx";
import { StepDocs } from "./step-docs.tsx";

/** Name, key and kind of the selected step, and what can be done with the whole of it. */
export function StepHeader({ node }: { node: GraphNode }) {
  const { registry, store, isReadOnly } = useEditorSession();
  const dispatch = useDispatch();
  const isExpanded = useSession(selectExpanded);
  const [isReading, setReading] = useState(false);
  const definition = registry.get(node.type);
  return (
    <div className="flex flex-col px-3 pt-3 pb-2">
      <div className="flex items-center gap-2">
        <StepIcon icon={definition?.icon ?? "box"} category={definition?.category ?? "flow"} size="md" />
        <CommitEntry
          label="Title of the step"
          value={node.title}
          isReadOnly={isReadOnly}
          onCommit={(title) => {
            if (title.trim() !== "") dispatch({ type: "node.rename", id: node.id, title: title.trim() });
          }}
          className="h-8 min-w-0 flex-1 border-transparent bg-transparent px-1.5 text-md font-semibold hover:border-line-strong focus:bg-surface"
        />
        <IconButton
          size="sm"
          label={isExpanded ? "Back to the side panel" : "Open wide"}
          shortcut={isExpanded ? "Escape" : "Enter"}
          onClick={() => store.setState({ isStepExpanded: !isExpanded })}
        >
          {isExpanded ? <Minimize2 /> : <Maximize2 />}
        </IconButton>
        <StepMenu node={node} read={() => setReading(true)} />
      </div>
      <div className="flex min-w-0 items-center gap-1.5 pl-[47px] text-xs">
        <KeyEntry node={node} />
        {node.disabled && <Badge tone="skipped">Disabled</Badge>}
      </div>
      {definition && (
        <p className="pl-[47px] text-xs text-muted">
          {definition.summary}{" "}
          <button type="button" className="font-medium text-accent hover:underline" onClick={() => setReading(true)}>
            Learn more
          </button>
        </p>
      )}
      {definition && <StepDocs definition={definition} isOpen={isReading} onOpenChange={setReading} />}
    </div>
  );
}

function StepMenu({ node, read }: { node: GraphNode; read: () => void }) {
  const { isReadOnly } = useEditorSession();
  const dispatch = useDispatch();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton size="sm" label="More for this step">
          <EllipsisVertical />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem icon={<BookOpen />} onSelect={() => read()}>
          How this step works
        </DropdownMenuItem>
        {!isReadOnly && (
          <>
            <DropdownMenuItem
              icon={node.disabled ? <Eye /> : <EyeOff />}
              shortcut="D"
              onSelect={() => dispatch({ type: "node.disable", ids: [node.id], disabled: !node.disabled })}
            >
              {node.disabled ? "Enable" : "Disable"}
            </DropdownMenuItem>
            <DropdownMenuSeparator />
            <DropdownMenuItem
              danger
              icon={<Trash2 />}
              shortcut="Delete"
              onSelect={() => dispatch({ type: "node.remove", ids: [node.id], reconnect: false })}
            >
              Delete step
            </DropdownMenuItem>
          </>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function selectExpanded(state: SessionState) {
  return state.isStepExpanded;
}
