import { type Node, parse } from "acorn";

/** Why a script cannot run, where in its text, and in which line (from 1). */
export type ScriptFault = {
  readonly message: string;
  readonly from: number;
  readonly to: number;
  readonly line: number;
};

/** Reads a script, which is the body of an async function in strict mode, and says the first thing that is wrong. */
export function scriptFaultOf(source: string): ScriptFault | null {
  try {
    // A module is strict and knows await; what else it knows and a function does not is looked for below.
    const { body } = parse(source, { ecmaVersion: "latest", sourceType: "module", allowReturnOutsideFunction: true });
    const moduleOnly = body.find(({ type }) => /^(Import|Export)/.test(type));
    return moduleOnly ? cannotImport(source, moduleOnly) : null;
  } catch (thrown) {
    return faultOf(source, thrown);
  }
}

function cannotImport(source: string, { start, end }: Node): ScriptFault {
  const message = "A script cannot import or export anything. Write what it needs into it.";
  return { message, from: start, to: end, line: lineAt(source, start) };
}

/** The parser's own errors know where; anything else is a script that is nested too deeply for it. */
function faultOf(source: string, thrown: unknown): ScriptFault {
  if (!(thrown instanceof SyntaxError) || !("pos" in thrown) || typeof thrown.pos !== "number") {
    return { message: "The script is nested too deeply to be read. Simplify it.", from: 0, to: source.length, line: 1 };
  }
  const from = Math.min(thrown.pos, Math.max(0, source.length - 1));
  const line = lineAt(source, thrown.pos);
  // It ends with its position in brackets, which the line says better.
  const what = thrown.message.replace(/\s*\(\d+:\d+\)$/, "");
  return { message: `Line ${line}: ${what}.`, from, to: Math.min(from + 1, source.length), line };
}

function lineAt(source: string, position: number): number {
  let line = 1;
  for (let at = source.indexOf("\n"); at >= 0 && at < position; at = source.indexOf("\n", at + 1)) line += 1;
  return line;
}
