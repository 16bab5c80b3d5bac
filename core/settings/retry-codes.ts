import { failureCodes } from "../failure.ts";
import { closestName } from "../json/closest-name.ts";
import type { ConfigIssue } from "../node-kit/parse-config.ts";
import type { StepHandling } from "./step-handling.ts";

/** The codes in a text such as `timeout, network`. */
export function retryCodesIn(text: string): readonly string[] {
  return text
    .split(",")
    .map((code) => code.trim())
    .filter((code) => code !== "");
}

/** Codes that no failure has, and none at all where some must be chosen. */
export function issuesOfRetryCodes({ retryOn, retryCodes }: StepHandling): readonly ConfigIssue[] {
  if (retryOn !== "chosen") return [];
  const codes = retryCodesIn(retryCodes);
  if (codes.length === 0) {
    const message = "“Chosen failures” is empty. Write the codes of failures after which to try again.";
    return [{ field: "retryCodes", message, code: "missing" }];
  }
  return codes
    .filter((code) => !Object.hasOwn(failureCodes, code))
    .map((code): ConfigIssue => {
      const near = closestName(code, Object.keys(failureCodes));
      const hint = near ? `Did you mean ${near}?` : `There are ${Object.keys(failureCodes).join(", ")}.`;
      return {
        field: "retryCodes",
        message: `“Chosen failures”: no failure has the code ${code}. ${hint}`,
        code: "invalid",
      };
    });
}
