import { checkOptions, finite, integer, shown, type OptionKinds } from "@tensorloom/core/internal";
import { refuseCloudAddress } from "./cloudAddress.ts";
import { HttpError } from "./httpError.ts";

/**
 * Options of HTTP requests.
 *
 * @inline
 */
export interface HttpOptions {
  /** Options of `fetch`, such as `headers` and `signal`. The signal also ends waits. */
  readonly request?: RequestInit | undefined;
  /** The maximum number of consecutive retries without progress; default 4. */
  readonly maxRetries?: number | undefined;
  /** The wait before the first retry, in milliseconds. It doubles with each retry, up to 30 s. Default 500. */
  readonly retryDelay?: number | undefined;
}

/** The types of {@link HttpOptions}. */
export const HTTP_OPTIONS: OptionKinds<HttpOptions> = {
  request: "object",
  maxRetries: "number",
  retryDelay: "number",
};

const MAX_WAIT_MS = 30_000;

/** A failure worth a retry: a busy server, a broken connection, a truncated response. */
class TransientError extends Error {
  override readonly name = "TransientError";
  readonly status: number | undefined;
  /** The wait that the server asked for, in milliseconds. */
  readonly wait: number;

  constructor(what: string, status?: number, wait = 0, options?: ErrorOptions) {
    super(what, options);
    this.status = status;
    this.wait = wait;
  }
}

/** Requests to one address, with retries and exponential backoff. */
export interface Requests {
  /** Requests the bytes from `start` up to `end` (exclusive; default: the end of the file), once. */
  fetchRange(start: number, end?: number, validator?: string): Promise<Response>;
  /** Iterates over the chunks of a response's body. A broken body is a transient failure. */
  chunks(response: Response): AsyncGenerator<Uint8Array, void, undefined>;
  /** Creates the error for a truncated response. */
  truncated(what: string, response: Response): Error;
  /** Resets the count of retries after bytes have arrived. */
  resetRetries(): void;
  /** Waits after a transient failure. Throws any other error, and the last transient one. */
  waitOrThrow(error: unknown): Promise<void>;
}

/** Checks an address and its options and creates requests to it. */
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
    async fetchRange(start, end, validator) {
      const headers = new Headers(request.headers);
      if (start > 0 || end !== undefined)
        headers.set("Range", `bytes=${String(start)}-${end === undefined ? "" : String(end - 1)}`);
      if (validator !== undefined) headers.set("If-Range", validator);
      const response = await attempt("the request failed", () => fetch(url, { ...request, headers }));
      const { status } = response;
      if (status < 500 && status !== 429 && status !== 408) return response;
      await response.body?.cancel().catch(() => undefined);
      throw new TransientError("the server did not send the file", status, readRetryAfter(response));
    },
    async *chunks(response) {
      const reader = response.body?.getReader();
      if (reader === undefined) return;
      try {
        for (;;) {
          const step = await attempt("the connection broke", () => reader.read(), response.status);
          if (step.done) return;
          yield step.value;
        }
      } finally {
        await reader.cancel().catch(() => undefined);
      }
    },
    truncated: (what, { status }) => new TransientError(what, status),
    resetRetries() {
      failures = 0;
    },
    async waitOrThrow(error) {
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

/** The message of the innermost cause: `fetch failed` alone does not say why. */
function rootMessage(error: unknown): string {
  const { cause } = error instanceof Error ? error : {};
  if (cause instanceof Error && cause.message !== "") return cause.message;
  return error instanceof Error ? error.message : String(error);
}

function readRetryAfter(response: Response): number {
  const seconds = Number(response.headers.get("Retry-After") ?? 0);
  return seconds > 0 ? Math.min(MAX_WAIT_MS, 1000 * seconds) : 0; // a date is ignored: the library has no clock
}

function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error); // the caller's reason
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    if (signal?.aborted === true) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}

/** The version of a file: its ETag, or the date of its last change. */
export function readVersion(response: Response): string | undefined {
  return response.headers.get("ETag") ?? response.headers.get("Last-Modified") ?? undefined;
}

/** Parses `Content-Range`: the first byte, and the size of the file if the server states it. */
export function readContentRange(
  response: Response,
): { readonly start: number; readonly size: number | undefined } | undefined {
  const found = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get("Content-Range") ?? "");
  if (response.status !== 206 || found === null) return undefined;
  return { start: Number(found[1]), size: found[2] === "*" ? undefined : Number(found[2]) };
}
