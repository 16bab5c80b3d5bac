import type { ServerResponse } from "node:http";
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { createEgress, type Egress } from "./create-egress.ts";
import type { Resolve } from "./public-address.ts";
import { type LocalServer, localServer, requestTo } from "./testing.ts";

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function serve(answer: Parameters<typeof localServer>[0] = (_request, response) => response.end("hello")) {
  const server = await localServer(answer);
  open.push(server);
  return server;
}

function egressFor(allowedInternalHosts: readonly string[], resolve?: Resolve): Egress {
  const egress = createEgress({ allowedInternalHosts, ...(resolve ? { resolve } : {}) });
  open.push(egress);
  return egress;
}

function egressTo(...servers: readonly LocalServer[]): Egress {
  return egressFor(servers.map((server) => `127.0.0.1:${server.port}`));
}

const codeOf = (answer: Awaited<ReturnType<Egress["send"]>>) =>
  answer.ok ? answer.response.status : answer.failure.code;

describe("r6 a request reaches public addresses only", () => {
  const notations = [
    "127.0.0.1",
    "localhost",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0.0.0.0",
    "[::ffff:127.0.0.1]",
    "１２７.0.0.1",
  ];

  it.each(notations)("%s is refused, and leads to the server when it is allowed", async (notation) => {
    const server = await serve();
    const url = `http://${notation}:${server.port}/`;
    const refused = await egressFor([]).send(requestTo(url));
    expect(codeOf(refused)).toBe("egress");
    expect(server.requests).toHaveLength(0);

    const allowed = await egressFor([`${new URL(url).hostname}:${server.port}`]).send(requestTo(url));
    expect(codeOf(allowed)).toBe(200);
    expect(server.requests).toHaveLength(1);
  });

  it("a host that is allowed with a port is refused on another port", async () => {
    const [server, other] = [await serve(), await serve()];
    const egress = egressTo(server);
    expect(codeOf(await egress.send(requestTo(server.url)))).toBe(200);
    expect(codeOf(await egress.send(requestTo(other.url)))).toBe("egress");
    expect(other.requests).toHaveLength(0);
  });

  it("a name is refused when one of its addresses is internal", async () => {
    const server = await serve();
    const asked: string[] = [];
    const resolve: Resolve = async (hostname) => {
      asked.push(hostname);
      return ["93.184.216.34", "127.0.0.1"];
    };
    expect(codeOf(await egressFor([], resolve).send(requestTo(`http://mixed.test:${server.port}`)))).toBe("egress");
    expect(asked).toEqual(["mixed.test"]);
    expect(server.requests).toHaveLength(0);
  });

  it("a name is resolved once, and the address that was checked is the one connected to", async () => {
    const server = await serve();
    const answers = [["127.0.0.1"], ["10.255.255.1"]];
    const resolve: Resolve = async () => answers.shift() ?? [];
    const answer = await egressFor(["rebind.test"], resolve).send(requestTo(`http://rebind.test:${server.port}`));
    expect(codeOf(answer)).toBe(200);
    expect(answers).toHaveLength(1);
    expect(server.requests[0]?.headers.host).toBe(`rebind.test:${server.port}`);
  });

  it.each(["file:///etc/passwd", "ftp://example.com", "gopher://127.0.0.1", "data:text/plain,x"])(
    "%s is refused",
    async (url) => {
      expect(codeOf(await egressFor([]).send(requestTo(url)))).toBe("egress");
    },
  );
});

describe("r6 a redirect is judged like a first request", () => {
  it("to an internal host is refused after the first server answered", async () => {
    const inner = await serve();
    const outer = await serve((_request, response) => redirect(response, 302, inner.url));
    const answer = await egressTo(outer).send(requestTo(outer.url));
    expect(codeOf(answer)).toBe("egress");
    expect(outer.requests).toHaveLength(1);
    expect(inner.requests).toHaveLength(0);
  });

  const secrets = { authorization: "Bearer s3cret", cookie: "sid=1", "x-api-key": "k", "idempotency-key": "run/1" };

  it("to another origin drops everything that may be a credential", async () => {
    const second = await serve();
    const first = await serve((_request, response) => redirect(response, 307, second.url));
    expect(codeOf(await egressTo(first, second).send(requestTo(first.url, { headers: secrets })))).toBe(200);
    expect(first.requests[0]?.headers).toMatchObject(secrets);
    expect(second.requests[0]?.headers).toMatchObject({ "idempotency-key": "run/1" });
    for (const name of ["authorization", "cookie", "x-api-key"])
      expect(second.requests[0]?.headers).not.toHaveProperty(name);
  });

  it("within an origin keeps them", async () => {
    const server = await serve((request, response) =>
      request.url === "/a" ? redirect(response, 307, "/b") : response.end("there"),
    );
    expect(codeOf(await egressTo(server).send(requestTo(`${server.url}/a`, { headers: secrets })))).toBe(200);
    expect(server.requests[1]?.headers).toMatchObject(secrets);
  });

  it("after a POST with 303 becomes a GET without a body", async () => {
    const server = await serve((request, response) =>
      request.url === "/a" ? redirect(response, 303, "/b") : response.end("there"),
    );
    const sent = { method: "POST", body: "{}", headers: { "content-type": "application/json" } };
    expect(codeOf(await egressTo(server).send(requestTo(`${server.url}/a`, sent)))).toBe(200);
    expect(server.requests.map((request) => request.method)).toEqual(["POST", "GET"]);
    expect(server.requests[1]?.headers).not.toHaveProperty("content-type");
  });

  it("in a circle ends", async () => {
    const server = await serve((_request, response) => redirect(response, 302, "/"));
    expect(codeOf(await egressTo(server).send(requestTo(server.url)))).toBe("http");
    expect(server.requests).toHaveLength(11);
  });

  it("is handed over as it is when redirects are not followed", async () => {
    const server = await serve((_request, response) => redirect(response, 302, "http://10.0.0.1/"));
    expect(codeOf(await egressTo(server).send(requestTo(server.url, { followRedirects: false })))).toBe(302);
  });
});

