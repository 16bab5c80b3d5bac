import { afterEach, describe, expect, it } from "vitest";
import type { OutsideEffect } from "#core/effects/effect.ts";
import type { HttpRequest } from "#core/effects/http.ts";
import { type FileId, idOf } from "#core/id.ts";
import { createEgress } from "../egress/create-egress.ts";
import { localServer } from "../egress/testing.ts";
import type { CodeDeps } from "./interpret-code.ts";
import { interpretEffect } from "./interpret-effect.ts";

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const noFiles = async () => null;
const noScripts: CodeDeps = {
  runScript: async () => ({ ok: false, why: "no-process" }),
  limits: { timeoutMsMax: 1_000, memoryMbMax: 64 },
};

async function callServer(answer: Parameters<typeof localServer>[0], more: Partial<HttpRequest> = {}) {
  const server = await localServer(answer);
  const egress = createEgress({ allowedInternalHosts: [`127.0.0.1:${server.port}`] });
  open.push(server, egress);
  const request = {
    method: "GET",
    url: server.url,
    headers: {},
    body: null,
    timeoutMs: 5_000,
    followRedirects: true,
  } as const;
  const interpret = interpretEffect({ sendHttp: egress.send, loadFile: noFiles, code: noScripts });
  const settled = await interpret(
    { kind: "http", request: { ...request, ...more } },
    { idempotencyKey: "run_1/n_a/0" },
  );
  return { settled, server };
}

async function bodyOf(contentType: string, bytes: string | Buffer) {
  const { settled } = await callServer((_request, response) =>
    response.setHeader("content-type", contentType).end(bytes),
  );
  return settled.ok ? (settled.value as { body: unknown }).body : settled.failure.code;
}

describe("http", () => {
  it("carries the idempotency key of the effect, unless the step gave its own", async () => {
    const first = await callServer((_request, response) => response.end());
    expect(first.server.requests[0]?.headers["idempotency-key"]).toBe("run_1/n_a/0");
    const second = await callServer((_request, response) => response.end(), { headers: { "Idempotency-Key": "mine" } });
    expect(second.server.requests[0]?.headers["idempotency-key"]).toBe("mine");
  });

  it("answers JSON as a value, text as text, other bytes as Base64", async () => {
    expect(await bodyOf("application/json; charset=utf-8", '{"a":[1]}')).toEqual({ a: [1] });
    expect(await bodyOf("application/problem+json", '{"title":"no"}')).toEqual({ title: "no" });
    expect(await bodyOf("text/csv", "a,b")).toBe("a,b");
    expect(await bodyOf("text/plain; charset=iso-8859-1", Buffer.from([0xfc]))).toBe("ü");
    expect(await bodyOf("image/png", Buffer.from([0x89, 0x50, 0, 0xff]))).toBe("iVAA/w==");
    expect(await bodyOf("application/json", "{ broken")).toBe("{ broken");
    expect(await bodyOf("text/plain", "")).toBe("");
  });

  it("an error status is an answer, with its body", async () => {
    const { settled } = await callServer((_request, response) => response.writeHead(404).end("no such order"));
    expect(settled).toMatchObject({ ok: true, value: { status: 404, body: "no such order" } });
  });

  it("r19 an answer with a forbidden name is refused", async () => {
    expect(await bodyOf("application/json", '{"a":{"__proto__":{"isAdmin":true}}}')).toBe("parse");
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it("r16 an answer that is too large or too deep to be a value is refused", async () => {
    expect(await bodyOf("text/plain", "x".repeat(3 * 1024 * 1024))).toBe("cap");
    expect(await bodyOf("application/json", "[".repeat(100) + "]".repeat(100))).toBe("cap");
  });

  it("a failure of the egress is the effect's failure", async () => {
    const { settled, server } = await callServer((_request, response) => response.end(), {
      url: "http://127.0.0.1:1/",
    });
    expect(settled).toMatchObject({ ok: false, failure: { code: "egress" } });
    expect(server.requests).toHaveLength(0);
  });
});

describe("blob", () => {
  const file = idOf("file", "abcdef") as FileId;
  const effect: OutsideEffect = { kind: "blob", request: { file } };
  const read = (bytes: Uint8Array | null) =>
    interpretEffect({
      sendHttp: unused,

      loadFile: async (id) => (id === file ? bytes : null),
      code: noScripts,
    })(effect, { idempotencyKey: "k" });

  it("reads a file as text", async () => {
    expect(await read(Buffer.from("\ufeffa,ü\n"))).toEqual({ ok: true, value: { text: "a,ü\n" } });
  });

  it("a file that is gone, not UTF-8 or too large is a failure", async () => {
    expect(await read(null)).toMatchObject({ ok: false, failure: { code: "file" } });
    expect(await read(Buffer.from([0xff, 0xfe]))).toMatchObject({ ok: false, failure: { code: "file" } });
    expect(await read(Buffer.alloc(3 * 1024 * 1024))).toMatchObject({ ok: false, failure: { code: "cap" } });
  });

  it("a loader that throws does not throw out of the interpreter", async () => {
    const interpret = interpretEffect({
      sendHttp: unused,

      loadFile: () => Promise.reject(new Error("database gone")),
      code: noScripts,
    });
    expect(await interpret(effect, { idempotencyKey: "k" })).toMatchObject({
      ok: false,
      failure: { code: "internal" },
    });
  });
});

async function unused(): Promise<never> {
  throw new Error("not asked for here");
}
