"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useRef, useState } from "react";
import { useTRPC } from "#components/trpc/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";

/** Makes a workflow from an exported file and opens it; a file that cannot be used is explained, path by path. */
export function ImportButton({ children }: { children: ReactNode }) {
  const trpc = useTRPC();
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const importFile = useMutation(
    trpc.workflows.import.mutationOptions({
      onSuccess: ({ workflowId }) => router.push(`/w/${workflowId}`),
      onError: (error) => setRefusal(error.message),
    }),
  );

  async function read(file: File | undefined) {
    if (file) importFile.mutate({ text: await file.text() });
  }

  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label="Workflow file"
        className="hidden"
        onChange={(event) => {
          void read(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      <Button busy={importFile.isPending} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <Dialog
        open={refusal !== null}
        onOpenChange={() => setRefusal(null)}
        title="The file was not imported"
        description="Nothing was changed. Mend the file and import it again."
        footer={
          <Button variant="primary" onClick={() => setRefusal(null)}>
            Close
          </Button>
        }
      >
        <pre className="overflow-auto rounded-md border bg-sunken p-3 font-mono text-xs whitespace-pre-wrap">
          {refusal}
        </pre>
      </Dialog>
    </>
  );
}
