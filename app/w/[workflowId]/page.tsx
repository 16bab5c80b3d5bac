import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Editor } from "#components/editor/editor.tsx";
import { isId } from "#core/id.ts";

export const metadata: Metadata = { title: "Editor" };

export default async function Page({ params }: { params: Promise<{ workflowId: string }> }) {
  const { workflowId } = await params;
  if (!isId("wf", workflowId)) notFound();
  return <Editor workflowId={workflowId} />;
}
