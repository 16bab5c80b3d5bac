import { once } from "node:events";
import * as encoding from "lib0/encoding";
import { afterEach, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { caps } from "#core/caps.ts";
import type { WorkflowId } from "#core/id.ts";
import { withWorkspace } from "#db/client.ts";
import { readDocument } from "#db/queries/documents.ts";
import { testDatabase } from "#db/testing.ts";
import { newId } from "../commands/new-id.ts";
import { type Editor, openEditor } from "./testing/open-editor.ts";
import { type ServedCollab, serveCollab } from "./testing/serve-collab.ts";

const database = testDatabase();
const open: { close: () => unknown }[] = [];

afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

/** A served workflow, and an editor of it who must not notice anything. */
async function scene() {
  const served = await serveCollab(database.databases);
  open.push(served);
  const workflowId = await served.newWorkflow("Untouched");
  const bystander = await openEditor(served.url, workflowId);
  open.push(bystander);
  return { served, workflowId, bystander };
}

type Raw = { readonly socket: WebSocket; readonly closed: Promise<number> };

async function connect(url: string, headers: Record<string, string> = {}): Promise<Raw> {
  const socket = new WebSocket(url, { headers });
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  open.push({ close: () => socket.terminate() });
  await once(socket, "open");
  return { socket, closed };
}

/** A frame as hocuspocus frames it: the document's name, then whatever follows. */
function frame(name: string, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, name);
  write(encoder);
  return encoding.toUint8Array(encoder);
}

const authentication = (name: string) =>
  frame(name, (encoder) => {
    encoding.writeVarUint(encoder, 2);
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarString(encoder, "-");
  });

const updateFrame = (name: string, update: Uint8Array) =>
  frame(name, (encoder) => {
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint(encoder, 2);
    encoding.writeVarUint8Array(encoder, update);
  });

/** Connects, authenticates, and waits for the answer, so that what follows is read as part of the document. */
async function intrude(url: string, workflowId: WorkflowId): Promise<Raw> {
  const raw = await connect(url);
  raw.socket.send(authentication(workflowId));
  await once(raw.socket, "message");
  return raw;
}

function updateOf(change: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc();
  // Of two people who set the same thing at once, the one with the higher number wins.
  doc.clientID = 2 ** 32 - 1;
  change(doc);
  return Y.encodeStateAsUpdate(doc);
}

/** The bystander can still edit, the edit is stored, and nothing else was stored since the document was made. */
async function expectUndisturbed(served: ServedCollab, workflowId: WorkflowId, bystander: Editor): Promise<void> {
  expect(bystander.title()).toBe("Untouched");
  bystander.setTitle("Still here");
  await bystander.saved();
  const { workspaceId } = served.actor;
  const { updates } = await withWorkspace(database.databases.app, workspaceId, (tx) =>
    readDocument(tx, { workspaceId, workflowId }),
  );
  expect(updates).toHaveLength(2);
}

const refused = 4400;

