import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

export const companiesFile = "public/samples/constituents.csv";

/** Sectors with their numbers of companies, largest first, counted here from the file itself. */
export function sectorCounts(): readonly (readonly [sector: string, count: number])[] {
  const rows = parse(readFileSync(companiesFile), { columns: true }) as Record<string, string>[];
  const counts = new Map<string, number>();
  for (const row of rows) {
    const sector = row["GICS Sector"] ?? "";
    counts.set(sector, (counts.get(sector) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}
