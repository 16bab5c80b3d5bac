"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plus, SearchX, Upload, Workflow } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTRPC } from "#components/trpc/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Input } from "#components/ui/input.tsx";
import { LoadError } from "#components/ui/load-error.tsx";
import { ImportButton } from "./import-button.tsx";
import { useCreateWorkflow } from "./use-create-workflow.ts";
import { WorkflowRow } from "./workflow-row.tsx";

/** Home: every workflow of the workspace, the ones changed last first. */
export function WorkflowsPage() {
  const trpc = useTRPC();
  const create = useCreateWorkflow();
  const [search, setSearch] = useState("");
  const wanted = useDeferredValue(search.trim());
  const workflows = useQuery(
    trpc.workflows.list.queryOptions(wanted ? { search: wanted } : {}, {
      placeholderData: keepPreviousData,
      refetchInterval: 5_000,
    }),
  );
  const items = workflows.data?.items;

  return (
    <>
      <div className="mb-5 flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-xl font-semibold tracking-tight">Workflows</h1>
        <Input
          type="search"
          aria-label="Search workflows"
          placeholder="Search workflows"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="w-full sm:w-64"
        />
        <ImportButton>
          <Upload />
          Import
        </ImportButton>
        <Button variant="primary" busy={create.isPending} onClick={create.start}>
          <Plus />
          New workflow
        </Button>
      </div>
      {workflows.isError && <LoadError what="The workflows" error={workflows.error} retry={workflows.refetch} />}
      {workflows.isPending && <LoadingRows />}
      {items?.length === 0 &&
        (wanted ? (
          <EmptyState icon={<SearchX />} title={`No workflow matches “${wanted}”`}>
            Titles and descriptions are searched. Try another word.
          </EmptyState>
        ) : (
          <EmptyState
            icon={<Workflow />}
            title="No workflows yet"
            action={
              <Button variant="primary" busy={create.isPending} onClick={create.start}>
                <Plus />
                New workflow
              </Button>
            }
          >
            A workflow starts with a trigger, such as a webhook or a button, and does its steps in the order you draw.
          </EmptyState>
        ))}
      {items && items.length > 0 && (
        <ul aria-label="Workflows" className="divide-y overflow-hidden rounded-lg border bg-surface">
          {items.map((workflow) => (
            <WorkflowRow key={workflow.id} workflow={workflow} />
          ))}
        </ul>
      )}
    </>
  );
}

function LoadingRows() {
  return (
    <div role="status" aria-label="Loading workflows" className="divide-y rounded-lg border bg-surface">
      {["a", "b", "c", "d"].map((row) => (
        <div key={row} className="flex h-17 items-center gap-3 px-4">
          <div className="h-4 w-48 animate-pulse rounded-sm bg-sunken" />
          <div className="ml-auto h-4 w-24 animate-pulse rounded-sm bg-sunken" />
        </div>
      ))}
    </div>
  );
}
