import { expect, test } from "vitest";
import { connectToaster, isToasterWanted, onToasterWanted, toast } from "./toast.ts";

test("messages wait for what draws them, say that it is wanted, and are shown in order", () => {
  const shown: string[] = [];
  const show = (kind: string) => (message: unknown) => {
    shown.push(`${kind} ${message}`);
    return 0;
  };
  let asked = 0;
  onToasterWanted(() => asked++);
  expect(isToasterWanted()).toBe(false);
  toast("Undid: Move step");
  toast.error("The run did not start");
  expect([isToasterWanted(), asked, shown]).toEqual([true, 2, []]);
  connectToaster({ message: show("message"), info: show("info"), success: show("success"), error: show("error") });
  expect(shown).toEqual(["message Undid: Move step", "error The run did not start"]);
  toast.success("Version 2 is live");
  expect(shown.at(-1)).toBe("success Version 2 is live");
});
