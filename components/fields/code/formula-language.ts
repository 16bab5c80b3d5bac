import { LanguageSupport, StreamLanguage, type StringStream } from "@codemirror/language";

const roots = new Set(["trigger", "steps", "input", "item", "index", "vars", "run"]);
const words = new Set(["true", "false", "null"]);

/** Colours for CEL, token by token; what a formula means is the checker's business. */
const cel = StreamLanguage.define<{ quote: string; afterDot: boolean }>({
  name: "cel",
  startState: () => ({ quote: "", afterDot: false }),
  token(stream, state) {
    if (state.quote !== "") return textToken(stream, state);
    if (stream.eatSpace()) return null;
    const afterDot = state.afterDot;
    state.afterDot = false;
    if (stream.match(/^"""|^'''|^["']/)) {
      state.quote = stream.current();
      return "string";
    }
    if (stream.match(/^\d+(\.\d+)?([eE][+-]?\d+)?u?/)) return "number";
    if (stream.match(/^[A-Za-z_]\w*/))
      return wordToken(stream.current(), afterDot, stream.match(/^\s*\(/, false) !== null);
    if (stream.match(".")) {
      state.afterDot = true;
      return "punctuation";
    }
    if (stream.match(/^(&&|\|\||[=!<>]=|[-+*/%<>!?:])/)) return "operator";
    stream.next();
    return "punctuation";
  },
  languageData: { closeBrackets: { brackets: ["(", "[", "{", '"', "'"] } },
});

function textToken(stream: StringStream, state: { quote: string }): string {
  while (!stream.eol()) {
    if (stream.match(state.quote)) {
      state.quote = "";
      break;
    }
    if (stream.next() === "\\") stream.next();
  }
  // A text in single quotes ends with its line.
  if (stream.eol() && state.quote.length === 1) state.quote = "";
  return "string";
}

function wordToken(word: string, afterDot: boolean, called: boolean): string {
  if (called) return afterDot ? "propertyName.function" : "variableName.function";
  if (afterDot) return "propertyName";
  if (words.has(word)) return word === "null" ? "null" : "bool";
  if (word === "in") return "operatorKeyword";
  return roots.has(word) ? "variableName.special" : "variableName";
}

export function formulaLanguage(): LanguageSupport {
  return new LanguageSupport(cel);
}
