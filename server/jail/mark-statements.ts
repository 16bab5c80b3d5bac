import { type Node, parse } from "acorn";

/**
 * QuickJS knows the line of a fault only where it met a call or an expression statement before it: `return order.total`
 * would be told as line 1. So an empty expression goes before each statement; no line moves.
 */
export function markStatements(source: string): string {
  const known = marked.get(source);
  if (known !== undefined) return known;
  const text = withMarks(source);
  marked.set(source, text);
  const oldest = marked.keys().next().value;
  if (marked.size > keptMax && oldest !== undefined) marked.delete(oldest);
  return text;
}

const keptMax = 50;
const marked = new Map<string, string>();
const mark = ";0;";

function withMarks(source: string): string {
  const starts = startsIn(source);
  const pieces: string[] = [];
  let from = 0;
  for (const start of starts) {
    pieces.push(source.slice(from, start), mark);
    from = start;
  }
  pieces.push(source.slice(from));
  return pieces.join("");
}

/** Where statements begin, in order; none when the script cannot be read, which QuickJS then says itself. */
function startsIn(source: string): readonly number[] {
  try {
    const program = parse(source, { ecmaVersion: "latest", sourceType: "module", allowReturnOutsideFunction: true });
    return statementsOf(program)
      .filter(({ type, ...rest }) => !type.startsWith("Function") && !("directive" in rest))
      .map(({ start }) => start)
      .sort((a, b) => a - b);
  } catch {
    return [];
  }
}

function statementsOf(program: Node): readonly Node[] {
  const found: Node[] = [];
  const open: unknown[] = [program];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (Array.isArray(at)) open.push(...at.filter((inner) => inner !== null));
    else if (typeof at === "object" && at !== null && "type" in at) {
      found.push(...listIn(at as Node));
      open.push(...Object.values(at).filter((inner) => typeof inner === "object" && inner !== null));
    }
  }
  return found;
}

/** The statements that stand one after another in a node. */
function listIn(node: Node & { readonly body?: unknown; readonly consequent?: unknown }): readonly Node[] {
  const list = node.type === "SwitchCase" ? node.consequent : node.body;
  const isList = ["Program", "BlockStatement", "StaticBlock", "SwitchCase"].includes(node.type);
  return isList && Array.isArray(list) ? (list as readonly Node[]) : [];
}
