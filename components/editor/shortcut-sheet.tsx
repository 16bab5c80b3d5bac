"use client";

import { type ReactNode, useState } from "react";

import { Dialog } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { type Action, actionCategories, labelOf } from "./actions/action.ts";
import { contextOf } from "./actions/perform-action.ts";
import { actions } from "./actions/registry.ts";
import { focusOnce } from "./focus-once.ts";
import { useEditorSession } from "./session-context.tsx";

/** Keys that belong to gestures and so to no action. */
const gestures = [
  { label: "Pan", shortcut: "Space+Drag" },
  { label: "Box select", shortcut: "Shift+Drag" },
  { label: "Zoom", shortcut: "Mod+Scroll" },
  { label: "Add a step here", shortcut: "Double-click" },
];

/** All shortcuts by what they are for, read from the same registry as everything else. */
export function ShortcutSheet() {
  const session = useEditorSession();
  const context = contextOf(session);
  const [query, setQuery] = useState("");
  const isFound = (label: string) => label.toLowerCase().includes(query.trim().toLowerCase());
  const close = () => {
    session.store.setState({ dialog: null });
    session.store.getState().canvas?.focus();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && close()} title="Keyboard shortcuts" size="lg">
      <Input
        ref={focusOnce}
        type="search"
        aria-label="Find a shortcut"
        placeholder="Find a shortcut"
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        className="mb-4 max-w-72"
      />
      <div className="columns-1 gap-8 sm:columns-2 lg:columns-3">
        {actionCategories.map((category) => (
          <Group key={category} title={category}>
            {actions
              .filter((action) => action.category === category && action.shortcuts && isFound(labelOf(action, context)))
              .map((action) => (
                <Row key={action.id} label={labelOf(action, context)} shortcuts={shortcutsOf(action)} />
              ))}
          </Group>
        ))}
        <Group title="Mouse">
          {gestures
            .filter(({ label }) => isFound(label))
            .map(({ label, shortcut }) => (
              <Row key={label} label={label} shortcuts={[shortcut]} />
            ))}
        </Group>
      </div>
    </Dialog>
  );
}

function Group({ title, children }: { title: string; children: readonly ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <section className="mb-5 break-inside-avoid">
      <h3 className="mb-1 text-xs font-medium text-faint">{title}</h3>
      <dl className="text-sm">{children}</dl>
    </section>
  );
}

function Row({ label, shortcuts }: { label: string; shortcuts: readonly string[] }) {
  return (
    <div className="flex min-h-7 items-center gap-2 border-b border-line/60 py-1">
      <dt className="min-w-0 flex-1 text-ink">{label}</dt>
      <dd className="flex gap-2">
        {shortcuts.map((shortcut) => (
          <Kbd key={shortcut} shortcut={shortcut} />
        ))}
      </dd>
    </div>
  );
}

function shortcutsOf(action: Action): readonly string[] {
  // `Mod++` is the same key as `Mod+=` on most keyboards.
  return action.shortcuts?.filter((shortcut) => !shortcut.endsWith("++")).slice(0, 2) ?? [];
}
