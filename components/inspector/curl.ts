import type { JsonObject } from "#core/json/json.ts";

const bodies: Readonly<Record<string, string>> = {
  auto: `-H 'content-type: application/json' -d '{"name": "Ada"}'`,
  json: `-H 'content-type: application/json' -d '{"name": "Ada"}'`,
  form: `-d 'name=Ada'`,
  text: `-H 'content-type: text/plain' -d 'Hello'`,
  csv: `-H 'content-type: text/csv' --data-binary @file.csv`,
  file: `-H 'content-type: application/octet-stream' --data-binary @file`,
};

/** A command that calls a webhook as its settings want it: method, content type, and a body to change. */
export function curlOf(address: string, config: JsonObject): string {
  const method = typeof config.method === "string" ? config.method : "POST";
  const body = typeof config.body === "string" ? config.body : "auto";
  if (method === "GET") return `curl -s '${address}?name=Ada'`;
  const verb = method === "ANY" ? "POST" : method;
  return `curl -s -X ${verb} ${bodies[body] ?? bodies.auto} '${address}'`;
}
