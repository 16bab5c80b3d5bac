import { type APIRequestContext, expect } from "@playwright/test";
import { idOf } from "./sketch.ts";

export type RunRow = { readonly id: string; readonly status: string; readonly trigger: string };

/** The API as another program would use it: to bring a workflow about quickly, and to see what the server holds. */
export class Api {
  readonly request: APIRequestContext;

  constructor(request: APIRequestContext) {
    this.request = request;
  }

  async importFile(text: string): Promise<string> {
    const { workflowId } = await this.mutate<{ workflowId: string }>("workflows.import", { text });
    return workflowId;
  }

  /** The draft as the server has it on its disk, as a workflow file. */
  async exported(workflowId: string): Promise<string> {
    const { text } = await this.query<{ text: string }>("workflows.export", { workflowId });
    return text;
  }

  async publish(workflowId: string): Promise<void> {
    await this.mutate("versions.publish", { workflowId });
  }

  async start(workflowId: string, input: unknown = {}): Promise<string> {
    const { runId } = await this.mutate<{ runId: string }>("runs.start", { workflowId, input, of: "draft" });
    return runId;
  }

  async runs(workflowId: string): Promise<readonly RunRow[]> {
    const { items } = await this.query<{ items: readonly RunRow[] }>("runs.list", { workflowId });
    return items;
  }

  async runEnds(workflowId: string, status: string): Promise<void> {
    await expect.poll(async () => (await this.runs(workflowId))[0]?.status).toBe(status);
  }

  /** What a run recorded of a step, by the step's key in its sketch. */
  async step(runId: string, key: string): Promise<{ readonly output?: unknown }> {
    return this.query("runs.step", { runId, activation: idOf(key) });
  }

  /** Path of the workflow's only webhook. */
  async hookPath(workflowId: string): Promise<string> {
    const { hooks } = await this.query<{ hooks: readonly { path: string }[] }>("workflows.get", { workflowId });
    expect(hooks).toHaveLength(1);
    return hooks[0]?.path ?? "";
  }

  /** Id of the only workflow with this title. */
  async workflowCalled(title: string): Promise<string> {
    const { items } = await this.query<{ items: readonly { id: string; title: string }[] }>("workflows.list", {
      search: title,
    });
    const named = items.filter((item) => item.title === title);
    expect(named, `one workflow is called ${title}`).toHaveLength(1);
    return named[0]?.id ?? "";
  }

  private async query<T>(procedure: string, input: unknown): Promise<T> {
    const response = await this.request.get(`/api/trpc/${procedure}`, { params: { input: JSON.stringify(input) } });
    return resultOf<T>(procedure, response.status(), await response.text());
  }

  private async mutate<T>(procedure: string, input: unknown): Promise<T> {
    const response = await this.request.post(`/api/trpc/${procedure}`, { data: input });
    return resultOf<T>(procedure, response.status(), await response.text());
  }
}

function resultOf<T>(procedure: string, status: number, text: string): T {
  if (status !== 200) throw new Error(`${procedure} answered ${status}: ${text}`);
  return (JSON.parse(text) as { result: { data: T } }).result.data;
}
