import type { Json } from "../json/json.ts";

export const httpMethods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] as const;
export type HttpMethod = (typeof httpMethods)[number];

export type HttpRequest = {
  readonly method: HttpMethod;
  /** Absolute http or https URL, query included. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Body as text already encoded for `content-type`; null sends none. */
  readonly body: string | null;
  /** Milliseconds until the whole exchange fails with `timeout`. */
  readonly timeoutMs: number;
  readonly followRedirects: boolean;
};

export type HttpResponse = {
  readonly status: number;
  /** Lower-case names; repeated headers are joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed when the answer is JSON, text otherwise, base64 for bytes that are not text. */
  readonly body: Json;
};
