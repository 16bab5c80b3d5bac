import { templateText } from "../expression/template-text.ts";
import { isExpr, isTemplate } from "../graph/tagged.ts";

type Raw = Readonly<Record<string, unknown>>;

/** The rows of a raw setting; what is not a row is left out, so that captions and shapes never throw. */
export function rawRows(config: Raw, name: string): readonly Raw[] {
  const rows = config[name];
  if (!Array.isArray(rows)) return [];
  return rows.filter((row): row is Raw => typeof row === "object" && row !== null && !Array.isArray(row));
}

/** A raw setting as a card shows it: texts as they are, formulas as their source, other values as JSON. */
export function rawText(raw: unknown): string {
  if (raw === undefined || raw === null) return "";
  if (typeof raw === "string") return raw;
  if (isExpr(raw)) return raw.$expr;
  if (isTemplate(raw)) return templateText(raw);
  return JSON.stringify(raw) ?? "";
}

/** The names in a column of rows, joined for a card: "name, total and 3 more". */
export function namesOf(rows: readonly Raw[], column = "name"): string {
  const names = rows.map((row) => rawText(row[column])).filter((name) => name !== "");
  if (names.length <= 3) return names.join(", ");
  return `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
}
