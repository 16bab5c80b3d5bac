import type { SettingFault } from "../../node-kit/define-node.ts";
import { cronFault, isZone } from "../../time/next-times.ts";

/** A cron line that cannot be read or never fires, and a time zone that does not exist. */
export function scheduleFaults({ every, cron, zone }: Readonly<Record<string, unknown>>): readonly SettingFault[] {
  const faults: SettingFault[] = [];
  const inLine = every === "cron" ? cronFault(String(cron)) : null;
  if (inLine !== null) faults.push({ field: "cron", message: `“Cron line”: ${inLine}` });
  if (!isZone(String(zone))) {
    const message = "“Time zone”: There is no such time zone. Use a name such as Europe/Zurich, or UTC.";
    faults.push({ field: "zone", message });
  }
  return faults;
}
