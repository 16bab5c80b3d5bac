"use client";

import * as Radix from "@radix-ui/react-dialog";
import { Command } from "cmdk";
import { Home } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { StepIcon } from "#components/palette/step-icon.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { menuItemClass } from "#components/ui/menu-classes.ts";
import { actionCategories, labelOf } from "./actions/action.ts";
import { contextOf, isPossible } from "./actions/perform-action.ts";
import { actions } from "./actions/registry.ts";
import { addBehindSelection } from "./add-behind-selection.ts";
import { selectOnly } from "./select.ts";
import { useEditorSession } from "./session-context.tsx";

const itemClass = `${menuItemClass} data-[selected=true]:bg-hover data-[disabled=false]:opacity-100`;
const groupClass =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint";

/** Every action by name, every step of the workflow to go to, every step type to add. */
export function CommandPalette() {
  const session = useEditorSession();
  const router = useRouter();
  // What was possible when it was opened: the dialog takes the focus but not the selection.
  const [context] = useState(() => contextOf(session));
  const close = () => session.store.setState({ dialog: null });
  const perform = (act: () => void) => () => {
    close();
    session.store.getState().canvas?.focus();
    act();
  };
  const possible = actions.filter((action) => action.id !== "help.commands" && isPossible(action, context));
  return (
    <Radix.Root open onOpenChange={(open) => !open && close()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[16vh] left-1/2 z-50 w-[calc(100vw-32px)] max-w-xl -translate-x-1/2 animate-pop overflow-hidden rounded-xl border bg-raised shadow-high outline-none"
        >
          <Radix.Title className="sr-only">Commands</Radix.Title>
          <Command label="Commands">
            <Command.Input
              placeholder="Do something, go to a step, add a step…"
              className="h-12 w-full border-b bg-transparent px-4 text-md outline-none placeholder:text-faint"
            />
            <Command.List className="max-h-96 overflow-auto p-1">
              <Command.Empty className="px-3 py-6 text-center text-sm text-muted">Nothing matches.</Command.Empty>
              {actionCategories.map((category) => {
                const group = possible.filter((action) => action.category === category);
                if (group.length === 0) return null;
                return (
                  <Command.Group key={category} heading={category} className={groupClass}>
                    {group.map((action) => {
                      const { icon: Icon } = action;
                      return (
                        <Command.Item
                          key={action.id}
                          value={`${labelOf(action, context)} ${action.id}`}
                          className={itemClass}
                          onSelect={perform(() => void action.perform(contextOf(session)))}
                        >
                          <Icon />
                          <span className="flex-1">{labelOf(action, context)}</span>
                          {action.shortcuts?.[0] && <Kbd shortcut={action.shortcuts[0]} />}
                        </Command.Item>
                      );
                    })}
                  </Command.Group>
                );
              })}
              <Command.Group heading="Go to step" className={groupClass}>
                {context.graph.nodes.map((node) => {
                  const definition = session.registry.get(node.type);
                  return (
                    <Command.Item
                      key={node.id}
                      value={`go to ${node.title} ${node.key} ${node.id}`}
                      className={itemClass}
                      onSelect={perform(() => {
                        selectOnly(session.store, [node.id]);
                        session.store.getState().canvas?.reveal(node.id);
                      })}
                    >
                      <StepIcon icon={definition?.icon ?? "box"} category={definition?.category ?? "flow"} size="sm" />
                      {node.title}
                    </Command.Item>
                  );
                })}
              </Command.Group>
              <Command.Group heading="Add step" className={groupClass}>
                {[...session.registry.values()].map((definition) => (
                  <Command.Item
                    key={definition.type}
                    value={`add ${definition.title} ${definition.type} ${definition.keywords?.join(" ") ?? ""}`}
                    className={itemClass}
                    onSelect={perform(() => addBehindSelection(session, definition))}
                  >
                    <StepIcon icon={definition.icon} category={definition.category} size="sm" />
                    {definition.title}
                  </Command.Item>
                ))}
              </Command.Group>
              <Command.Group heading="Places" className={groupClass}>
                <Command.Item className={itemClass} onSelect={perform(() => router.push("/"))}>
                  <Home />
                  All workflows
                </Command.Item>
              </Command.Group>
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
