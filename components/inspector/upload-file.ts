import type { FileRef } from "#core/effects/blob.ts";

/** Sends a file to the server; answers how it appears in data. Throws an Error with a sentence for the person. */
export async function uploadFile(file: File): Promise<FileRef> {
  const form = new FormData();
  form.set("file", file);
  const response = await fetch("/api/files", { method: "POST", body: form }).catch(() => null);
  if (!response) throw new Error("The server cannot be reached. Check the connection and choose the file again.");
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as FileRef;
  throw new Error(messageIn(answer) ?? `The file was refused (${response.status}). Choose another one.`);
}

/** The sentence in the server's `{ error: { message } }`. */
function messageIn(answer: unknown): string | null {
  if (typeof answer !== "object" || answer === null || !("error" in answer)) return null;
  const { error } = answer;
  return typeof error === "object" && error !== null && "message" in error && typeof error.message === "string"
    ? error.message
    : null;
}
