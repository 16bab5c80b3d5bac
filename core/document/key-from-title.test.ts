import { expect, it } from "vitest";
import { isKeyOfTitle, isValidKey, keyFromTitle } from "./key-from-title.ts";

it.each([
  ["Fetch orders!", "fetch_orders"],
  ["  Größe über 5 €", "grosse_uber_5"],
  ["42 things", "step_42_things"],
  ["", "step"],
  ["日本", "step"],
  ["If", "if"],
  ["__proto__", "proto"],
  ["Constructor", "constructor_step"],
])("the title %j gives the key %s", (title, key) => {
  const made = keyFromTitle(title);
  expect(made).toBe(key === "if" ? "if_step" : key);
  expect(isValidKey(made)).toBe(true);
});

it("a taken key gets a number", () => {
  expect(keyFromTitle("Sort", new Set(["sort", "sort_2"]))).toBe("sort_3");
});

it("knows which keys came from a title", () => {
  expect(isKeyOfTitle("sort_3", "Sort")).toBe(true);
  expect(isKeyOfTitle("sorted", "Sort")).toBe(false);
});
