import { isJsonObject, type Json } from "#core/json/json.ts";

/** A value as a table: a list of objects by their fields, a list of plain values, or an object by its names. */
export type DataTable = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (Json | undefined)[])[];
  /** True when a row is an item of a list and a column a field of it; then a cell has a path. */
  readonly isRecords: boolean;
};

const columnsMax = 40;

/** Null for values that are no table: a text, a number, true, null, an empty list. */
export function tableOf(value: Json): DataTable | null {
  if (Array.isArray(value)) return tableOfList(value as readonly Json[]);
  if (!isJsonObject(value)) return null;
  const entries = Object.entries(value);
  return entries.length === 0 ? null : { columns: ["Name", "Value"], rows: entries, isRecords: false };
}

function tableOfList(list: readonly Json[]): DataTable | null {
  if (list.length === 0) return null;
  const names = new Set<string>();
  let hasPlain = false;
  for (const item of list) {
    if (!isJsonObject(item)) hasPlain = true;
    else if (names.size < columnsMax) for (const name of Object.keys(item)) names.add(name);
  }
  if (hasPlain || names.size === 0) return { columns: ["Value"], rows: list.map((item) => [item]), isRecords: false };
  const columns = [...names].slice(0, columnsMax);
  const rows = list.map((item) =>
    columns.map((name) => (isJsonObject(item) && Object.hasOwn(item, name) ? item[name] : undefined)),
  );
  return { columns, rows, isRecords: true };
}
