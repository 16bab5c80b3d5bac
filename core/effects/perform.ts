import type { FileId } from "../id.ts";
import type { BlobContent } from "./blob.ts";
import type { ChildRequest, ChildResult } from "./child.ts";
import type { CodeRequest, CodeResult } from "./code.ts";
import type { Effectful } from "./effect.ts";
import type { EmitEventRequest } from "./emit-event.ts";
import type { HttpRequest, HttpResponse } from "./http.ts";
import type { SignalRequest, SignalResult } from "./signal.ts";
import type { TaskRequest, TaskResult } from "./task.ts";

/** Asks for one HTTP exchange. Throws a FailureError (`network`, `timeout`, `egress`, `cap`) into the generator. */
export function* http(request: HttpRequest): Effectful<HttpResponse> {
  return (yield { kind: "http", request }) as HttpResponse;
}

/** Waits until a moment, in Unix milliseconds, without holding memory or a slot when it is far away. */
export function* sleepUntil(untilMs: number): Effectful<null> {
  return (yield { kind: "sleep", request: { untilMs } }) as null;
}

/** Reads an uploaded file as text. Throws a FailureError (`file`, `cap`) into the generator. */
export function* readFile(file: FileId): Effectful<string> {
  return ((yield { kind: "blob", request: { file } }) as BlobContent).text;
}

/** Runs a script in the jail. Throws a FailureError (`script`, `timeout`, `cap`, `config`) into the generator. */
export function* runCode(request: CodeRequest): Effectful<CodeResult> {
  return (yield { kind: "code", request }) as CodeResult;
}

/** Waits for a signal, or until the time is over: `name` is null then. */
export function* waitForSignal(request: SignalRequest): Effectful<SignalResult> {
  return (yield { kind: "signal", request }) as SignalResult;
}

/** Gives a person a task and waits until it is done, or until its time is over: `choice` is null then. */
export function* askPerson(request: TaskRequest): Effectful<TaskResult> {
  return (yield { kind: "task", request }) as TaskResult;
}

/** Starts another workflow. Throws a FailureError (`child`, `cancelled`, `config`) into the generator. */
export function* runChild(request: ChildRequest): Effectful<ChildResult> {
  return (yield { kind: "child", request }) as ChildResult;
}

/** Tells other workflows; goes on as soon as that is durable. */
export function* emitEvent(request: EmitEventRequest): Effectful<null> {
  return (yield { kind: "emit-event", request }) as null;
}
