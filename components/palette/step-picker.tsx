"use client";

import { addStepAt } from "#components/editor/add-step.ts";
import { useEditorSession, useSession } from "#components/editor/session-context.tsx";
import type { PickerRequest, SessionState } from "#components/editor/session-store.ts";
import { boxOfJoin } from "#components/editor/step-places.ts";
import { PopoverAt } from "#components/ui/popover-at.tsx";
import { SearchList } from "#components/ui/search-list.tsx";
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
    <PopoverAt at={request.at} label={hints[request.join.kind]} close={close}>
      <PickerList request={request} close={close} />
    </PopoverAt>
  );
}

function PickerList({ request, close }: { request: PickerRequest; close: () => void }) {
  const session = useEditorSession();
  const { nodes } = session.graph.get();
  const box = boxOfJoin(session.graph.get(), request.join);
  const place = { registry: session.registry, box: nodes.find((node) => node.id === box) ?? null };
  return (
    <SearchList
      label="Search steps"
      listLabel="Steps"
      placeholder={`${hints[request.join.kind]}…`}
      search={(query) =>
        searchSteps(session.registry.values(), query).filter((definition) => fitsJoin(place, definition, request.join))
      }
      keyOf={({ type }) => type}
      pick={({ type }) => {
        close();
        addStepAt(session, type, request);
      }}
      row={(definition, props, isActive) => (
        <StepRow key={definition.type} {...props} definition={definition} isActive={isActive} />
      )}
      none="Nothing that fits here is called that."
    />
  );
}

function selectPicker(state: SessionState) {
  return state.picker;
}
