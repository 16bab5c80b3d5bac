/** A word or sign of a formula, with its place in UTF-16 units. A text's quotes belong to it. */
export type Token = {
  readonly kind: "name" | "text" | "sign";
  readonly text: string;
  readonly from: number;
  readonly to: number;
};

// Comments and spaces; texts, raw ones first; names; numbers, which may hold a dot; else one sign.
const lexeme = new RegExp(
  [
    String.raw`(\s+|\/\/[^\n]*)`,
    String.raw`([bB]?[rR](?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"[^"\n]*"?|'[^'\n]*'?)` +
      String.raw`|[bB]?(?:"""(?:\\[^]|[^])*?(?:"""|$)|'''(?:\\[^]|[^])*?(?:'''|$)|"(?:\\[^]|[^"\\])*"?|'(?:\\[^]|[^'\\])*'?))`,
    String.raw`([A-Za-z_]\w*)`,
    String.raw`(\d+(?:\.\d+)?\w*|[^])`,
  ].join("|"),
  "y",
);

/** The words of a formula in order, without spaces and comments; of any text, also one that is no formula. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  lexeme.lastIndex = 0;
  for (let match = lexeme.exec(source); match; match = lexeme.exec(source)) {
    const [text, space, quoted, name] = match;
    if (space !== undefined) continue;
    const kind = quoted !== undefined ? "text" : name !== undefined ? "name" : "sign";
    tokens.push({ kind, text, from: match.index, to: match.index + text.length });
  }
  return tokens;
}
