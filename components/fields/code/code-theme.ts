import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colors = HighlightStyle.define([
  { tag: [tags.string, tags.special(tags.string)], color: "var(--cat-list)" },
  { tag: tags.number, color: "var(--cat-text)" },
  { tag: [tags.bool, tags.null, tags.keyword, tags.operatorKeyword], color: "var(--cat-flow)" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--cat-integration)" },
  { tag: tags.special(tags.variableName), color: "var(--accent)" },
  { tag: tags.propertyName, color: "var(--ink)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.operator, tags.punctuation, tags.separator, tags.bracket], color: "var(--faint)" },
]);

const look = EditorView.theme({
  "&": { fontSize: "13px", color: "var(--ink)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "20px", overflow: "auto" },
  ".cm-content": { padding: "5px 0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 10px" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--accent) 24%, transparent)",
  },
  ".cm-placeholder": { color: "var(--faint)" },
  ".cm-gutters": { background: "transparent", border: "none", color: "var(--faint)" },
  ".cm-lineNumbers .cm-gutterElement": {
    padding: "0 4px 0 10px",
    minWidth: "28px",
    fontVariantNumeric: "tabular-nums",
  },
  ".cm-activeLine, .cm-activeLineGutter": { background: "transparent" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { background: "var(--accent-soft)", outline: "none" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--failed) 1px",
    textUnderlineOffset: "3px",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--waiting) 1px",
    textUnderlineOffset: "3px",
  },
  ".cm-tooltip": {
    background: "var(--raised)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
    borderRadius: "10px",
    boxShadow: "var(--shadow-high)",
    zIndex: "60",
  },
  ".cm-diagnostic": { padding: "6px 10px", borderLeft: "none", fontFamily: "var(--font-sans)", maxWidth: "360px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--font-mono)",
    fontSize: "12px",
    maxHeight: "260px",
    padding: "4px",
    minWidth: "240px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "flex",
    alignItems: "center",
    gap: "8px",
    height: "26px",
    padding: "0 8px",
    borderRadius: "6px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--hover)", color: "var(--ink)" },
  ".cm-completionLabel": { flex: "0 0 auto" },
  ".cm-completionMatchedText": { textDecoration: "none", color: "var(--accent)", fontWeight: "600" },
  ".cm-completionDetail": {
    flex: "1 1 0",
    minWidth: "0",
    overflow: "hidden",
    textOverflow: "ellipsis",
    textAlign: "right",
    fontStyle: "normal",
    color: "var(--faint)",
    marginLeft: "8px",
  },
  ".cm-completionIcon": { width: "14px", padding: "0", opacity: "1", fontSize: "11px", textAlign: "center" },
  ".cm-completionIcon-name::after": { content: "'●'", color: "var(--accent)" },
  ".cm-completionIcon-field::after": { content: "'◆'", color: "var(--cat-list)" },
  ".cm-completionIcon-function::after, .cm-completionIcon-method::after": {
    content: "'ƒ'",
    color: "var(--cat-integration)",
  },
  ".hd-example": {
    display: "block",
    marginTop: "6px",
    padding: "4px 6px",
    borderRadius: "6px",
    background: "var(--sunken)",
    fontFamily: "var(--font-mono)",
    fontSize: "12px",
    overflowWrap: "anywhere",
  },
  ".cm-tooltip.cm-completionInfo": {
    padding: "8px 10px",
    maxWidth: "320px",
    fontFamily: "var(--font-sans)",
    fontSize: "12px",
    lineHeight: "16px",
    whiteSpace: "pre-wrap",
  },
});

/** The look of every code field, in the tokens of the product: it follows light and dark by itself. */
export const codeTheme = [look, syntaxHighlighting(colors)];
