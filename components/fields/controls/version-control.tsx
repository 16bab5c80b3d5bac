"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc/trpc.ts";
import { Select } from "#components/ui/select.tsx";
import { isId } from "#core/id.ts";
import { useFieldSurroundings, useForm } from "../field-surroundings.tsx";
import type { ControlProps } from "./control.ts";

/** One published version of the workflow that the field `workflow` of the same form names; kept by its id. */
export function VersionControl({ id, label, raw, onChange }: ControlProps) {
  const { isReadOnly } = useFieldSurroundings();
  const { workflow } = useForm();
  const trpc = useTRPC();
  const isChosen = isId("wf", workflow);
  const query = trpc.versions.list.queryOptions({ workflowId: isChosen ? workflow : ("" as never) });
  const versions = useQuery({ ...query, enabled: isChosen });
  const chosen = typeof raw === "string" ? raw : "";
  const items = versions.data?.items ?? [];
  if (!isChosen) return <p className="text-sm text-faint">Choose a workflow first.</p>;
  if (versions.isSuccess && items.length === 0) {
    return <p className="text-sm text-faint">This workflow has no version yet. Publish it first.</p>;
  }
  const options = items.map(({ versionId, number, notes, live }) => ({
    value: versionId as string,
    label: `v${number}${live ? ", live" : ""}${notes ? `: ${notes}` : ""}`,
  }));
  const isGone = chosen !== "" && versions.isSuccess && !options.some((option) => option.value === chosen);
  return (
    <Select
      id={id}
      label={label}
      value={chosen}
      placeholder={versions.isPending ? "Loading the versions…" : "Choose a version"}
      options={isGone ? [...options, { value: chosen, label: "A version that is gone" }] : options}
      onValueChange={onChange}
      disabled={isReadOnly}
    />
  );
}
