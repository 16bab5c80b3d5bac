import { type EditorState, type Extension, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import type { ChipLabel } from "../chip-label.ts";
import { type Chip, chipsIn } from "../template-text.ts";

/** A chip in an editor, and where it stands on the screen. */
export type PickedChip = Chip & { readonly anchor: DOMRect };

/** Draws all chips anew: a title that they show has changed. */
export const redrawChips = StateEffect.define<null>();

type Options = {
  readonly labelOf: (source: string) => ChipLabel;
  /** What is wrong with a formula, as a sentence; null when nothing is. */
  readonly faultOf: (source: string) => string | null;
  readonly onPick: (chip: PickedChip) => void;
};

/** Marked formulas drawn as chips that the caret steps over as one. */
export function chipsExtension(options: Options): Extension {
  const field = StateField.define<DecorationSet>({
    create: (state) => decorate(state, options),
    update: (before, transaction) =>
      transaction.docChanged || transaction.effects.some((effect) => effect.is(redrawChips))
        ? decorate(transaction.state, options)
        : before,
    provide: (self) => [
      EditorView.decorations.from(self),
      EditorView.atomicRanges.of((view) => view.state.field(self, false) ?? Decoration.none),
    ],
  });
  return [field, chipLook];
}

function decorate(state: EditorState, options: Options): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const chip of chipsIn(state.doc.toString())) {
    const widget = new ChipWidget(chip, options);
    builder.add(chip.from, chip.to, Decoration.replace({ widget }));
  }
  return builder.finish();
}

class ChipWidget extends WidgetType {
  readonly chip: Chip;
  readonly label: ChipLabel;
  readonly fault: string | null;
  readonly onPick: Options["onPick"];

  constructor(chip: Chip, { labelOf, faultOf, onPick }: Options) {
    super();
    this.chip = chip;
    this.label = labelOf(chip.source);
    this.fault = faultOf(chip.source);
    this.onPick = onPick;
  }

  override eq(other: ChipWidget): boolean {
    return (
      other.chip.source === this.chip.source &&
      other.fault === this.fault &&
      other.label.title === this.label.title &&
      other.label.path === this.label.path
    );
  }

  toDOM(view: EditorView): HTMLElement {
    const { title, path, formula } = this.label;
    const dom = document.createElement("span");
    dom.className = `hd-chip${formula ? " hd-chip-formula" : ""}${this.fault ? " hd-chip-broken" : ""}`;
    dom.title = this.fault ?? (this.chip.source || "Choose a value");
    dom.dataset.source = this.chip.source;
    if (title) dom.append(part("hd-chip-title", title));
    if (path) dom.append(part("hd-chip-path", formula ? path : path.replace(/^\./, "")));
    dom.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.pick(view, dom);
    });
    return dom;
  }

  override ignoreEvent(): boolean {
    return true;
  }

  /** Where the chip stands is asked of the view: text before it may have changed since it was drawn. */
  private pick(view: EditorView, dom: HTMLElement): void {
    const at = view.posAtDOM(dom);
    const found = chipsIn(view.state.doc.toString()).find((each) => each.from <= at && at < each.to);
    if (found) this.onPick({ ...found, anchor: dom.getBoundingClientRect() });
  }
}

function part(className: string, text: string): HTMLElement {
  const dom = document.createElement("span");
  dom.className = className;
  dom.textContent = text;
  return dom;
}

const chipLook = EditorView.theme({
  ".hd-chip": {
    display: "inline-flex",
    alignItems: "center",
    gap: "4px",
    maxWidth: "100%",
    height: "20px",
    padding: "0 6px",
    margin: "0 1px",
    borderRadius: "6px",
    background: "var(--accent-soft)",
    color: "var(--accent)",
    fontSize: "12px",
    lineHeight: "20px",
    verticalAlign: "bottom",
    cursor: "pointer",
    overflow: "hidden",
    whiteSpace: "nowrap",
  },
  ".hd-chip:hover": { background: "color-mix(in srgb, var(--accent) 22%, var(--surface))" },
  ".hd-chip-title": {
    fontWeight: "550",
    flexShrink: "0",
    maxWidth: "160px",
    overflow: "hidden",
    textOverflow: "ellipsis",
  },
  ".hd-chip-path": { fontFamily: "var(--font-mono)", fontSize: "11.5px", overflow: "hidden", textOverflow: "ellipsis" },
  ".hd-chip-formula": { background: "var(--hover)", color: "var(--ink)" },
  ".hd-chip-broken": {
    background: "color-mix(in srgb, var(--failed) 12%, var(--surface))",
    color: "var(--failed)",
    textDecoration: "underline wavy 1px",
    textUnderlineOffset: "3px",
  },
});
