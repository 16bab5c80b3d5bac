/**
 * What a script meets inside QuickJS: `console`, and what starts it and reports how it went. Plain JavaScript without a
 * single function of the host (R2). It keeps hold of the built-in functions that it needs before the script runs, so
 * whatever the script replaces changes its own answer at most.
 *
 * Lines of the console become JSON text at once: nothing that the script does later can reach them.
 */
export const scriptRealm = `"use strict";
(limits) => {
  const { stringify, parse } = JSON;
  const { apply } = Reflect;
  const textOf = String;
  const { slice } = String.prototype;
  const cut = (text, chars) => (text.length > chars ? apply(slice, text, [0, chars]) + "…" : text);
  let lines = "";
  let count = 0;
  let dropped = 0;
  let left = limits.consoleChars;
  let answer = null;

  const shown = (value) => {
    if (typeof value === "string") return value;
    try {
      if (value instanceof Error) return textOf(value.name) + ": " + textOf(value.message);
      const text = typeof value === "object" ? stringify(value) : undefined;
      return text === undefined ? textOf(value) : text;
    } catch {
      return "(a value that cannot be shown)";
    }
  };
  const write = (level) => (...values) => {
    if (count >= limits.consoleLines || left <= 0) {
      dropped += 1;
      return;
    }
    let text = "";
    for (let at = 0; at < values.length; at++) text += (at > 0 ? " " : "") + cut(shown(values[at]), limits.lineChars);
    text = cut(text, left < limits.lineChars ? left : limits.lineChars);
    left -= text.length;
    lines += (count > 0 ? "," : "") + '{"level":"' + level + '","text":' + stringify(text) + "}";
    count += 1;
  };
  globalThis.console = {
    log: write("log"), debug: write("log"), info: write("info"), warn: write("warn"), error: write("error"),
  };

  const fail = (thrown) => {
    let name = "";
    let message = "";
    let stack = "";
    try {
      if (typeof thrown === "object" && thrown !== null && "message" in thrown) {
        name = cut(textOf(thrown.name ?? ""), 100);
        message = cut(textOf(thrown.message), 2000);
        stack = cut(textOf(thrown.stack), 4000);
      } else message = cut(shown(thrown), 2000);
    } catch {
      message = "(an error that cannot be shown)";
    }
    answer = '{"kind":"threw","name":' + stringify(name) + ',"message":' + stringify(message) + ',"stack":' +
      stringify(stack) + "}";
  };
  const settle = (value) => {
    const text = value === undefined ? "null" : stringify(value);
    if (text === undefined) answer = '{"kind":"not-data"}';
    else if (text.length > limits.answerBytes) answer = '{"kind":"too-large"}';
    else answer = '{"kind":"value","value":' + text + "}";
  };
  return {
    start: (script, given) => {
      const values = parse(given);
      (async () => {
        try {
          settle(await apply(script, undefined, values));
        } catch (thrown) {
          fail(thrown);
        }
      })();
    },
    isSettled: () => answer !== null,
    log: () => '"dropped":' + dropped + ',"console":[' + lines + "]",
    answer: () => answer ?? '{"kind":"unsettled"}',
  };
}`;
