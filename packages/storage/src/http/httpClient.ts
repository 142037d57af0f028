import { StorageError } from "@tensorloom/core";
import { errorMessage, StorageCounter } from "@tensorloom/core/internal";
import { attempt, type Reply } from "./attempt.ts";
import type { ObjectRequest } from "./transport.ts";
import { backoff } from "./backoff.ts";
import { failureOf, type ReadRefusal } from "./describeFailure.ts";
import type { HttpSettings } from "./httpOptions.ts";
import { Limiter } from "./limiter.ts";
import { sleep } from "./sleep.ts";
import { TransientError } from "./transientError.ts";

/** Adds credentials to a request. */
type Authorize = (request: ObjectRequest, isRefused: boolean) => Promise<ObjectRequest> | ObjectRequest;

/** One operation: a request, repeated until its response has been used. */
export interface Exchange<T> {
  /** The address of the object, for errors. */
  readonly address: string;
  /** Returns the request; called again for each repetition, so that it can continue at a later byte. */
  readonly request: () => ObjectRequest | Promise<ObjectRequest>;
  /** Uses the response. It throws a {@link TransientError} if the response is incomplete. */
  readonly use: (reply: Reply) => Promise<T>;
  /** Statuses besides 200–299 that `use` handles. Default: none. */
  readonly accepts?: readonly number[] | undefined;
  /** The byte that was reached, for errors and to see progress. Default: none. */
  readonly offset?: (() => number) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whether the operation has a deadline; false for a stream, whose time depends on its consumer. Default true. */
  readonly hasDeadline?: boolean | undefined;
}

/** Sends requests with retries, limits and statistics. */
export interface HttpClient {
  readonly settings: HttpSettings;
  readonly counter: StorageCounter;
  exchange<T>(exchange: Exchange<T>): Promise<T>;
}

/** How a scheme signs requests and reads failures. */
interface HttpClientParts {
  readonly authorize: Authorize;
  readonly readRefusal: ReadRefusal;
}

/** Creates the client of one storage. */
export function createHttpClient(
  settings: HttpSettings,
  { authorize, readRefusal }: HttpClientParts,
  counter: StorageCounter = new StorageCounter(),
): HttpClient {
  const limiter = new Limiter(settings.maxRequests);

  /** Sends the request once, with credentials that are asked for again if they are refused. */
  async function send<T>(
    exchange: Exchange<T>,
    signal: AbortSignal,
    isRefused: boolean,
  ): Promise<T | Refused> {
    const free = await counted(() => limiter.enter(signal));
    const end = counter.begin();
    try {
      const request = await signed(exchange.address, await exchange.request(), isRefused);
      const { transport, idleTimeout } = settings;
      return await attempt(request, { transport, idleTimeout, signal }, async (reply) => {
        const { status } = reply;
        if ((status >= 200 && status < 300) || exchange.accepts?.includes(status) === true)
          return exchange.use(reply);
        const failure = await failureOf(exchange.address, request, reply, readRefusal);
        if (!isRefused && isExpired(failure)) return REFUSED;
        throw failure;
      });
    } finally {
      end();
      free();
    }
  }

  /** Adds credentials. An error while they are looked for is reported by its message only: its fields may hold secrets. */
  async function signed(address: string, request: ObjectRequest, isRefused: boolean): Promise<ObjectRequest> {
    try {
      return await authorize(request, isRefused);
    } catch (error) {
      if (error instanceof StorageError) throw error;
      throw new StorageError(address, "denied", `no credentials can be found: ${errorMessage(error)}`);
    }
  }

  async function counted<R>(wait: () => Promise<R>): Promise<R> {
    const from = performance.now();
    try {
      return await wait();
    } finally {
      counter.waitMs += performance.now() - from;
    }
  }

  async function exchange<T>(one: Exchange<T>): Promise<T> {
    const { address, offset, signal: outer, hasDeadline = true } = one;
    outer?.throwIfAborted();
    const controller = new AbortController();
    const abort = (): void => controller.abort(outer?.reason);
    outer?.addEventListener("abort", abort, { once: true });
    const late = new StorageError(address, "timeout", `it took longer than ${String(settings.timeout)} ms`);
    const timer = hasDeadline ? setTimeout(() => controller.abort(late), settings.timeout) : undefined;
    const { signal } = controller;
    let [attempts, failures, reached, isRefused] = [0, 0, offset?.() ?? 0, false];
    try {
      for (;;) {
        try {
          attempts += 1;
          const result = await send(one, signal, isRefused);
          if (result !== REFUSED) return result;
          isRefused = true; // the credentials may have expired: once more with new ones
        } catch (error) {
          if (!(error instanceof TransientError)) throw error;
          const now = offset?.() ?? 0;
          if (now > reached) [reached, failures] = [now, 0];
          if (failures >= settings.maxRetries) throw error;
          await counted(() => sleep(backoff(failures, error.retryAfter, settings), signal));
          failures += 1;
        }
        counter.retries += 1;
      }
    } catch (error) {
      throw described(error, address, { attempts, offset: offset?.() });
    } finally {
      clearTimeout(timer);
      outer?.removeEventListener("abort", abort);
    }
  }
  return { settings, counter, exchange };
}

const REFUSED = Symbol("the credentials were refused");
type Refused = typeof REFUSED;

/** Whether credentials were refused that may have expired: not for a lack of permission. */
function isExpired(failure: StorageError | TransientError): boolean {
  return failure.status === 401 || /\bExpiredToken|TokenRefreshRequired|InvalidToken\b/.test(failure.message);
}

/** Adds what is known about the operation to an error. */
function described(
  error: unknown,
  address: string,
  place: { readonly attempts: number; readonly offset: number | undefined },
): unknown {
  if (error instanceof StorageError) {
    const { kind, problem, status, cause } = error;
    return new StorageError(address, kind, problem, { ...place, status, cause });
  }
  if (!(error instanceof TransientError)) return error;
  const { kind, message, status, cause } = error;
  return new StorageError(address, kind, message, { ...place, status, cause });
}
