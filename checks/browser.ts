import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium as playwright } from "@playwright/test";
import chromium from "@sparticuz/chromium";

/** Libraries that Chromium from npm expects of the system, by Debian's package names. */
const systemPackages = ["libnss3", "libnspr4", "libexpat1"];

/**
 * Path of a Chromium that starts here: `CHROMIUM_PATH`, the system's, Playwright's own, or the one in the project's
 * dependencies. As root on Debian or Ubuntu the libraries that the last one needs are installed; elsewhere the error
 * says what to install.
 */
export async function findChromium(): Promise<string> {
  const candidates = [
    process.env.CHROMIUM_PATH,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    playwright.executablePath(),
  ];
  const found = candidates.find((path) => path && existsSync(path));
  if (found) return found;
  const bundled = await chromium.executablePath();
  if (!missingLibraries(bundled)) return bundled;
  installSystemPackages();
  const missing = missingLibraries(bundled);
  if (missing)
    throw new Error(`Chromium cannot start: ${missing}. Install ${systemPackages.join(", ")}, or set CHROMIUM_PATH.`);
  return bundled;
}

/** The lines of `ldd` that name a library which is not there; "" when all are. */
function missingLibraries(binary: string): string {
  const lines = execFileSync("ldd", [binary], { encoding: "utf8" }).split("\n");
  return lines
    .filter((line) => line.includes("not found"))
    .map((line) => line.trim())
    .join("; ");
}

function installSystemPackages(): void {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  process.stdout.write(`Installing ${systemPackages.join(", ")} for the browser tests\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit", env });
  execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...systemPackages], {
    stdio: "inherit",
    env,
  });
}
