import { createStore, type StoreApi } from "zustand/vanilla";
import type { Problem } from "#core/compile/problem.ts";
import type { EdgeEnds, Graph } from "#core/graph/graph.ts";
import type { EdgeId, NodeId, NoteId, RunId } from "#core/id.ts";
import type { Shape } from "#core/json/shape.ts";
import type { RunView } from "#core/schedule/run-view.ts";
import type { ScopeShapes } from "./compile-message.ts";

export type Point = { readonly x: number; readonly y: number };
export type Size = { readonly w: number; readonly h: number };
export type SelectableId = NodeId | EdgeId | NoteId;

/** How safe the document is: `saved` only when the server has acknowledged that everything is on disk. */
export type SavedState =
  | { readonly kind: "connecting" }
  | { readonly kind: "saved" }
  | { readonly kind: "saving"; readonly changes: number }
  | { readonly kind: "offline"; readonly changes: number }
  /** The workflow does not exist for this person; there is nothing to show. */
  | { readonly kind: "missing" }
  /** The server will not take a change, now or later; what is drawn since is only in this tab. */
  | { readonly kind: "refused"; readonly reason: string };

/** Where what is being dragged would land, beyond its position. */
export type DropTarget =
  | { readonly kind: "edge"; readonly id: EdgeId }
  /** From one box into another, null being outside of all; `loses` are the edges that would cross a border. */
  | {
      readonly kind: "container";
      readonly from: NodeId | null;
      readonly id: NodeId | null;
      readonly loses: readonly EdgeId[];
    };

export type PortRef = { readonly nodeId: NodeId; readonly port: string };

/** The step picker: where it opens on the screen, where the step will stand, and what it will be joined to. */
export type PickerRequest = {
  /** Window px. */
  readonly at: Point;
  /** Canvas px, absolute: top left of the new step. */
  readonly place: Point;
  readonly join:
    | { readonly kind: "nothing" }
    | { readonly kind: "after"; readonly source: PortRef }
    | { readonly kind: "before"; readonly target: PortRef }
    | { readonly kind: "splice"; readonly edge: EdgeId }
    | { readonly kind: "inside"; readonly container: NodeId };
};

/** Asks which box the selected steps are to be moved into, or what kind of box is put around them; opens at window px. */
export type BoxRequest = { readonly for: "move" | "group"; readonly at: Point };

/** Asks what the step is to be joined to; the list opens at a point of the window, px. */
export type ConnectRequest = { readonly from: NodeId; readonly at: Point };

/** The host that a step calls is left alone for a while, because it failed again and again. */
export type StepBreaker = {
  readonly host: string;
  readonly state: "open" | "half-open";
  /** Unix milliseconds; null when it is being tried again. */
  readonly untilMs: number | null;
  /** A sentence. */
  readonly lastFailure: string | null;
};

export type DrawerTab = "problems" | "log" | "runs" | "versions";
export type Tool = "pointer" | "hand";

/** A run drawn on the canvas. `graph` is the drawing as it was then; null while the run is of the present draft. */
export type ShownRun = { readonly runId: RunId; readonly graph: Graph | null; readonly view: RunView };

/** What the canvas can do for everybody else; present while a canvas is mounted. All points are px. */
export type CanvasPort = {
  readonly toCanvas: (window: Point) => Point;
  readonly toWindow: (canvas: Point) => Point;
  /** Middle of what is visible, canvas px. */
  readonly centre: () => Point;
  /** Last known pointer over the canvas in window px, or the middle of the canvas when it is elsewhere. */
  readonly pointer: () => Point;
  readonly fit: (ids?: readonly string[]) => void;
  readonly zoomTo: (zoom: number) => void;
  readonly zoomBy: (factor: number) => void;
  /** Fits everything when one of these nodes is not wholly in view; `all`: when none of them is at all. */
  readonly fitWhenHidden: (ids: readonly string[], how: "some" | "all") => void;
  /** Scrolls a node, or the ends of an edge, into view without zooming when it is outside. */
  readonly reveal: (id: string) => void;
  readonly focus: () => void;
};

