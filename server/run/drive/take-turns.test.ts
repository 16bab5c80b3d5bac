import { setImmediate as nextRound } from "node:timers/promises";
import { expect, test } from "vitest";
import { inTurn } from "./take-turns.ts";

const workFor = (ms: number) => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

test("however much runs have to do, timers and the network get their turn in between", async () => {
  let done = 0;
  const act = () => {
    workFor(12);
    done += 1;
  };
  for (let n = 0; n < 20; n++) inTurn(act);
  let rounds = 0;
  while (done < 20) {
    await nextRound();
    rounds += 1;
  }
  expect(rounds).toBeGreaterThanOrEqual(19);
});

test("what goes on in turn is done in order, once each, also what is added meanwhile", async () => {
  const done: string[] = [];
  inTurn(() => {
    done.push("a");
    inTurn(() => done.push("c"));
  });
  inTurn(() => done.push("b"));
  while (done.length < 3) await nextRound();
  expect(done).toEqual(["a", "b", "c"]);
});