describe("r13 an update that must not be kept ends its socket and is not kept", () => {
  const later = new Y.Doc();
  later.getMap("meta").set("title", "first");
  const before = Y.encodeStateVector(later);
  later.getMap("meta").set("description", "builds on the first");

  const attacks: Record<string, { readonly update: Uint8Array; readonly code: string }> = {
    "bytes that are no update": { update: new Uint8Array(64).fill(255), code: "malformed" },
    "an update cut short": {
      update: updateOf((doc) => doc.getMap("meta").set("title", "x".repeat(50))).slice(0, 30),
      code: "malformed",
    },
    "a gap in the clock": { update: Y.encodeStateAsUpdate(later, before), code: "gap" },
    "a root that no workflow has": { update: updateOf((doc) => doc.getMap("stash").set("a", 1)), code: "not-allowed" },
    "a document inside the document": {
      update: updateOf((doc) => doc.getMap("nodes").set("a", new Y.Doc())),
      code: "not-allowed",
    },
    "a key that reaches a prototype": {
      update: updateOf((doc) => doc.getMap("nodes").set("__proto__", 1)),
      code: "not-allowed",
    },
    "a title that is no text": {
      update: updateOf((doc) => doc.getMap("meta").set("title", { junk: true })),
      code: "not-allowed",
    },
    "a title longer than a title may be": {
      update: updateOf((doc) => doc.getMap("meta").set("title", "x".repeat(caps.titleChars + 1))),
      code: "not-allowed",
    },
    "a step that is no step": {
      update: updateOf((doc) => doc.getMap("nodes").set("n_junk0000", "junk")),
      code: "not-allowed",
    },
    "a value with a prototype of its own": {
      update: updateOf((doc) => doc.getMap("meta").set("title", JSON.parse('{"a":{"__proto__":{"isAdmin":true}}}'))),
      code: "not-allowed",
    },
  };
  for (const [name, { update, code }] of Object.entries(attacks)) {
    test(name, async () => {
      const { served, workflowId, bystander } = await scene();
      const raw = await intrude(served.url, workflowId);
      raw.socket.send(updateFrame(workflowId, update));
      expect(await raw.closed).toBe(refused);
      expect(served.logged).toContainEqual(expect.objectContaining({ refusal: code }));
      await expectUndisturbed(served, workflowId, bystander);
    });
  }

  test("an update in the V2 encoding is never decoded as such: nothing of it is kept", async () => {
    const { served, workflowId, bystander } = await scene();
    const raw = await intrude(served.url, workflowId);
    raw.socket.send(updateFrame(workflowId, v2Update()));
    // As V1 it begins with "nothing new", which is acknowledged.
    await once(raw.socket, "message");
    await expectUndisturbed(served, workflowId, bystander);
  });

  test("a document that would get too large", async () => {
    const { served, workflowId, bystander } = await scene();
    const raw = await intrude(served.url, workflowId);
    const part = "x".repeat(200 * 1024);
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => updates.push(update));
    const parts = Math.ceil(caps.documentBytes / part.length) + 1;
    for (let i = 0; i < parts; i++) doc.getMap("nodes").set(`n_filler${i}`, new Y.Map([["pinned", part]]));
    for (const update of updates) raw.socket.send(updateFrame(workflowId, update));
    expect(await raw.closed).toBe(refused);
    expect(served.logged).toContainEqual(expect.objectContaining({ refusal: "too-large" }));
    bystander.setTitle("Still here");
    await bystander.saved();
  });
});

