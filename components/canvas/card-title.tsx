import { type FocusEvent, type KeyboardEvent, useRef } from "react";
import { useEditorSession, useSession } from "#components/editor/session-context.tsx";
import { cn } from "#components/ui/cn.ts";
import type { NodeId } from "#core/id.ts";

type Props = { nodeId: NodeId; title: string; isDisabled: boolean };

/** A step's title; a field while it is being renamed. Enter and leaving keep the new one, Escape the old one. */
export function CardTitle({ nodeId, title, isDisabled }: Props) {
  const isRenaming = useSession((state) => state.renaming === nodeId);
  if (isRenaming) return <TitleField nodeId={nodeId} title={title} />;
  return (
    <p
      className={cn(
        "card-title truncate text-sm leading-5 font-medium text-ink",
        isDisabled && "line-through decoration-faint",
      )}
    >
      {title}
    </p>
  );
}

function TitleField({ nodeId, title }: { nodeId: NodeId; title: string }) {
  const session = useEditorSession();
  const isCancelled = useRef(false);
  const finish = (event: FocusEvent<HTMLInputElement>) => {
    const next = event.currentTarget.value.trim();
    session.store.setState({ renaming: null });
    if (!isCancelled.current && next !== "" && next !== title)
      session.dispatch({ type: "node.rename", id: nodeId, title: next });
  };
  const leave = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.key !== "Enter" && event.key !== "Escape") return;
    isCancelled.current = event.key === "Escape";
    event.currentTarget.blur();
    session.store.getState().canvas?.focus();
  };
  return (
    <input
      // The person asked to rename: typing must go here at once.
      ref={(input) => input?.select()}
      aria-label="Step title"
      defaultValue={title}
      maxLength={120}
      onBlur={finish}
      onKeyDown={leave}
      className="nodrag nopan -mx-1 block h-5 w-full rounded-sm bg-sunken px-1 text-sm font-medium outline-none ring-2 ring-accent"
    />
  );
}
