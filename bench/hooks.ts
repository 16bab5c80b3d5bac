import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { createLogger } from "#server/log.ts";
import { createEngine } from "#server/run/engine.ts";
import { createHooksListener } from "#server/triggers/hooks.ts";
import { createLiveHooks } from "#server/triggers/live-hooks.ts";
import { createListener } from "#server/web/listener.ts";
import { createBareJournal } from "./bare/bare-journal.ts";
import { recordedJournal } from "./bare/recorded-journal.ts";
import type { LoadResult } from "./load/autocannon.ts";
import { startLoad } from "./load/load-process.ts";
import { type BenchDatabase, openBenchDatabase } from "./stage/bench-database.ts";
import { answer, body } from "./stage/five-steps.ts";
import { publishFiveSteps } from "./stage/publish-five-steps.ts";

const connections = [1, 16, 64];
const warmUpSeconds = 2;
const roundSeconds = 3;
const rounds = 3;

/**
 * A published webhook workflow of five set-field steps, called over HTTP and answered at the end of the run, through
 * the same front door as in the product; beside a bare server that reads the same body and appends the same journal to
 * the same database. Both live in this process and are loaded in turns from another one.
 */
export async function bench(): Promise<readonly Record<string, unknown>[]> {
  const database = await openBenchDatabase();
  const own = await serveHooks(database);
  await expectAnswer(own.url);
  const bare = await serveBare(database);
  const load = startLoad();
  const lines: Record<string, unknown>[] = [];
  const job = { body: JSON.stringify(body) };
  for (const width of connections) {
    const measured: { own: LoadResult; bare: LoadResult }[] = [];
    await load.run({ ...job, url: bare.url, connections: width, seconds: warmUpSeconds });
    await load.run({ ...job, url: own.url, connections: width, seconds: warmUpSeconds });
    for (let round = 0; round < rounds; round++) {
      measured.push({
        bare: await load.run({ ...job, url: bare.url, connections: width, seconds: roundSeconds }),
        own: await load.run({ ...job, url: own.url, connections: width, seconds: roundSeconds }),
      });
    }
    lines.push(lineOf(width, measured));
  }
  load.stop();
  await own.stop();
  await bare.stop();
  await database.stop();
  return lines;
}

function lineOf(width: number, measured: readonly { own: LoadResult; bare: LoadResult }[]): Record<string, unknown> {
  const own = measured.map((round) => round.own);
  const bare = measured.map((round) => round.bare);
  const rate = mean(own.map((result) => result.requestsPerSecond));
  const bareRate = mean(bare.map((result) => result.requestsPerSecond));
  return {
    bench: "hooks",
    case: `${width} connections`,
    requestsPerSecond: Math.round(rate),
    msMean: rounded(mean(own.map((result) => result.msMean))),
    msP99: Math.max(...own.map((result) => result.msP99)),
    bareRequestsPerSecond: Math.round(bareRate),
    bareMsMean: rounded(mean(bare.map((result) => result.msMean))),
    ratio: rounded(rate / bareRate),
    goal: width === 64 ? "ratio 0.5, msP99 150" : width === 1 ? "msMean 6" : null,
  };
}

type Served = { readonly url: string; readonly stop: () => Promise<void> };

async function serveHooks({ databases, owner }: BenchDatabase): Promise<Served> {
  const { engine: sql } = databases;
  const log = createLogger("error");
  const token = await publishFiveSteps(owner);
  const interpret = () => Promise.reject(new Error("This workflow has no effects."));
  const engine = createEngine({ sql, registry: nodeRegistry, interpret, log, installation: "bench" });
  const hooks = createHooksListener({ engine, liveHooks: createLiveHooks(sql), sql, log });
  const routes = { hooks, signals: hooks, files: hooks, api: hooks, pages: hooks };
  const health = () => undefined;
  const served = await serve(createListener({ routes: () => routes, health, port: 0, dev: false, log }));
  const stop = async () => {
    await served.stop();
    await engine.stop();
  };
  return { url: `${served.url}/hooks/${token}`, stop };
}

async function serveBare({ databases }: BenchDatabase): Promise<Served> {
  const journal = createBareJournal(databases.engine, "ws_bench0000");
  const events = await recordedJournal(databases.engine);
  const said = `${JSON.stringify(answer)}\n`;
  return serve((request, response) => {
    void readJson(request).then(async () => {
      await journal.append(events);
      response.writeHead(200, { "content-type": "application/json; charset=utf-8", "content-length": said.length });
      response.end(said);
    });
  });
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString("utf8"));
}

async function serve(listener: RequestListener): Promise<Served> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

/** What is measured is also right. */
async function expectAnswer(url: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (response.status !== 200 || JSON.stringify(JSON.parse(text)) !== JSON.stringify(answer)) {
    throw new Error(`The hook answered ${response.status} ${text}`);
  }
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}
