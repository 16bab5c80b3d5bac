import type { IncomingMessage, ServerResponse } from "node:http";
import type { Sql } from "postgres";
import { AppError, httpStatusOf } from "../errors.ts";
import type { Actor } from "../policies/actor.ts";
import { may } from "../policies/rights.ts";
import { sendError, sendJson } from "../web/send-json.ts";
import { parseMultipart } from "./parse-form.ts";
import { drain, readBody } from "./read-body.ts";
import { Refusal } from "./refusal.ts";
import { storeFile } from "./store-file.ts";

export type FilesDeps = {
  readonly sql: Sql;
  readonly findActor: (request: IncomingMessage) => Promise<Actor | null>;
};

/** Answers `POST /api/files`: keeps the one file of a multipart form and says how it appears in data. */
export function createFilesListener(deps: FilesDeps) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await serve(request, response, deps);
    } catch (error) {
      if (error instanceof Refusal) sendError(response, error.status, error, error.headers);
      else if (error instanceof AppError) sendError(response, httpStatusOf(error), error);
      else throw error;
      drain(request);
    }
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, { sql, findActor }: FilesDeps): Promise<void> {
  if (request.method !== "POST") {
    throw new Refusal(405, "method_not_allowed", "Send the file with POST.", { allow: "POST" });
  }
  const actor = await findActor(request);
  if (!actor) throw new AppError("unauthenticated", "Sign in and try again.");
  if (!may(actor.role, "run.start")) throw new AppError("forbidden", "You may not upload files here.");
  const body = await readBody(request);
  const { files } = await parseMultipart(request.headers, body);
  const [file, ...more] = files;
  if (!file || more.length > 0) throw new Refusal(400, "form", "Send exactly one file, as multipart/form-data.");
  const store = { sql, workspaceId: actor.workspaceId, createdBy: actor.userId };
  sendJson(response, 201, await storeFile(store, file));
}
