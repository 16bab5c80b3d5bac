import { FileQuestion } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Shell } from "#components/shell/shell.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <Shell>
      <EmptyState
        icon={<FileQuestion />}
        title="There is nothing at this address"
        action={
          <Button asChild variant="primary">
            <Link href="/">All workflows</Link>
          </Button>
        }
      >
        Check the address for a missing or extra letter, or find the workflow in the list.
      </EmptyState>
    </Shell>
  );
}
