import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/*
 * What `npm start` and `npm run dev` run. npm puts the project's own Node first on the path; run by hand with an
 * older one, it starts itself again with the right one.
 */
const dir = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dev = process.argv.includes("--dev");
const neededNode = 24;
const say = (line: string) => console.log(line);

if (Number(process.versions.node.split(".")[0]) < neededNode) startAgainWithOwnNode();
else await start();

async function start(): Promise<void> {
  const { prepareProcess, readEnv } = await import("./env.ts");
  prepareProcess(dev);
  const env = settingsOrExit(readEnv);
  const [{ createLogger }, { runUntilStopped }, { prepareNext }, { sayReady }] = await Promise.all([
    import("./log.ts"),
    import("./run-until-stopped.ts"),
    import("./web/prepare-next.ts"),
    import("./say-ready.ts"),
  ]);
  await runUntilStopped({
    env,
    log: createLogger(env.logLevel),
    dev,
    say,
    prepareWeb: (signal) => prepareNext({ dir, dev, hostname: env.host, port: env.port, say, signal }),
    onReady: (server) => sayReady(server, say),
  });
}

function settingsOrExit<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    console.error(`Heddle did not start. ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}

function startAgainWithOwnNode(): void {
  const own = path.join(dir, "node_modules", ".bin", "node");
  if (!existsSync(own)) {
    console.error(
      `Heddle needs Node ${neededNode}; this is ${process.versions.node}. Run npm ci first, then npm start.`,
    );
    process.exit(1);
  }
  say(`Starting with the project's own Node ${neededNode}, because this one is ${process.versions.node}.`);
  const child = spawn(own, [...process.execArgv, ...process.argv.slice(1)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  child.once("close", (code) => process.exit(code ?? 1));
}
