import { readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import type { WorkflowId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { testDatabase } from "#db/testing.ts";
import { testServer } from "../testing.ts";
import { getRun } from "./get-run.ts";
import { getStep } from "./get-step.ts";
import { listWorkflows } from "./list-workflows.ts";
import { readDraft } from "./read-draft.ts";
import { sampleCalls, seedSamples } from "./seed-samples.ts";
import { startRun } from "./start-run.ts";

const server = testServer(testDatabase());
const url = new Map<string, string>();

beforeAll(async () => {
  await seedSamples(server.services.ownerContext);
  for (const call of await sampleCalls(server.services.ownerContext, server.origin)) url.set(call.title, call.url);
});

async function call(title: string, body: string, headers: Record<string, string>): Promise<Response> {
  const address = url.get(title);
  if (!address) throw new Error(`The sample ${title} has no address.`);
  return fetch(address, { method: "POST", body, headers });
}

const file = (name: string) => readFile(new URL(`../../public/samples/${name}`, import.meta.url), "utf8");
const asJson = { "content-type": "application/json" };

test("Companies by sector answers every sector with its count, largest first", async () => {
  const csv = await file("constituents.csv");
  const answer = await call("Companies by sector", csv, { "content-type": "text/csv" });
  expect(answer.status).toBe(200);
  const sectors = (await answer.json()) as { sector: string; count: number }[];

  // A second opinion that shares no code with the product: fields by a regular expression, counts by hand.
  const lines = csv.split(/\r?\n/).filter((line) => line !== "");
  const sectorOf = (line: string) =>
    [...line.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g)].map((m) => m[1] ?? m[2])[2];
  const counts = new Map<string, number>();
  for (const line of lines.slice(1)) {
    const sector = String(sectorOf(line));
    counts.set(sector, (counts.get(sector) ?? 0) + 1);
  }
  expect(counts.size).toBeGreaterThan(5);
  expect(Object.fromEntries(sectors.map(({ sector, count }) => [sector, count]))).toEqual(Object.fromEntries(counts));
  expect(sectors.reduce((sum, { count }) => sum + count, 0)).toBe(503);
  const inOrder = [...sectors].sort((a, b) => b.count - a.count || (a.sector < b.sector ? -1 : 1));
  expect(sectors).toEqual(inOrder);
});

test("Order approval totals adds up the discounted lines and asks for approval", async () => {
  const answer = await call("Order approval totals", await file("orders.json"), asJson);
  expect(await answer.json()).toMatchObject({
    customer: "Alder & Sons",
    total: 1353.55,
    currency: "CHF",
    decision: "needs approval",
    approver: "Team lead",
    message: expect.stringContaining("1,353.55 CHF"),
    lines: [{ total: 700.2 }, { total: 147 }, { total: 339.15 }, { total: 128 }, { total: 39.2 }],
  });
});

test("Order approval totals lets a small order pass", async () => {
  const order = { customer: "Ann", currency: "EUR", lines: [{ name: "Pen", quantity: 3, price: 1.5 }] };
  const answer = await call("Order approval totals", JSON.stringify(order), asJson);
  expect(await answer.json()).toMatchObject({ total: 4.5, decision: "approved", approver: null });
});

test("Triage GitHub issues sends a new bug to the bug channel", async () => {
  const body = await file("github/issues.opened.json");
  const { issue, repository } = JSON.parse(body) as {
    issue: { number: number; title: string; html_url: string; labels: { name: string }[] };
    repository: { full_name: string };
  };
  const answer = await call("Triage GitHub issues", body, { ...asJson, "x-github-event": "issues" });
  expect(await answer.json()).toEqual({
    channel: "#bugs",
    urgent: true,
    text: `New bug in ${repository.full_name}: #${issue.number} ${issue.title}, by Codertocat`,
    link: issue.html_url,
    labels: issue.labels.map((label) => label.name),
  });
});

test("Triage GitHub issues tells of a new label, and has nothing to do for other events", async () => {
  const labeled = await call("Triage GitHub issues", await file("github/issues.labeled.json"), {
    ...asJson,
    "x-github-event": "issues",
  });
  expect(await labeled.json()).toMatchObject({ channel: "#triage", text: expect.stringContaining("Labelled bug in") });
  for (const [event, name] of [
    ["push", "push"],
    ["pull_request", "pull_request.opened"],
  ]) {
    const answer = await call("Triage GitHub issues", await file(`github/${name}.json`), {
      ...asJson,
      "x-github-event": String(event),
    });
    expect(await answer.json()).toMatchObject({ channel: null, reason: expect.stringContaining(String(event)) });
  }
});

test("Clean a mailing list drops wrong and double addresses and answers CSV", async () => {
  const contacts =
    "name,email\n Zoe ,ZOE@example.com\nAnn Smith, ann@Example.com \nAnn,ann@example.com\nBo,no address\n=1+1,eve@example.org\n";
  const answer = await call("Clean a mailing list", contacts, { "content-type": "text/csv" });
  expect(answer.headers.get("content-type")).toContain("text/csv");
  const text = await answer.text();
  expect(text.trim().split(/\r?\n/)).toEqual([
    "name,email",
    "'=1+1,eve@example.org",
    "Ann Smith,ann@example.com",
    "Zoe,zoe@example.com",
  ]);
});

/** Runs a sample by hand and answers what its last step gave, read from the journal. */
async function runByHand(title: string, input: Json | undefined) {
  const context = server.services.ownerContext;
  const { items } = await listWorkflows(context, { search: title });
  const workflowId = items[0]?.id as WorkflowId;
  const { graph } = await readDraft(context, workflowId);
  const manual = graph.nodes.find((node) => node.type === "manual");
  const { runId } = await startRun(context, { workflowId, of: "live", input: input ?? manual?.config.sample ?? null });
  await expect.poll(async () => (await getRun(context, { runId })).run.status, { timeout: 30_000 }).toBe("succeeded");
  const last = graph.nodes.find((node) => graph.edges.every((edge) => edge.source !== node.id));
  if (!last) throw new Error("A sample has steps.");
  return (await getStep(context, { runId, activation: last.id })).output;
}

test("Expense digest sums up by month and category, newest first, without refunds", async () => {
  const message = await runByHand("Expense digest", undefined);
  expect(message).toMatchObject({ subject: "Expenses of Marketing: 1,531.35" });
  const { text } = message as { text: string };
  const rows = text.split("\n").filter((line) => /^\|? ?2026/.test(line));
  expect(
    rows.map((row) =>
      row
        .split("|")
        .map((cell) => cell.trim())
        .filter(Boolean),
    ),
  ).toEqual([
    ["2026-10", "Training", "650", "1"],
    ["2026-10", "Travel", "233.15", "1"],
    ["2026-10", "Software", "89", "1"],
    ["2026-09", "Travel", "470.2", "2"],
    ["2026-09", "Software", "89", "1"],
  ]);
});

test.each([
  [{ subject: "The site is down", message: "Nothing loads", plan: "Business" }, "On-call engineers", 1],
  [{ subject: "Wrong invoice", message: "I paid twice", plan: "Business" }, "Billing", 24],
  [{ subject: "A question", message: "How do I change my name?", plan: "Free" }, "Support", 72],
])("Route support requests: %j goes to %s", async (request, team, hours) => {
  const ticket = (await runByHand("Route support requests", request)) as Record<string, string>;
  expect(ticket).toMatchObject({ team, subject: request.subject });
  expect(Date.parse(String(ticket.answer_until)) - Date.parse(String(ticket.received))).toBe(hours * 3_600_000);
});

test("Fulfil an order reserves each line by a run of its own and puts aside what is not on the shelf", async () => {
  const answer = await call("Fulfil an order", await file("orders.json"), asJson);
  expect(await answer.json()).toEqual({
    customer: "Alder & Sons",
    reserved: ["Table loom, 40 cm", "Heddles, pack of 120", "Boat shuttle", "Bobbins, pack of 10"],
    backOrders: ["Wool yarn, moss green, 200 g"],
  });
});

test("Fulfil an order takes an order that is sent twice for one", async () => {
  const order = JSON.stringify({ customer: "Ann", lines: [{ name: "Pen", quantity: 3 }] });
  const headers = { ...asJson, "idempotency-key": "shop-17" };
  const first = await call("Fulfil an order", order, headers);
  const second = await call("Fulfil an order", order, headers);
  expect(first.headers.get("x-heddle-run")).toMatch(/^run_/);
  expect(second.headers.get("x-heddle-run")).toBe(first.headers.get("x-heddle-run"));
});

test("Approve expenses lets a small claim pass, at the rate of its currency", async () => {
  const claim = { who: "Bo", what: "Coffee", amount: 12, currency: "EUR" };
  expect(await runByHand("Approve expenses", claim)).toEqual({
    decision: "approved",
    text: "Coffee of Bo was approved.",
    states: 2,
  });
});
