import autocannon from "autocannon";

/**
 * The load, in a process of its own so that it takes nothing from the server's event loop. One job a message:
 * `{ url, body, connections, seconds }`; the answer is `{ requestsPerSecond, msMean, msP99, failed }`.
 */
export type LoadJob = {
  readonly url: string;
  readonly body: string;
  readonly connections: number;
  readonly seconds: number;
};

export type LoadResult = {
  readonly requestsPerSecond: number;
  readonly msMean: number;
  readonly msP99: number;
  readonly failed: number;
};

process.on("message", (job: LoadJob) => {
  void run(job).then((result) => process.send?.(result));
});

async function run({ url, body, connections, seconds }: LoadJob): Promise<LoadResult> {
  const result = await autocannon({
    url,
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    connections,
    duration: seconds,
  });
  return {
    requestsPerSecond: result.requests.average,
    msMean: result.latency.mean,
    msP99: result.latency.p99,
    failed: result.errors + result.timeouts + result.non2xx,
  };
}