describe("r13 frames that make no sense harm nobody", () => {
  const nonsense: Record<string, (workflowId: WorkflowId) => Uint8Array | string> = {
    text: () => "hello",
    "random bytes": () => Uint8Array.from({ length: 300 }, (_, i) => (i * 7919) % 256),
    nothing: () => new Uint8Array(0),
    "a name longer than the frame": () => Uint8Array.from([255, 255, 255, 255, 7, 1]),
    "the name __proto__": () => frame("__proto__", (encoder) => encoding.writeVarUint(encoder, 0)),
    "the name constructor": () => frame("constructor", (encoder) => encoding.writeVarUint(encoder, 0)),
    "an unknown kind of sync message": (workflowId) =>
      frame(workflowId, (encoder) => {
        encoding.writeVarUint(encoder, 0);
        encoding.writeVarUint(encoder, 99);
        encoding.writeVarUint8Array(encoder, new Uint8Array(3));
      }),
    "a message meant for other servers": (workflowId) =>
      frame(workflowId, (encoder) => {
        encoding.writeVarUint(encoder, 6);
        encoding.writeVarString(encoder, "to all");
      }),
    "awareness that is none": (workflowId) =>
      frame(workflowId, (encoder) => {
        encoding.writeVarUint(encoder, 1);
        encoding.writeVarUint8Array(encoder, new Uint8Array(9).fill(255));
      }),
  };
  for (const [name, make] of Object.entries(nonsense)) {
    test(name, async () => {
      const { served, workflowId, bystander } = await scene();
      const raw = await intrude(served.url, workflowId);
      raw.socket.send(make(workflowId));
      // Proof that it arrived and was read: a query after it is either answered or met by a closed socket.
      raw.socket.send(frame(workflowId, (encoder) => encoding.writeVarUint(encoder, 3)));
      raw.socket.close();
      await raw.closed;
      await expectUndisturbed(served, workflowId, bystander);
    });
  }

  test("a frame for anything but a workflow ends the socket before the library reads its name", async () => {
    const { served, workflowId, bystander } = await scene();
    for (const name of ["__proto__", "constructor", "toString", "wf_", `${workflowId}/..`, "__proto__\0session"]) {
      const raw = await connect(served.url);
      raw.socket.send(authentication(name));
      expect(await raw.closed).toBe(refused);
    }
    await expectUndisturbed(served, workflowId, bystander);
  });

  test("what the library says of a bad frame goes to the log, for those who look closely", async () => {
    const { served, workflowId, bystander } = await scene();
    const raw = await intrude(served.url, workflowId);
    const cutShort = frame(workflowId, (encoder) => {
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarUint(encoder, 99);
    });
    raw.socket.send(cutShort);
    const said = expect.objectContaining({ level: 20, said: expect.stringMatching(/^closing connection .* Error: /) });
    await vi.waitFor(() => expect(served.logged).toContainEqual(said));
    await expectUndisturbed(served, workflowId, bystander);
  });

  test("a frame over the cap ends the socket before it is read", async () => {
    const { served, workflowId, bystander } = await scene();
    const raw = await intrude(served.url, workflowId);
    raw.socket.send(new Uint8Array(caps.collabMessageBytes + 1));
    expect(await raw.closed).toBe(1009);
    await expectUndisturbed(served, workflowId, bystander);
  });

  test("a flood ends the socket", async () => {
    const { served, workflowId, bystander } = await scene();
    const raw = await intrude(served.url, workflowId);
    for (let i = 0; i < 2_000; i++) raw.socket.send(frame(workflowId, (encoder) => encoding.writeVarUint(encoder, 3)));
    expect(await raw.closed).toBe(4429);
    await expectUndisturbed(served, workflowId, bystander);
  });
});

describe("r13 nobody reads a byte before it is known who they are", () => {
  test("a page of another site gets no socket", async () => {
    const { served } = await scene();
    await expect(connect(served.url, { origin: "http://evil.example" })).rejects.toThrow("403");
  });

  test("without authentication, a question for the document is not answered", async () => {
    const { served, workflowId, bystander } = await scene();
    const raw = await connect(served.url);
    const answers: unknown[] = [];
    raw.socket.on("message", (message) => answers.push(message));
    raw.socket.send(
      frame(workflowId, (encoder) => {
        encoding.writeVarUint(encoder, 0);
        encoding.writeVarUint(encoder, 0);
        encoding.writeVarUint8Array(encoder, Y.encodeStateVector(new Y.Doc()));
      }),
    );
    // A second, authenticated document on the same socket is answered, so the question before it was read.
    const other = await served.newWorkflow();
    raw.socket.send(authentication(other));
    await once(raw.socket, "message");
    expect(answers).toHaveLength(1);
    await expectUndisturbed(served, workflowId, bystander);
  });

  test("another workspace's workflow answers like one that does not exist", async () => {
    const { served } = await scene();
    const elsewhere = await serveCollab(database.databases, { workspaceId: newId("ws") });
    open.push(elsewhere);
    const foreign = await served.newWorkflow();
    const answerTo = async (name: string) => {
      const raw = await connect(elsewhere.url);
      raw.socket.send(authentication(name));
      const [message] = (await once(raw.socket, "message")) as [Buffer];
      return message.toString("latin1").replaceAll(name, "");
    };
    const [theirs, nobodys] = [await answerTo(foreign), await answerTo(newId("wf"))];
    expect(theirs).toBe(nobodys);
    expect(theirs).toContain("not-found");
  });
});

function v2Update(): Uint8Array {
  const doc = new Y.Doc();
  doc.getMap("meta").set("title", "In the other encoding");
  return Y.encodeStateAsUpdateV2(doc);
}
