import { checkOptions, finite, integer, shown, type OptionKinds } from "@tensorloom/core/internal";
import { refuseCloudAddress } from "./cloudAddress.ts";
import { HttpError } from "./httpError.ts";

/**
 * How bytes are asked for.
 *
 * @inline
 */
export interface HttpOptions {
  /** Headers, a signal and the like, passed on to `fetch`. */
  readonly request?: RequestInit | undefined;
  /** How often in a row a request is repeated that brought nothing; default 4. */
  readonly maxRetries?: number | undefined;
  /** How long the first wait lasts, in milliseconds; each one lasts twice as long, up to 30 s. Default 500. */
  readonly retryDelay?: number | undefined;
}

/** The kinds of {@link HttpOptions}. */
export const HTTP_OPTIONS: OptionKinds<HttpOptions> = {
  request: "object",
  maxRetries: "number",
  retryDelay: "number",
};

const MAX_WAIT_MS = 30_000;

/** A failure that may be over soon: a busy server, a connection that broke, an answer that ended early. */
class TransientError extends Error {
  readonly status: number | undefined;
  /** How long the server asks to wait, in milliseconds. */
  readonly wait: number;

  constructor(what: string, status?: number, wait = 0, options?: ErrorOptions) {
    super(what, options);
    this.status = status;
    this.wait = wait;
  }
}

/** Requests to one address, repeated with growing waits. */
export interface Requests {
  /** Asks once for the bytes from `start` on, up to `end` (exclusive) if it is given. */
  ask(start: number, end?: number, validator?: string): Promise<Response>;
  /** The chunks of an answer's body; one that breaks is a transient failure. */
  chunks(answer: Response): AsyncGenerator<Uint8Array, void, undefined>;
  /** An answer that ended early. */
  short(what: string, answer: Response): Error;
  /** Notes that bytes arrived: the count of failures begins again. */
  progressed(): void;
  /** Waits after a transient failure; throws any other, and the last one. */
  failed(error: unknown): Promise<void>;
}

/** Checks an address and options, and prepares requests to it. */
export function createRequests(name: string, url: string, options: HttpOptions): Requests {
  if (typeof url !== "string") throw new TypeError(`${name}: url must be a string, got ${shown(url)}`);
  refuseCloudAddress(url);
  const { request = {}, maxRetries = 4, retryDelay = 500 } = checkOptions(name, options, HTTP_OPTIONS);
  integer(`${name}: maxRetries`, maxRetries, 0);
  finite(`${name}: retryDelay`, retryDelay, 0);
  const signal = request.signal ?? undefined;
  let failures = 0;

  async function attempt<T>(what: string, work: () => Promise<T>, status?: number): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      if (signal?.aborted === true) throw cause;
      throw new TransientError(`${what}: ${rootMessage(cause)}`, status, 0, { cause });
    }
  }
  return {
    async ask(start, end, validator) {
      const headers = new Headers(request.headers);
      if (start > 0 || end !== undefined)
        headers.set("Range", `bytes=${String(start)}-${end === undefined ? "" : String(end - 1)}`);
      if (validator !== undefined) headers.set("If-Range", validator);
      const answer = await attempt("the request failed", () => fetch(url, { ...request, headers }));
      const { status } = answer;
      if (status < 500 && status !== 429 && status !== 408) return answer;
      await answer.body?.cancel().catch(() => undefined);
      throw new TransientError("the server does not send the file", status, readRetryAfter(answer));
    },
    async *chunks(answer) {
      const reader = answer.body?.getReader();
      if (reader === undefined) return;
      try {
        for (;;) {
          const step = await attempt("the connection broke", () => reader.read(), answer.status);
          if (step.done) return;
          yield step.value;
        }
      } finally {
        await reader.cancel().catch(() => undefined);
      }
    },
    short: (what, { status }) => new TransientError(what, status),
    progressed() {
      failures = 0;
    },
    async failed(error) {
      if (!(error instanceof TransientError)) throw error;
      if (failures === maxRetries) {
        const times = maxRetries === 0 ? "" : `; ${String(maxRetries + 1)} attempts`;
        throw new HttpError(url, error.status, `${error.message}${times}`, { cause: error.cause });
      }
      await sleep(Math.max(error.wait, Math.min(MAX_WAIT_MS, retryDelay * 2 ** failures)), signal);
      failures += 1;
    },
  };
}

/** The deepest reason: `fetch failed` hides why. */
function rootMessage(error: unknown): string {
  const { cause } = error instanceof Error ? error : {};
  if (cause instanceof Error && cause.message !== "") return cause.message;
  return error instanceof Error ? error.message : String(error);
}

function readRetryAfter(answer: Response): number {
  const seconds = Number(answer.headers.get("Retry-After") ?? 0);
  return seconds > 0 ? Math.min(MAX_WAIT_MS, 1000 * seconds) : 0; // a date is not read: no clock here
}

function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error); // what the signal's owner says
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    if (signal?.aborted === true) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}

/** What tells one version of a file from another: a strong ETag, or the time of the last change. */
export function readVersion(answer: Response): string | undefined {
  return answer.headers.get("ETag") ?? answer.headers.get("Last-Modified") ?? undefined;
}

/** What a `Content-Range` states: the first byte and the size of the file, which a server may leave open. */
export function readContentRange(
  answer: Response,
): { readonly start: number; readonly size: number | undefined } | undefined {
  const found = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(answer.headers.get("Content-Range") ?? "");
  if (answer.status !== 206 || found === null) return undefined;
  return { start: Number(found[1]), size: found[2] === "*" ? undefined : Number(found[2]) };
}
