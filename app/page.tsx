import { Shell } from "#components/shell/shell.tsx";
import { WorkflowsPage } from "#components/workflows/workflows-page.tsx";

export default function Page() {
  return (
    <Shell>
      <WorkflowsPage />
    </Shell>
  );
}
