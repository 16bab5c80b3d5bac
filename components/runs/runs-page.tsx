"use client";
import { useState } from "react";
import { Select } from "#components/ui/select.tsx";
import { RunTable } from "./run-table.tsx";
import { type StatusFilter, statusFilters } from "./status-filter.ts";

/** All runs of the workspace, newest first, kept up to date. */
export function RunsPage() {
  const [status, setStatus] = useState<StatusFilter>("any");
  return (
    <>
      <div className="mb-5 flex items-center gap-2">
        <h1 className="mr-auto text-xl font-semibold tracking-tight">Runs</h1>
        <Select
          label="Status"
          value={status}
          onValueChange={(value) => setStatus(value as StatusFilter)}
          options={statusFilters}
          className="w-40"
        />
      </div>
      <div className="overflow-hidden rounded-lg border bg-surface">
        <RunTable status={status} showWorkflow />
      </div>
    </>
  );
}
