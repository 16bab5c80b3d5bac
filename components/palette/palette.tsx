"use client";

import { PanelLeftClose, Search } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { performAction } from "#components/editor/actions/perform-action.ts";
import { addBehindSelection } from "#components/editor/add-behind-selection.ts";
import type { EditorSession } from "#components/editor/editor-session.ts";
import { useEditorSession, useSession } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { type NodeDefinition, nodeCategories } from "#core/node-kit/define-node.ts";
import { categoryTitles, searchSteps } from "./search-steps.ts";
import { stepDragType } from "./step-drag.ts";
import { StepRow } from "./step-row.tsx";

/** All step types: search, drag to the canvas, or press to add behind the selected step. */
export function Palette() {
  const session = useEditorSession();
  const recentTypes = useSession(selectRecent);
  const [query, setQuery] = useState("");
  const found = searchSteps(session.registry.values(), query);
  const recent = recentTypes.flatMap((type) => session.registry.get(type) ?? []);
  const groups =
    query.trim() === ""
      ? [
          ...(recent.length > 0 ? [{ title: "Recent", steps: recent }] : []),
          ...nodeCategories.map((category) => ({
            title: categoryTitles[category],
            steps: found.filter((definition) => definition.category === category),
          })),
        ]
      : [{ title: `${found.length} found`, steps: found }];
  return (
    <div data-panel="steps" className="flex h-full flex-col">
      <header className="flex h-11 shrink-0 items-center gap-1 pr-2 pl-4">
        <h2 className="flex-1 text-sm font-semibold">Steps</h2>
        <IconButton label="Hide steps" size="sm" onClick={() => performAction(session, "view.palette")}>
          <PanelLeftClose />
        </IconButton>
      </header>
      <div className="relative px-3 pb-2">
        <Search aria-hidden className="absolute top-2 left-5.5 size-4 text-faint" />
        <input
          type="search"
          aria-label="Search steps"
          placeholder="Search steps"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => searchKeys(event, session, found, () => setQuery(""))}
          className="h-8 w-full rounded-md border bg-sunken pr-2 pl-8 text-sm outline-none placeholder:text-faint focus-visible:border-accent focus-visible:ring-2 focus-visible:ring-accent/25"
        />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: not fields of a form but a list of things to add */}
      <div
        role="group"
        aria-label="Step types"
        className="min-h-0 flex-1 overflow-y-auto px-2 pb-4"
        onKeyDown={walkRows}
      >
        {groups.map(({ title, steps }) =>
          steps.length === 0 ? null : (
            <section key={title} aria-label={title} className="mt-2">
              <h3 className="px-2 py-1 text-xs font-medium text-faint">{title}</h3>
              {steps.map((definition) => (
                <StepRow
                  key={definition.type}
                  definition={definition}
                  draggable
                  onDragStart={(event) => {
                    event.dataTransfer.setData(stepDragType, definition.type);
                    event.dataTransfer.effectAllowed = "copy";
                  }}
                  onClick={() => addBehindSelection(session, definition)}
                  className="cursor-grab active:cursor-grabbing"
                />
              ))}
            </section>
          ),
        )}
        {found.length === 0 && (
          <p className="px-3 py-6 text-center text-sm text-muted">
            No step is called that. Try “http”, “list” or “branch”.
          </p>
        )}
      </div>
    </div>
  );
}

/** Enter adds the first match; arrow down goes into the list. */
function searchKeys(
  event: KeyboardEvent<HTMLInputElement>,
  session: EditorSession,
  found: readonly NodeDefinition[],
  clear: () => void,
): void {
  if (event.key === "Enter" && found[0]) addBehindSelection(session, found[0]);
  else if (event.key === "Escape") clear();
  else if (event.key === "ArrowDown")
    event.currentTarget.closest("div")?.parentElement?.querySelector<HTMLElement>("section button")?.focus();
  else return;
  event.preventDefault();
}

/** Arrow keys go from row to row. */
function walkRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("section button")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  event.preventDefault();
}

function selectRecent(state: SessionState) {
  return state.recentTypes;
}
