import type { EgressAnswer } from "../../egress/create-egress.ts";

/** What an exchange says about the host; `nothing` when the reason lies with us. */
export type Verdict =
  | { readonly kind: "works" }
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "nothing" };

/**
 * A host has failed when it cannot be reached, does not answer in time, answers 5xx, or turns us away (429) without
 * saying for how long. One that says Retry-After is at work: waiting is the step's affair.
 */
export function verdictOn(answer: EgressAnswer): Verdict {
  if (!answer.ok) {
    const { code, message } = answer.failure;
    return code === "network" || code === "timeout" ? { kind: "failed", why: message } : { kind: "nothing" };
  }
  const { status, headers } = answer.response;
  if (status === 429) {
    return headers["retry-after"]
      ? { kind: "nothing" }
      : { kind: "failed", why: "It answered 429, too many requests." };
  }
  return status >= 500 ? { kind: "failed", why: `It answered ${status}.` } : { kind: "works" };
}
