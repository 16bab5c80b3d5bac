import type { Metadata } from "next";
import { RunsPage } from "#components/runs/runs-page.tsx";
import { Shell } from "#components/shell/shell.tsx";

export const metadata: Metadata = { title: "Runs" };

export default function Page() {
  return (
    <Shell>
      <RunsPage />
    </Shell>
  );
}
