import { deleteSelection } from "./actions/delete.ts";
import { contextOf, isPossible } from "./actions/perform-action.ts";
import { actions } from "./actions/registry.ts";
import { copiedText, pasteText } from "./clipboard.ts";
import { type EditorSession, isLocked } from "./editor-session.ts";
import { matchesShortcut } from "./shortcut.ts";

/** Keys that also work while typing: they do nothing to text. */
const everywhere = new Set(["help.commands", "run.test", "run.test-step", "view.next-panel", "view.previous-panel"]);

/** Keys that also work in the enlarged step, which otherwise keeps its keys as every dialog does. */
const inOpenStep = new Set(["run.test-step"]);

/** Listens to keys, copy, cut and paste for one editor; answers how to stop. */
export function listenToKeyboard(session: EditorSession): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  window.addEventListener("keydown", (event) => pressKey(session, event), { signal });
  document.addEventListener("copy", (event) => copyTo(session, event), { signal });
  document.addEventListener("cut", (event) => cutTo(session, event), { signal });
  document.addEventListener("paste", (event) => pasteFrom(session, event), { signal });
  return () => controller.abort();
}

function pressKey(session: EditorSession, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const place = placeOf(event.target);
  if (place === "overlay" && !isInStepDialog(event.target)) return;
  const context = contextOf(session);
  for (const action of actions) {
    if (action.isNativeKey || !action.shortcuts?.some((shortcut) => matchesShortcut(shortcut, event))) continue;
    if (place === "text" && !everywhere.has(action.id)) continue;
    if (place === "overlay" && !inOpenStep.has(action.id)) continue;
    if (place === "control" && isControlKey(event)) continue;
    if (!isPossible(action, context)) continue;
    event.preventDefault();
    void action.perform(context);
    return;
  }
}

/** Keys that a button, a tab or a list uses itself; with Ctrl, Command or Alt they are the editor's. */
export function isControlKey(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): boolean {
  if (event.key === "Tab") return true;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  return event.key === "Enter" || event.key === " " || event.key.startsWith("Arrow");
}

const overlays = "[role=dialog], [role=menu], [role=listbox], [role=alertdialog]";

/** True in the enlarged step itself, not in a menu or a dialog over it. */
function isInStepDialog(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest<HTMLElement>(overlays)?.dataset.panel === "open-step";
}

/**
 * Where a key was pressed: `text` is typed into, `control` is a button or a list outside the canvas that keeps its own
 * keys, `overlay` is a dialog or a menu that keeps all of them.
 */
function placeOf(target: EventTarget | null): "canvas" | "text" | "control" | "overlay" {
  if (!(target instanceof HTMLElement)) return "canvas";
  if (target.closest(overlays)) return "overlay";
  if (target.isContentEditable || target.closest("input, textarea, select")) return "text";
  if (target.closest("[data-testid=canvas]") && !target.closest("button")) return "canvas";
  return target === document.body ? "canvas" : "control";
}

function isForCanvas(event: ClipboardEvent): boolean {
  if (placeOf(event.target) === "text" || placeOf(event.target) === "overlay") return false;
  return document.getSelection()?.isCollapsed ?? true;
}

function copyTo(session: EditorSession, event: ClipboardEvent): boolean {
  if (!isForCanvas(event)) return false;
  const text = copiedText(session);
  if (text === null) return false;
  event.clipboardData?.setData("text/plain", text);
  event.preventDefault();
  return true;
}

function cutTo(session: EditorSession, event: ClipboardEvent): void {
  if (isLocked(session)) return;
  if (copyTo(session, event)) deleteSelection(contextOf(session), { reconnect: false, label: "Cut" });
}

function pasteFrom(session: EditorSession, event: ClipboardEvent): void {
  if (isLocked(session) || !isForCanvas(event)) return;
  const text = event.clipboardData?.getData("text/plain");
  if (!text) return;
  event.preventDefault();
  pasteText(session, text);
}
