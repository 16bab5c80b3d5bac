/** Names that no decoder lets into data: on a plain object they would reach its prototype (R19). */
const reservedNames: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

export function isReservedName(name: string): boolean {
  return reservedNames.has(name);
}

export function reservedNameSentence(name: string): string {
  return `“${name}” is a name that programs reserve, so it cannot name a field. Rename it.`;
}
