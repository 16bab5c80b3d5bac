import type { Port } from "#core/node-kit/define-node.ts";

/** A port that no state has: an edge drawn from it gives the state a transition, and a port of its own for that. */
export const newTransition: Port = { name: "+", title: "New transition" };
