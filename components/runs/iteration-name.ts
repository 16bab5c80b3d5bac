import type { ContainerKind } from "#core/compile/container-kind.ts";
import type { ActivationId } from "#core/schedule/event.ts";

const words: Readonly<Record<ContainerKind, string | null>> = {
  each: "item",
  repeat: "round",
  states: "visit",
  // What a state holds runs once for each visit of the state itself.
  state: null,
};

/**
 * Which time of a step it was: "Item 3", "Round 2", "Item 3, round 2", "Visit 4".
 *
 * @param kinds of the containers around the step, the outermost first
 */
export function iterationName(activation: ActivationId, kinds: readonly ContainerKind[]): string {
  const path = activation.split(":")[1]?.split(".") ?? [];
  const name = path
    .flatMap((at, depth) => {
      const word = words[kinds[depth] ?? "each"];
      return word === null ? [] : [`${word} ${Number(at) + 1}`];
    })
    .join(", ");
  return name.charAt(0).toUpperCase() + name.slice(1);
}
