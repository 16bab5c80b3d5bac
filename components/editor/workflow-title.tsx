import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useEditorSession, useGraph } from "./session-context.tsx";

/** The workflow's title, written in place. It is part of the document, so everybody sees it change. */
export function WorkflowTitle() {
  const { dispatch, store } = useEditorSession();
  const { title } = useGraph().meta;
  const [draft, setDraft] = useState<string | null>(null);
  const isCancelled = useRef(false);
  useEffect(() => {
    document.title = `${title || "Untitled workflow"} · Heddle`;
  }, [title]);
  const finish = () => {
    const next = draft?.trim();
    if (!isCancelled.current && next && next !== title) dispatch({ type: "meta.set", meta: { title: next } });
    isCancelled.current = false;
    setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    isCancelled.current = event.key === "Escape";
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.currentTarget.blur();
    store.getState().canvas?.focus();
  };
  return (
    <h1 className="min-w-0">
      <input
        aria-label="Workflow title"
        value={draft ?? title}
        placeholder="Untitled workflow"
        maxLength={120}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={finish}
        onKeyDown={onKeyDown}
        className="field-sizing-content h-8 max-w-80 min-w-16 max-sm:w-full truncate rounded-md border border-transparent bg-transparent px-2 text-md font-semibold outline-none transition-colors hover:border-line focus:border-accent focus:bg-sunken"
      />
    </h1>
  );
}
