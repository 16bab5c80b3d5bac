import { isExpr } from "#core/graph/tagged.ts";
import type { Json } from "#core/json/json.ts";
import { type ConfigField, configFieldsOf, defaultOf } from "#core/node-kit/config-fields.ts";
import { unwrap } from "#core/node-kit/field.ts";

/** Every field of a form: what it is called, its name in files, what it takes, its default and its help. */
export function settingsTable(fields: readonly ConfigField[]): string {
  const rows = fields.flatMap((field) => [rowOf(field, ""), ...columnsOf(field)]);
  return `| setting | name | takes | default | |\n| --- | --- | --- | --- | --- |\n${rows.join("\n")}\n`;
}

function columnsOf(field: ConfigField): readonly string[] {
  return field.row ? configFieldsOf(field.row).map((inner) => rowOf(inner, `${field.name}[].`)) : [];
}

function rowOf(field: ConfigField, prefix: string): string {
  const { title, help = "", placeholder, advanced } = field.meta;
  const remarks = [
    help,
    placeholder ? `For example \`${placeholder}\`.` : "",
    advanced ? "Under *More settings*." : "",
  ];
  const cells = [
    prefix === "" ? `**${title}**` : `↳ ${title}`,
    `\`${prefix}${field.name}\``,
    kindOf(field),
    defaultText(field),
    remarks.filter((remark) => remark !== "").join(" "),
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function kindOf(field: ConfigField): string {
  const { mode, control, labels = {} } = field.meta;
  const { entries } = unwrap(field.schema).def as { entries?: Readonly<Record<string, string>> };
  if (entries)
    return Object.values(entries)
      .map((value) => labels[value] ?? value)
      .join(", ");
  if (control === "rows") return "a table";
  if (mode === "item") return "a formula per item";
  const formula = mode === "open" ? " or a formula" : "";
  switch (control) {
    case "toggle":
      return "yes or no";
    case "number":
      return `a number${formula}`;
    case "text":
    case "long-text":
      return mode === "open" ? "text with formulas" : "text";
    case "formula":
      return "a formula";
    case "json":
      return "JSON";
    case "javascript":
      return "JavaScript";
    case "date-time":
      return `a date${formula}`;
    case "time-zone":
      return `a time zone${formula}`;
    case "workflow":
      return `a workflow${formula}`;
    default:
      return `any value${formula}`;
  }
}

function defaultText(field: ConfigField): string {
  const value = defaultOf(field);
  if (value === undefined) return "required";
  const label = typeof value === "string" ? field.meta.labels?.[value] : undefined;
  if (label !== undefined) return label;
  if (isExpr(value)) return `formula \`${value.$expr}\``;
  if (typeof value === "boolean") return value ? "yes" : "no";
  return isBlank(value) ? "" : `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

function isBlank(value: Json): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}
