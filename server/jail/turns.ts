type Waiting = { readonly begin: () => void; isOver: boolean };

/** Lets so many go at once; the others wait, the workspaces taking turns, each in the order in which they came. */
export type Turns = {
  /** Resolves with what gives the place back, or with null when the signal fires first. */
  readonly take: (workspace: string, signal?: AbortSignal) => Promise<(() => void) | null>;
};

export function createTurns(placesMax: number): Turns {
  let taken = 0;
  const waiting = new Map<string, Waiting[]>();

  function next(): void {
    while (taken < placesMax) {
      const turn = pick();
      if (!turn) return;
      if (!turn.isOver) {
        taken += 1;
        turn.begin();
      }
    }
  }

  function pick(): Waiting | undefined {
    for (const [workspace, queue] of waiting) {
      const turn = queue.shift();
      // To the end of the round.
      waiting.delete(workspace);
      if (queue.length > 0) waiting.set(workspace, queue);
      if (turn) return turn;
    }
    return undefined;
  }

  return {
    take: (workspace, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve(null);
        const turn: Waiting = {
          isOver: false,
          begin: () => {
            signal?.removeEventListener("abort", cancel);
            resolve(
              once(() => {
                taken -= 1;
                next();
              }),
            );
          },
        };
        const cancel = () => {
          turn.isOver = true;
          resolve(null);
        };
        signal?.addEventListener("abort", cancel, { once: true });
        const queue = waiting.get(workspace);
        if (queue) queue.push(turn);
        else waiting.set(workspace, [turn]);
        next();
      }),
  };
}

function once(then: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    then();
  };
}