describe("r6 an answer cannot flood us", () => {
  const zeros = Buffer.alloc(50 * 1024 * 1024);
  const bombs = {
    gzip: gzipSync(zeros),
    br: brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
    deflate: deflateSync(zeros),
  };

  it.each(Object.entries(bombs))("a %s bomb is stopped", async (encoding, bomb) => {
    const server = await serve((_request, response) => response.setHeader("content-encoding", encoding).end(bomb));
    expect(codeOf(await egressTo(server).send(requestTo(server.url)))).toBe("cap");
    expect(server.requests).toHaveLength(1);
  });

  it("an endless answer is stopped at the cap", async () => {
    let sent = 0;
    const server = await serve((_request, response) => pour(response, () => (sent += 64 * 1024)));
    expect(codeOf(await egressTo(server).send(requestTo(server.url)))).toBe("cap");
    expect(sent).toBeGreaterThan(10 * 1024 * 1024);
  });

  it("a server that never answers runs into the time limit", async () => {
    const server = await serve(() => undefined);
    expect(codeOf(await egressTo(server).send(requestTo(server.url, { timeoutMs: 100 })))).toBe("timeout");
    expect(server.requests).toHaveLength(1);
  });

  it("a server that stops in the middle runs into the time limit", async () => {
    const server = await serve((_request, response) => void response.write("half"));
    expect(codeOf(await egressTo(server).send(requestTo(server.url, { timeoutMs: 100 })))).toBe("timeout");
  });
});

describe("what is sent and what comes back", () => {
  const text = JSON.stringify({ sector: "Industrials", companies: 78 });
  const packed = {
    gzip: gzipSync(text),
    br: brotliCompressSync(text),
    deflate: deflateSync(text),
    identity: Buffer.from(text),
  };

  it.each(Object.entries(packed))("an answer packed with %s is unpacked", async (encoding, body) => {
    const server = await serve((_request, response) => response.setHeader("content-encoding", encoding).end(body));
    const answer = await egressTo(server).send(requestTo(server.url));
    expect(answer.ok && answer.response.body.toString()).toBe(text);
  });

  it("raw deflate is unpacked too", async () => {
    const server = await serve((_request, response) =>
      response.setHeader("content-encoding", "deflate").end(deflateRawSync(text)),
    );
    const answer = await egressTo(server).send(requestTo(server.url));
    expect(answer.ok && answer.response.body.toString()).toBe(text);
  });

  it.each(["gzip", "br", "deflate"])("an answer that only claims %s fails with a sentence", async (encoding) => {
    const server = await serve((_request, response) =>
      response.setHeader("content-encoding", encoding).end("not packed at all"),
    );
    expect(codeOf(await egressTo(server).send(requestTo(server.url)))).toBe("network");
  });

  it("the body and headers arrive as given, and repeated answer headers are joined", async () => {
    let received = "";
    const server = await serve((request, response) => {
      request.on("data", (chunk) => (received += chunk));
      request.on("end", () =>
        response
          .writeHead(
            418,
            [
              ["X-One", "a"],
              ["X-One", "b"],
            ].flat(),
          )
          .end(),
      );
    });
    const sent = { method: "POST", body: "grüße", headers: { "Content-Type": "text/plain" } };
    const answer = await egressTo(server).send(requestTo(server.url, sent));
    expect(received).toBe("grüße");
    expect(server.requests[0]?.headers["content-type"]).toBe("text/plain");
    expect(answer).toMatchObject({ ok: true, response: { status: 418, headers: { "x-one": "a, b" } } });
  });

  it.each([
    ["http://user:pass@example.com", {}, "config"],
    ["not an address", {}, "config"],
    ["http://example.com", { Host: "intranet" }, "config"],
    ["http://example.com", { "transfer-encoding": "chunked" }, "config"],
  ])("%s with %o is refused as %s", async (url, headers, code) => {
    expect(codeOf(await egressFor([]).send(requestTo(url, { headers })))).toBe(code);
  });

  it("a header with a line end is refused and nothing is sent", async () => {
    const server = await serve();
    expect(codeOf(await egressTo(server).send(requestTo(server.url, { headers: { "x-a": "1\r\nx-b: 2" } })))).toBe(
      "config",
    );
    expect(server.requests).toHaveLength(0);
  });

  it("a closed port and an unknown host are network failures that may be tried again", async () => {
    const server = await serve();
    const egress = egressTo(server);
    await server.close();
    expect(await egress.send(requestTo(server.url))).toMatchObject({
      ok: false,
      failure: { code: "network", retryable: true },
    });
    const unknown = egressFor([], async () => []);
    expect(await unknown.send(requestTo("http://nowhere.test"))).toMatchObject({
      ok: false,
      failure: { code: "network" },
    });
  });

  it("a request can be cancelled", async () => {
    const cancel = new AbortController();
    const server = await serve(() => cancel.abort());
    expect(codeOf(await egressTo(server).send(requestTo(server.url, { signal: cancel.signal })))).toBe("cancelled");
  });
});

function redirect(response: ServerResponse, status: number, location: string): void {
  response.writeHead(status, { location }).end("moved");
}

function pour(response: ServerResponse, count: () => void): void {
  const chunk = Buffer.alloc(64 * 1024, "x");
  const next = () => {
    if (response.destroyed) return;
    count();
    response.write(chunk, next);
  };
  next();
}
