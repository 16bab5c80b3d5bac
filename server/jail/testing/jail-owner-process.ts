import { createLogger } from "../../log.ts";
import { createJail } from "../jail.ts";
import { runInJail } from "./run-in-jail.ts";

/** A server that does nothing but run a script which a killed server could leave behind; says when it runs. */
const jail = createJail({ log: createLogger("silent"), memoryMbMax: 64, spares: 1 });
await runInJail(jail, "return 1;");
void runInJail(jail, "for (;;);", { timeoutMs: 600_000 });
process.stdout.write("running\n");
