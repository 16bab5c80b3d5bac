/** A bug: a state that cannot happen. Thrown, never returned; the request that met it fails and is reported. */
class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/** Throws when a claim that must always hold does not. `message` names the claim, not the remedy. */
export function invariant(claim: unknown, message: string): asserts claim {
  if (!claim) throw new InvariantError(message);
}

/** Ends a switch over a union: a new member that is not handled no longer type-checks. */
export function assertNever(value: never): never {
  throw new InvariantError(`Unhandled case: ${JSON.stringify(value)}`);
}
