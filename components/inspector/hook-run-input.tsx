"use client";
import { FileUp } from "lucide-react";
import { useId, useMemo, useState } from "react";
import { GrowingText } from "#components/fields/controls/growing-text.tsx";
import { JsonEditor } from "#components/fields/lazy-code.tsx";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { isJsonObject } from "#core/json/json.ts";
import { webhookMethods } from "#core/nodes/webhook.ts";
import { contentTypes, emptyRequest, type HookRequest, requestOfValue, triggerValueOf } from "./hook-request.ts";
import type { RunInputProps } from "./run-input-props.ts";

/** A call to the webhook, written by hand or taken from the last run: method, content type, body, query, headers. */
export function HookRunInput({ formId, config, pinned, recalled, lastRun, onSubmit }: RunInputProps) {
  const [request, setRequest] = useState(
    () => requestOfValue(pinned) ?? asRequest(recalled) ?? requestOfValue(lastRun) ?? emptyRequest(config),
  );
  const set = (change: Partial<HookRequest>) => setRequest((before) => ({ ...before, ...change }));
  const read = useMemo(() => triggerValueOf(request, config), [request, config]);
  const last = requestOfValue(lastRun);
  return (
    <form
      id={formId}
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (read.ok) onSubmit(read.value, request);
      }}
    >
      <div className="flex flex-wrap items-end gap-2">
        <MethodAndType request={request} config={config} set={set} />
        <BodyFile onText={(body, contentType) => set({ body, ...(contentType && { contentType }) })} />
        {last && (
          <Button size="md" variant="ghost" onClick={() => setRequest(last)}>
            Use the last run's
          </Button>
        )}
      </div>
      <div>
        <p aria-hidden className="mb-1 text-sm font-medium">
          Body
        </p>
        <JsonEditor
          text={request.body}
          label="Body of the call"
          hasAutoFocus
          minHeight="160px"
          maxHeight="40vh"
          isInvalid={!read.ok}
          onChange={(body) => set({ body })}
        />
        {!read.ok && (
          <p role="alert" className="mt-1 text-xs text-failed">
            {read.message}
          </p>
        )}
      </div>
      <QueryAndHeaders request={request} set={set} />
    </form>
  );
}

type PartProps = { request: HookRequest; set: (change: Partial<HookRequest>) => void };

function MethodAndType({ request, config, set }: PartProps & Pick<RunInputProps, "config">) {
  const methods =
    config.method === "ANY" ? webhookMethods.filter((method) => method !== "ANY") : [String(config.method ?? "POST")];
  return (
    <>
      <Select
        label="Method"
        value={request.method}
        options={methods.map((method) => ({ value: method, label: method }))}
        onValueChange={(method) => set({ method })}
        className="w-28"
      />
      <Select
        label="Content type"
        value={request.contentType}
        options={[...new Set([...contentTypes, request.contentType])].map((type) => ({ value: type, label: type }))}
        onValueChange={(contentType) => set({ contentType })}
        className="min-w-0 flex-1"
      />
    </>
  );
}

function QueryAndHeaders({ request, set }: PartProps) {
  const queryId = useId();
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <div>
        <label htmlFor={queryId} className="mb-1 block text-sm font-medium">
          Query
        </label>
        <Input
          id={queryId}
          placeholder="page=2&sort=name"
          className="font-mono text-xs"
          value={request.query}
          onChange={(event) => set({ query: event.currentTarget.value })}
        />
      </div>
      <div>
        <p aria-hidden className="mb-1 text-sm font-medium">
          Headers
        </p>
        <GrowingText
          label="Headers, one per line"
          placeholder="x-github-event: issues"
          text={request.headers}
          onChange={(headers) => set({ headers })}
        />
      </div>
    </div>
  );
}

/** Fills the body with a text file from this computer. */
function BodyFile({ onText }: { onText: (text: string, contentType: string | null) => void }) {
  return (
    <label className="relative inline-flex h-8 items-center gap-2 rounded-md border border-line-strong px-3 text-sm font-medium focus-within:outline-2 focus-within:outline-accent hover:bg-hover">
      <FileUp aria-hidden className="size-4" />
      From a file
      <input
        type="file"
        data-testid="run-file"
        accept=".csv,.json,.txt,.xml,text/*,application/json"
        className="absolute inset-0 cursor-pointer opacity-0"
        onChange={async (event) => {
          const file = event.currentTarget.files?.[0];
          if (file) onText(await file.text(), contentTypes.find((type) => type === file.type) ?? null);
        }}
      />
    </label>
  );
}

function asRequest(recalled: RunInputProps["recalled"]): HookRequest | null {
  if (!isJsonObject(recalled)) return null;
  const { method, contentType, body, query, headers } = recalled;
  const parts = [method, contentType, body, query, headers];
  return parts.every((part) => typeof part === "string") ? (recalled as HookRequest) : null;
}
