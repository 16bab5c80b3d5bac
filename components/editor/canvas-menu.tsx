import { Fragment, type ReactNode, useState } from "react";
import {
  ContextMenu,
  ContextMenuContent,
  ContextMenuItem,
  ContextMenuSeparator,
  ContextMenuTrigger,
} from "#components/ui/context-menu.tsx";
import { type Action, type ActionContext, labelOf } from "./actions/action.ts";
import { contextOf, isPossible } from "./actions/perform-action.ts";
import { actions } from "./actions/registry.ts";
import { useEditorSession } from "./session-context.tsx";

const onSteps = [
  ["add.step", "add.inside", "edit.connect"],
  ["step.open", "step.rename", "edit.toggle-disabled", "step.pin"],
  ["run.until", "run.only", "run.test-step"],
  ["edit.cut", "edit.copy", "edit.paste", "edit.duplicate"],
  ["arrange.group", "arrange.group-as", "arrange.ungroup", "arrange.move-into", "arrange.move-out", "view.collapse"],
  ["select.upstream", "select.downstream", "arrange.layout", "view.fit-selection"],
  ["edit.disconnect", "edit.delete", "edit.delete-reconnect"],
];
const onNothing = [
  ["add.step", "add.note", "edit.paste"],
  ["select.all", "arrange.layout", "view.fit"],
  ["run.test", "edit.export", "help.commands"],
];
const dangerous = new Set(["edit.delete", "edit.delete-reconnect"]);
const byId = new Map(actions.map((action) => [action.id, action]));

/** The menu of the second button, over the selection or over nothing. */
export function CanvasMenu({ children }: { children: ReactNode }) {
  const session = useEditorSession();
  const [context, setContext] = useState<ActionContext | null>(null);
  return (
    <ContextMenu onOpenChange={(open) => setContext(open ? contextOf(session) : null)}>
      <ContextMenuTrigger asChild>
        <div className="size-full">{children}</div>
      </ContextMenuTrigger>
      <ContextMenuContent className="w-72" onCloseAutoFocus={(event) => event.preventDefault()}>
        {context && <Groups context={context} />}
      </ContextMenuContent>
    </ContextMenu>
  );
}

function Groups({ context }: { context: ActionContext }) {
  const groups = (context.state.selection.size > 0 ? onSteps : onNothing)
    .map((ids) => ids.flatMap((id) => byId.get(id) ?? []).filter((action) => isPossible(action, context)))
    .filter((group) => group.length > 0);
  return groups.map((group, index) => (
    <Fragment key={group[0]?.id}>
      {index > 0 && <ContextMenuSeparator />}
      {group.map((action) => (
        <Item key={action.id} action={action} context={context} />
      ))}
    </Fragment>
  ));
}

function Item({ action, context }: { action: Action; context: ActionContext }) {
  const { icon: Icon } = action;
  const shortcut = action.shortcuts?.[0];
  return (
    <ContextMenuItem
      icon={<Icon />}
      danger={dangerous.has(action.id)}
      {...(shortcut ? { shortcut } : {})}
      onSelect={() => void action.perform(context)}
    >
      {labelOf(action, context)}
    </ContextMenuItem>
  );
}
