import type { Action } from "./action.ts";
import { addInside } from "./add-inside.ts";
import { addNote } from "./add-note.ts";
import { addStep } from "./add-step.ts";
import { aligns, distributes } from "./align.ts";
import { collapse, collapseAll } from "./collapse.ts";
import { connect } from "./connect.ts";
import { copy } from "./copy.ts";
import { cut } from "./cut.ts";
import { deleteSelected } from "./delete.ts";
import { deleteReconnect } from "./delete-reconnect.ts";
import { disconnect } from "./disconnect.ts";
import { duplicate } from "./duplicate.ts";
import { exportFile } from "./export-file.ts";
import { group, groupAs, ungroupSelected } from "./group.ts";
import { helpActions } from "./help.ts";
import { layout } from "./layout.ts";
import { moveBoxes } from "./move-boxes.ts";
import { moveFocus } from "./move-focus.ts";
import { nextNote } from "./next-note.ts";
import { nextPanel } from "./next-panel.ts";
import { nudges } from "./nudge.ts";
import { openStep } from "./open-step.ts";
import { paste } from "./paste.ts";
import { pin } from "./pin.ts";
import { redo } from "./redo.ts";
import { rename } from "./rename.ts";
import { runActions } from "./run.ts";
import { selectAll } from "./select-all.ts";
import { selectDownstream, selectUpstream } from "./select-stream.ts";
import { stepBack } from "./step-back.ts";
import { toggleDisabled } from "./toggle-disabled.ts";
import { undo } from "./undo.ts";
import { views } from "./view.ts";
import { walkEdges } from "./walk-edges.ts";
import { walkRun } from "./walk-run.ts";

/** Everything that can be done in the editor, in the order in which lists show it. */
export const actions: readonly Action[] = [
  ...runActions,
  ...walkRun,
  addStep,
  addInside,
  addNote,
  undo,
  redo,
  cut,
  copy,
  paste,
  duplicate,
  deleteSelected,
  deleteReconnect,
  connect,
  disconnect,
  exportFile,
  openStep,
  rename,
  toggleDisabled,
  pin,
  selectAll,
  stepBack,
  selectUpstream,
  selectDownstream,
  ...moveFocus,
  ...walkEdges,
  nextNote,
  group,
  groupAs,
  ungroupSelected,
  ...moveBoxes,
  layout,
  ...aligns,
  ...distributes,
  ...nudges,
  collapse,
  collapseAll,
  ...views,
  ...nextPanel,
  ...helpActions,
];