/** Long actions that belong to the editor's page: they ask, call the server, and show progress. */
export type EditorServices = {
  readonly testRun: (trigger?: NodeId) => void;
  /** Runs the draft up to a step, or one step of it alone with what is known of those before it. */
  readonly runPart: (nodeId: NodeId, part: "until" | "only") => void;
  readonly stopRun: () => void;
  readonly publish: () => void;
  readonly testStep: (nodeId: NodeId) => void;
  readonly pinLastOutput: (nodeId: NodeId) => void;
  readonly exportFile: () => void;
};

export type SessionState = {
  readonly selection: ReadonlySet<SelectableId>;
  /** Positions of what is being dragged, relative to the parent as in the document; null when nothing is. */
  readonly drag: ReadonlyMap<string, Point> | null;
  readonly resize: { readonly id: string; readonly at: Point; readonly size: Size } | null;
  /** Boxes that this person folded into one card each. Kept in this browser, never in the document. */
  readonly collapsed: ReadonlySet<NodeId>;
  /** A box is being drawn around things. */
  readonly isBoxSelecting: boolean;
  readonly dropTarget: DropTarget | null;
  /** The connection that dropping the dragged step here would make. */
  readonly ghost: EdgeEnds | null;
  readonly picker: PickerRequest | null;
  readonly connecting: ConnectRequest | null;
  readonly boxPicker: BoxRequest | null;
  /** What the last key did, for those who cannot see it. */
  readonly spoken: string;
  readonly renaming: NodeId | null;
  readonly editingNote: NoteId | null;
  readonly tool: Tool;
  readonly paletteOpen: boolean;
  /** Whether the selected step's settings are shown beside the canvas. */
  readonly inspectorOpen: boolean;
  /** Whether the workflow's own settings are shown while nothing is selected. */
  readonly workflowOpen: boolean;
  /** The selected step is open in the large dialog: input, settings and output side by side. */
  readonly isStepExpanded: boolean;
  readonly minimapOpen: boolean;
  readonly drawer: DrawerTab | null;
  readonly dialog: "commands" | "shortcuts" | null;
  /** Field of the selected step that the inspector should scroll to and focus; `at` changes with each request. */
  readonly focusField: { readonly nodeId: NodeId | null; readonly field: string; readonly at: number } | null;
  readonly problems: readonly Problem[];
  readonly problemsByNode: ReadonlyMap<NodeId, readonly Problem[]>;
  /** What formulas may use, as last compiled. */
  readonly scope: ScopeShapes | null;
  /** Shapes learnt from recorded runs and pins, by step. */
  readonly learned: ReadonlyMap<NodeId, Shape>;
  readonly breakers: ReadonlyMap<NodeId, StepBreaker>;
  readonly saved: SavedState;
  readonly run: ShownRun | null;
  /** The past run that was opened on the canvas; null while the draft is shown, with the newest run over it. */
  readonly openRun: RunId | null;
  /** A run of this workflow was asked for here and has not ended. */
  readonly isRunning: boolean;
  readonly recentTypes: readonly string[];
  readonly canvas: CanvasPort | null;
  readonly services: EditorServices | null;
};

export type SessionStore = StoreApi<SessionState>;

export const nothingSelected: ReadonlySet<SelectableId> = new Set();

const initial: SessionState = {
  selection: nothingSelected,
  drag: null,
  resize: null,
  collapsed: new Set(),
  isBoxSelecting: false,
  dropTarget: null,
  ghost: null,
  picker: null,
  connecting: null,
  boxPicker: null,
  spoken: "",
  renaming: null,
  editingNote: null,
  tool: "pointer",
  paletteOpen: true,
  inspectorOpen: true,
  workflowOpen: false,
  isStepExpanded: false,
  minimapOpen: true,
  drawer: null,
  dialog: null,
  focusField: null,
  problems: [],
  problemsByNode: new Map(),
  scope: null,
  learned: new Map(),
  breakers: new Map(),
  saved: { kind: "connecting" },
  run: null,
  openRun: null,
  isRunning: false,
  recentTypes: [],
  canvas: null,
  services: null,
};

/** One store per open editor: what is mine alone and not kept. */
export function createSessionStore(given: Partial<SessionState> = {}): SessionStore {
  return createStore<SessionState>()(() => ({ ...initial, ...given }));
}
