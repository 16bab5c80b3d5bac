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
/** Ctrl-C to the prompt: never longer than this, whatever hangs. */
const stopPatienceMs = 9_500;

const say = (line: string) => console.log(line);

if (Number(process.versions.node.split(".")[0]) < neededNode) startAgainWithOwnNode();
else await start();

async function start(): Promise<void> {
  const { prepareProcess, readEnv } = await import("./env.ts");
  const stopSignal = new AbortController();
  let running: { stop: () => Promise<void> } | null = null;
  let isStopping = false;
  let exitCode = 0;
  const leave = () => {
    const isFirst = !isStopping;
    isStopping = true;
    stopSignal.abort();
    if (isFirst) {
      say("\nStopping.");
      setTimeout(() => process.exit(1), stopPatienceMs).unref();
    }
    void running?.stop().then(() => process.exit(exitCode));
  };
  process.on("SIGINT", leave);
  process.on("SIGTERM", leave);
  process.on("SIGHUP", leave);
  try {
    prepareProcess(dev);
    const env = readEnv();
    const [{ sampleCalls }, { createLogger }, { startServer }, { ensureProductionBuild }, { prepareWebApp }] =
      await Promise.all([
        import("./commands/seed-samples.ts"),
        import("./log.ts"),
        import("./main.ts"),
        import("./web/production-build.ts"),
        import("./web/next-app.ts"),
      ]);
    const log = createLogger(env.logLevel);
    // One bad message never ends the process (R21): what nobody waited for is reported, and we go on.
    process.on("unhandledRejection", (error) => log.error({ error }, "nobody waited for this failure"));
    process.on("uncaughtException", (error) => {
      log.fatal({ error }, "stopping, because of a failure that nobody caught");
      exitCode = 1;
      leave();
    });
    const prepareWeb = async () => {
      if (!dev) await ensureProductionBuild({ dir, say, signal: stopSignal.signal });
      return prepareWebApp({ dir, dev, hostname: env.host, port: env.port });
    };
    const server = await startServer({ env, log, dev, say, prepareWeb });
    running = server;
    if (isStopping) return leave();
    say(`Heddle is ready on ${server.origin}`);
    for (const { title, command } of await sampleCalls(server.services.ownerContext, server.origin)) {
      say(`\n${title}:\n  ${command}`);
    }
  } catch (error) {
    if (!isStopping) console.error(`Heddle did not start. ${error instanceof Error ? error.message : String(error)}`);
    process.exit(isStopping ? exitCode : 1);
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
  const child = spawn(own, process.argv.slice(1), { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  child.once("close", (code) => process.exit(code ?? 1));
}
