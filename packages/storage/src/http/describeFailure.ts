import { StorageError } from "@tensorloom/core";
import { readRetryAfter } from "./backoff.ts";
import type { Reply } from "./attempt.ts";
import type { ObjectRequest } from "./transport.ts";
import { TransientError } from "./transientError.ts";

/** What a response says about its failure. */
interface Refusal {
  /** A code such as `NoSuchKey`. */
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

/** Reads the text of a failed response. */
export type ReadRefusal = (text: string, headers: Headers) => Refusal;

const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** Codes of S3 that come with a status that is otherwise final. */
const TRANSIENT_CODES: ReadonlySet<string> = new Set([
  "RequestTimeout",
  "RequestTimeTooSkewed",
  "OperationAborted",
]);

const KINDS: Readonly<Record<number, StorageError["kind"]>> = {
  401: "denied",
  403: "denied",
  404: "not-found",
  410: "not-found",
  412: "changed",
  405: "unsupported",
  501: "unsupported",
};

const SENTENCES: Readonly<Record<StorageError["kind"], string>> = {
  changed: "the object has changed since its version was taken",
  denied: "the server denies access",
  exists: "the object exists",
  full: "no space is left",
  network: "the request failed",
  "not-found": "there is no such object",
  refused: "the server refuses the request",
  timeout: "the request took too long",
  truncated: "the response is incomplete",
  unsupported: "the server does not support the request",
};

/** The most characters of a server's message that are quoted. */
const MAX_MESSAGE = 300;

/** The error of a failed response: a {@link TransientError} if it may pass. */
export async function failureOf(
  address: string,
  { method, headers = {} }: ObjectRequest,
  reply: Reply,
  readRefusal: ReadRefusal,
): Promise<StorageError | TransientError> {
  const { status } = reply;
  const text = await reply.text(2 ** 16);
  const { code, message } = readRefusal(text, reply.headers);
  const said = [code, message].filter((part) => part !== undefined && part !== "").join(": ");
  const quoted = withoutSecrets(said.replaceAll(/\s+/g, " "), headers).slice(0, MAX_MESSAGE);
  const isTransient = TRANSIENT_STATUSES.has(status) || (code !== undefined && TRANSIENT_CODES.has(code));
  const kind = Object.hasOwn(KINDS, status) ? KINDS[status] : "refused";
  const noBucket = code === "NoSuchBucket" ? "there is no such bucket" : SENTENCES[kind];
  const problem = `${isTransient ? "the server did not serve the request" : noBucket}${quoted === "" ? "" : `: ${quoted}`}`;
  if (isTransient)
    return new TransientError("refused", problem, { status, retryAfter: readRetryAfter(reply.headers) });
  const verb = method === undefined || method === "GET" ? "" : ` (${method})`;
  return new StorageError(address, kind, `${problem}${verb}`, { status });
}

/** Headers whose values open an account. */
const SECRET_HEADERS = ["authorization", "x-amz-security-token", "x-goog-api-key", "cookie"];

/** A text without the credentials of a request, if a server repeats them. */
function withoutSecrets(text: string, headers: Readonly<Record<string, string>>): string {
  let clean = text;
  for (const [name, value] of Object.entries(headers)) {
    if (!SECRET_HEADERS.includes(name.toLowerCase())) continue;
    const token = value.replace(/^(Bearer|Basic) /i, "");
    for (const secret of [value, token, /Signature=(\w+)/.exec(value)?.[1] ?? value])
      if (secret !== "") clean = clean.replaceAll(secret, "…");
  }
  return clean;
}
