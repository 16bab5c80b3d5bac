import type { Effect } from "#core/effects/effect.ts";
import { assertNever } from "#core/invariant.ts";

/** An effect in one line, for people: `GET https://api.example.com/orders`. Without headers and body. */
export function describeEffect(effect: Effect): { readonly kind: string; readonly summary: string } {
  switch (effect.kind) {
    case "http":
      return { kind: "http", summary: `${effect.request.method} ${effect.request.url}` };
    case "sleep":
      return { kind: "sleep", summary: `Wait until ${new Date(effect.request.untilMs).toISOString()}` };
    case "blob":
      return { kind: "blob", summary: `Read the file ${effect.request.file}` };
    case "code":
      return { kind: "code", summary: "Run the script" };
    case "signal":
      return { kind: "signal", summary: "Wait for a signal" };
    case "task":
      return { kind: "task", summary: `Ask a person: ${effect.request.title}` };
    case "child":
      return { kind: "child", summary: `Run the workflow ${effect.request.workflowId}` };
    case "emit-event":
      return { kind: "emit-event", summary: `Tell other workflows: ${effect.request.name}` };
    default:
      return assertNever(effect);
  }
}
