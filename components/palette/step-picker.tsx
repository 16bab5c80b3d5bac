"use client";

import { Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { addStepAt } from "#components/editor/add-step.ts";
import { useEditorSession, useSession } from "#components/editor/session-context.tsx";
import type { PickerRequest, SessionState } from "#components/editor/session-store.ts";
import { Popover, PopoverAnchor, PopoverContent } from "#components/ui/popover.tsx";
import { fitsJoin, searchSteps } from "./search-steps.ts";
import { StepRow } from "./step-row.tsx";

const hints: Readonly<Record<PickerRequest["join"]["kind"], string>> = {
  nothing: "Add a step",
  after: "Add the next step",
  before: "Add a step before",
  splice: "Insert a step",
  inside: "Add a step inside",
};

/** Search at the pointer: only what fits the place, arrows and Enter, Escape to leave. */
export function StepPicker() {
  const { store } = useEditorSession();
  const request = useSession(selectPicker);
  if (!request) return null;
  const close = () => {
    store.setState({ picker: null });
    store.getState().canvas?.focus();
  };
  return (
    <Popover open onOpenChange={(open) => !open && close()}>
      <PopoverAnchor asChild>
        <span
          aria-hidden
          className="pointer-events-none fixed size-0"
          style={{ left: request.at.x, top: request.at.y }}
        />
      </PopoverAnchor>
      <PopoverContent
        side="right"
        align="start"
        sideOffset={8}
        aria-label={hints[request.join.kind]}
        onCloseAutoFocus={(event) => event.preventDefault()}
        className="w-80 p-0"
      >
        <PickerList request={request} close={close} />
      </PopoverContent>
    </Popover>
  );
}

function PickerList({ request, close }: { request: PickerRequest; close: () => void }) {
  const session = useEditorSession();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const found = searchSteps(session.registry.values(), query).filter((definition) =>
    fitsJoin(definition, request.join),
  );
  const at = Math.min(active, found.length - 1);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const pick = (type: string | undefined) => {
    if (!type) return;
    close();
    addStepAt(session, type, request);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "ArrowDown") setActive(Math.min(at + 1, found.length - 1));
    else if (event.key === "ArrowUp") setActive(Math.max(at - 1, 0));
    else if (event.key === "Enter") pick(found[at]?.type);
    else if (event.key === "Tab") setActive((at + (event.shiftKey ? found.length - 1 : 1)) % Math.max(found.length, 1));
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="relative border-b">
        <Search aria-hidden className="absolute top-3 left-3 size-4 text-faint" />
        <input
          role="combobox"
          aria-label="Search steps"
          aria-expanded
          aria-controls="step-picker-list"
          aria-activedescendant={found[at] ? `pick-${found[at].type}` : undefined}
          placeholder={`${hints[request.join.kind]}…`}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          className="h-10 w-full bg-transparent pr-3 pl-9 text-md outline-none placeholder:text-faint"
        />
      </div>
      <div ref={list} id="step-picker-list" role="listbox" aria-label="Steps" className="max-h-80 overflow-y-auto p-1">
        {found.map((definition, index) => (
          <StepRow
            key={definition.type}
            id={`pick-${definition.type}`}
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            definition={definition}
            isActive={index === at}
            onPointerMove={() => setActive(index)}
            onClick={() => pick(definition.type)}
          />
        ))}
        {found.length === 0 && (
          <p className="px-3 py-6 text-center text-sm text-muted">Nothing that fits here is called that.</p>
        )}
      </div>
    </>
  );
}

function selectPicker(state: SessionState) {
  return state.picker;
}
