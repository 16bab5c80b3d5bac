"use client";
import { Command } from "cmdk";
import { Check, ChevronDown, X } from "lucide-react";
import { useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { controlClass } from "#components/ui/input.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { useFieldSurroundings } from "../field-surroundings.tsx";
import type { ControlProps } from "./control.ts";
import { titleIn, useWorkflows } from "./use-workflows.ts";

/** One workflow of the workspace, found by typing a part of its title; kept by its id. */
export function WorkflowControl({ spec, id, label, describedBy, raw, onChange, isInvalid }: ControlProps) {
  const { isReadOnly } = useFieldSurroundings();
  const [isOpen, setOpen] = useState(false);
  const workflows = useWorkflows();
  const chosen = typeof raw === "string" && raw !== "" ? raw : null;
  const title = chosen === null ? null : titleIn(workflows, chosen);
  return (
    <div className="flex items-center gap-1">
      <Popover open={isOpen} onOpenChange={setOpen}>
        <PopoverTrigger
          id={id}
          aria-label={`${label}: ${title ?? "none"}`}
          aria-describedby={describedBy}
          data-invalid={isInvalid || undefined}
          disabled={isReadOnly}
          className={cn(
            controlClass,
            "flex h-8 min-w-0 flex-1 items-center justify-between gap-2 text-left data-invalid:border-failed",
          )}
        >
          <span className={cn("truncate", title === null && "text-faint")}>{title ?? "Choose a workflow"}</span>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-faint" />
        </PopoverTrigger>
        <PopoverContent align="start" className="w-(--radix-popover-trigger-width) min-w-64 p-1">
          <WorkflowList
            chosen={chosen}
            onPick={(next) => {
              onChange(next);
              setOpen(false);
            }}
          />
        </PopoverContent>
      </Popover>
      {spec.nullable && chosen !== null && !isReadOnly && (
        <IconButton label={`${label}: none`} size="sm" onClick={() => onChange(null)}>
          <X />
        </IconButton>
      )}
    </div>
  );
}

function WorkflowList({ chosen, onPick }: { chosen: string | null; onPick: (id: string) => void }) {
  const workflows = useWorkflows();
  return (
    <Command
      label="Workflows"
      defaultValue={chosen ?? undefined}
      filter={(_, search, keywords) => (keywords?.join(" ").toLowerCase().includes(search.toLowerCase()) ? 1 : 0)}
    >
      <Command.Input
        autoFocus
        placeholder="Search workflows"
        className="h-8 w-full border-b bg-transparent px-2 text-sm outline-none placeholder:text-faint"
      />
      <Command.List className="max-h-64 overflow-auto pt-1">
        <Command.Empty className="px-2 py-4 text-center text-sm text-muted">
          {workflows.isPending ? "Loading the workflows…" : "No workflow has that title."}
        </Command.Empty>
        {workflows.data?.items.map((workflow) => (
          <Command.Item
            key={workflow.id}
            value={workflow.id}
            keywords={[workflow.title]}
            onSelect={() => onPick(workflow.id)}
            className="flex h-8 items-center gap-2 rounded-sm px-2 text-sm data-[selected=true]:bg-hover"
          >
            <span className="min-w-0 flex-1 truncate">{workflow.title || "Untitled"}</span>
            {workflow.live === null && <span className="text-xs text-faint">not published</span>}
            {workflow.id === chosen && <Check aria-hidden className="size-3.5 shrink-0 text-accent" />}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
