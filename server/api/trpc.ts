import { type AnyTRPCRouter, initTRPC } from "@trpc/server";
import { invariant } from "#core/invariant.ts";
import { AppError } from "../errors.ts";
import { may, type Right } from "../policies/rights.ts";
import type { ApiContext } from "./context.ts";
import { errorShape, translateErrors } from "./translate-errors.ts";

type Meta = { readonly right: Right };

const t = initTRPC
  .context<ApiContext>()
  .meta<Meta>()
  .create({
    errorFormatter: errorShape,
    sse: { ping: { enabled: true, intervalMs: 5_000 }, client: { reconnectAfterInactivityMs: 15_000 } },
  });

export const router = t.router;

/** The one way to make a procedure: it names the right that its caller must hold (R10). */
export function procedureFor(right: Right) {
  return t.procedure
    .meta({ right })
    .use(t.middleware(translateErrors))
    .use(({ ctx, next }) => {
      if (!may(ctx.actor.role, right)) {
        throw new AppError("forbidden", "You may not do this here. Ask an owner of the workspace for the right to.");
      }
      return next();
    });
}

/** Throws at start when a procedure was made in another way and so has no right to check. */
export function assertEveryProcedureHasRight(appRouter: AnyTRPCRouter): void {
  for (const [path, procedure] of Object.entries(appRouter._def.procedures)) {
    invariant(rightOf(procedure) !== undefined, `procedure ${path} names the right that it needs`);
  }
}

/** The right that a procedure names; undefined when it names none. */
export function rightOf(procedure: unknown): Right | undefined {
  return (procedure as { _def?: { meta?: Partial<Meta> } })._def?.meta?.right;
}
