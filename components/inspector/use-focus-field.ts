"use client";
import { type RefObject, useEffect, useRef } from "react";
import { useSession } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import type { NodeId } from "#core/id.ts";

/**
 * For the element around a form: scrolls to the field that somebody jumped to from a problem, and puts the caret into
 * it. Null is the form of the workflow itself.
 */
export function useFocusField(nodeId: NodeId | null): RefObject<HTMLDivElement | null> {
  const host = useRef<HTMLDivElement>(null);
  const request = useSession(selectFocusField);
  useEffect(() => {
    const form = host.current;
    if (!request || request.nodeId !== nodeId || !form || focusedIn(form, request.field)) return;
    // The part that holds it, or its editor, is still on the way.
    const waiting = new MutationObserver(() => focusedIn(form, request.field) && waiting.disconnect());
    waiting.observe(form, { childList: true, subtree: true });
    return () => waiting.disconnect();
  }, [request, nodeId]);
  return host;
}

function focusedIn(form: HTMLElement, path: string): boolean {
  const field = fieldAt(form, path);
  field?.scrollIntoView({ block: "center" });
  return field !== null && focusInside(field);
}

/** The field of a path, or the nearest around it that is drawn. */
function fieldAt(host: HTMLElement, path: string): HTMLElement | null {
  const parts = path.split(".");
  for (let length = parts.length; length > 0; length--) {
    const name = CSS.escape(parts.slice(0, length).join("."));
    const field = host.querySelector<HTMLElement>(`[data-field="${name}"]`);
    if (field) return field;
  }
  return null;
}

/** Answers whether there was anything to focus. */
function focusInside(field: HTMLElement): boolean {
  if (field.querySelector("[aria-busy]")) return false;
  const control =
    field.querySelector<HTMLElement>("input, textarea, [contenteditable=true]") ??
    field.querySelector<HTMLElement>("[role=switch], [role=combobox], button");
  control?.focus();
  return control !== null;
}

function selectFocusField(state: SessionState) {
  return state.focusField;
}
