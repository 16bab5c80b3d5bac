import { closestName } from "../json/closest-name.ts";

/** `closestName` for names that come with the values: looks at few and short ones only, so that an error stays cheap. */
export function closest(wanted: string, names: Iterable<string>): string | null {
  if (wanted.length < 2 || wanted.length > 60) return null;
  const looked: string[] = [];
  for (const name of names) {
    if (looked.length >= 500) break;
    if (name.length <= 60) looked.push(name);
  }
  return closestName(wanted, looked);
}
