import { isSafeKey } from "../json/safe-json.ts";

type Headers = Readonly<Record<string, string>>;
type HeaderRow = { readonly name: string; readonly value: string };

const namePattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const valuePattern = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Rows to headers with lower-case names; a later row replaces an earlier one. Refuses what HTTP cannot carry. */
export function headersFrom(
  rows: readonly HeaderRow[],
): { readonly ok: true; readonly value: Headers } | { readonly ok: false; readonly message: string } {
  const headers = new Map<string, string>();
  for (const row of rows) {
    const name = row.name.trim().toLowerCase();
    if (!namePattern.test(name) || !isSafeKey(name)) {
      return { ok: false, message: `“${row.name}” cannot be the name of a header. Use letters, digits and hyphens.` };
    }
    const value = row.value.trim();
    if (!valuePattern.test(value)) {
      const message = `The header “${row.name}” holds a line break or a character that headers cannot carry. Remove it.`;
      return { ok: false, message };
    }
    headers.set(name, value);
  }
  return { ok: true, value: Object.fromEntries(headers) };
}
