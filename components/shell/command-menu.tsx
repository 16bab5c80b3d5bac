"use client";
import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Activity, Moon, Plus, Sun, Workflow } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useTRPC } from "#components/trpc/trpc.ts";
import { menuItemClass } from "#components/ui/menu-classes.ts";
import { useCreateWorkflow } from "#components/workflows/use-create-workflow.ts";

const itemClass = `${menuItemClass} data-[selected=true]:bg-hover`;
const groupClass =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint";

/** Every place and action outside an editor, by name. */
export function CommandMenu({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const router = useRouter();
  const trpc = useTRPC();
  const { resolvedTheme, setTheme } = useTheme();
  const create = useCreateWorkflow();
  const workflows = useQuery(trpc.workflows.list.queryOptions({}, { enabled: open }));
  const perform = (act: () => void) => () => {
    onOpenChange(false);
    act();
  };

  return (
    <Command.Dialog
      open={open}
      onOpenChange={onOpenChange}
      label="Search and commands"
      overlayClassName="fixed inset-0 z-40 animate-fade bg-overlay"
      contentClassName="fixed top-[16vh] left-1/2 z-50 w-[calc(100vw-32px)] max-w-xl -translate-x-1/2 animate-pop overflow-hidden rounded-xl border bg-raised shadow-high"
    >
      <Command.Input
        placeholder="Go to a workflow, or do something…"
        className="h-12 w-full border-b bg-transparent px-4 text-md outline-none placeholder:text-faint"
      />
      <Command.List className="max-h-80 overflow-auto p-1">
        <Command.Empty className="px-3 py-6 text-center text-sm text-muted">Nothing matches.</Command.Empty>
        <Command.Group heading="Actions" className={groupClass}>
          <Command.Item className={itemClass} onSelect={perform(create.start)}>
            <Plus />
            New workflow
          </Command.Item>
          <Command.Item className={itemClass} onSelect={perform(() => router.push("/runs"))}>
            <Activity />
            Show all runs
          </Command.Item>
          <Command.Item
            className={itemClass}
            onSelect={perform(() => setTheme(resolvedTheme === "dark" ? "light" : "dark"))}
          >
            {resolvedTheme === "dark" ? <Sun /> : <Moon />}
            Switch to {resolvedTheme === "dark" ? "light" : "dark"}
          </Command.Item>
        </Command.Group>
        <Command.Group heading="Workflows" className={groupClass}>
          {workflows.data?.items.map((workflow) => (
            <Command.Item
              key={workflow.id}
              value={`${workflow.title} ${workflow.id}`}
              className={itemClass}
              onSelect={perform(() => router.push(`/w/${workflow.id}`))}
            >
              <Workflow />
              {workflow.title}
            </Command.Item>
          ))}
        </Command.Group>
      </Command.List>
    </Command.Dialog>
  );
}
