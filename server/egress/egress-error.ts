import { type Failure, type FailureCode, failure } from "#core/failure.ts";

/** Why a request did not go out or its answer did not come in; `createEgress` turns it into a Failure. */
export class EgressError extends Error {
  override readonly name = "EgressError";
  readonly failure: Failure;

  constructor(code: FailureCode, message: string, retryable = false) {
    super(message);
    this.failure = failure(code, message, { retryable });
  }
}

const sentences: Readonly<Record<string, readonly [FailureCode, string, boolean]>> = {
  ECONNREFUSED: ["network", "refused the connection. Check the port, or try again later.", true],
  ECONNRESET: ["network", "closed the connection. Try again later.", true],
  EPIPE: ["network", "closed the connection. Try again later.", true],
  EHOSTUNREACH: ["network", "cannot be reached. Try again later.", true],
  ENETUNREACH: ["network", "cannot be reached. Try again later.", true],
  ETIMEDOUT: ["network", "did not answer to the connection. Try again later.", true],
  UND_ERR_CONNECT_TIMEOUT: ["network", "did not answer to the connection. Try again later.", true],
  UND_ERR_SOCKET: ["network", "closed the connection. Try again later.", true],
  UND_ERR_HEADERS_OVERFLOW: ["cap", "sent headers larger than 16 kB.", false],
  UND_ERR_INVALID_ARG: [
    "config",
    "cannot be asked like this: a header or the address holds a sign that is not allowed.",
    false,
  ],
  HPE_INVALID_CONSTANT: ["network", "did not answer in HTTP. Check the port.", false],
};

/** A Failure for anything that a request may throw. Details of the machine stay out of the message. */
export function failureOf(thrown: unknown, host: string): Failure {
  if (thrown instanceof EgressError) return thrown.failure;
  const { code = "", name = "" } = thrown as { code?: string; name?: string };
  const known = sentences[code];
  if (known)
    return failure(known[0], `The host ${host} ${known[1]}`, { retryable: known[2], details: { reason: code } });
  if (/^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_SSL|EPROTO)/.test(code)) {
    const message = `The host ${host} has no certificate that can be trusted (${code}).`;
    return failure("network", message, { details: { reason: code } });
  }
  return failure("network", `The request to ${host} did not work (${code || name || "unknown reason"}).`, {
    retryable: true,
  });
}
