import { pino } from "pino";
import { expect, test, vi } from "vitest";
import { printingToLog } from "./library-console.ts";

test("what a library prints goes to the log, however late; what anybody else prints is printed", async () => {
  const print = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const logged: { level: number; said: string }[] = [];
  const logger = pino({ level: "debug" }, { write: (line: string) => logged.push(JSON.parse(line)) });
  const work = printingToLog(logger, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    // biome-ignore lint/suspicious/noConsole: as the library does.
    console.error("refused", new Error("because"));
  });
  // biome-ignore lint/suspicious/noConsole: as anybody else might.
  console.error("by somebody else");
  await work;
  expect(print.mock.calls).toEqual([["by somebody else"]]);
  expect(logged).toHaveLength(1);
  expect(logged[0]).toMatchObject({ level: 20, said: expect.stringMatching(/^refused Error: because\n/) });
});
