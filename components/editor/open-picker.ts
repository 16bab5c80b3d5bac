import { type EditorSession, isLocked } from "./editor-session.ts";
import type { PickerRequest, Point } from "./session-store.ts";

type Ask = { readonly at: Point; readonly place?: Point; readonly join: PickerRequest["join"] };

/** Opens the step picker at a point of the window; the step will stand there unless `place` (canvas px) says otherwise. */
export function openPicker(session: EditorSession, { at, place, join }: Ask): void {
  if (isLocked(session)) return;
  const canvas = session.store.getState().canvas;
  session.store.setState({ picker: { at, place: place ?? canvas?.toCanvas(at) ?? { x: 0, y: 0 }, join } });
}
