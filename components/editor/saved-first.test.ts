import { expect, test } from "vitest";
import { savedFirst } from "./saved-first.ts";
import { createSessionStore } from "./session-store.ts";

const double = async (n: number) => n * 2;

test("what is saved already is not waited for", async () => {
  const call = savedFirst(createSessionStore({ saved: { kind: "saved" } }), double);
  expect(await call(4)).toBe(8);
});

test("a change on its way is waited for", async () => {
  const store = createSessionStore({ saved: { kind: "saving", changes: 1 } });
  let called = false;
  const answer = savedFirst(store, async () => {
    called = true;
  })();
  store.setState({ saved: { kind: "saving", changes: 2 } });
  expect(called).toBe(false);
  store.setState({ saved: { kind: "saved" } });
  await answer;
  expect(called).toBe(true);
});

test("offline, the call is not made", async () => {
  const store = createSessionStore({ saved: { kind: "saving", changes: 1 } });
  const answer = savedFirst(store, double)(4);
  store.setState({ saved: { kind: "offline", changes: 1 } });
  await expect(answer).rejects.toThrow("not on the server yet");
});
