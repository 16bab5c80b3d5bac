import type { JsonObject } from "#core/json/json.ts";

const bodies: Readonly<Record<string, string>> = {
  auto: `-H 'content-type: application/json' \\\n  -d '{"name": "Ada"}'`,
  json: `-H 'content-type: application/json' \\\n  -d '{"name": "Ada"}'`,
  form: `-d 'name=Ada'`,
  text: `-H 'content-type: text/plain' \\\n  -d 'Hello'`,
  csv: `-H 'content-type: text/csv' \\\n  --data-binary @file.csv`,
  file: `-H 'content-type: application/octet-stream' \\\n  --data-binary @file`,
};

/** A command that calls a webhook as its settings want it: method, content type, and a body to change. */
export function curlOf(address: string, config: JsonObject): string {
  const method = typeof config.method === "string" ? config.method : "POST";
  const body = typeof config.body === "string" ? config.body : "auto";
  if (method === "GET") return `curl -s '${address}?name=Ada'`;
  const verb = method === "ANY" ? "POST" : method;
  return `curl -s -X ${verb} \\\n  ${bodies[body] ?? bodies.auto} \\\n  '${address}'`;
}
