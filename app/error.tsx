"use client";

import { TriangleAlert } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

/** What is left when a whole screen fails; single parts of the editor keep their failures to themselves. */
export default function ScreenError({ reset }: { reset: () => void }) {
  return (
    <main role="alert" className="grid min-h-dvh place-items-center">
      <EmptyState
        icon={<TriangleAlert />}
        title="This screen cannot be shown"
        action={
          <>
            <Button variant="primary" onClick={() => location.reload()}>
              Reload the page
            </Button>
            <Button onClick={reset}>Try again</Button>
          </>
        }
      >
        What you had saved is safe. Reload the page; if it stays like this, the browser's console says why.
      </EmptyState>
    </main>
  );
}
