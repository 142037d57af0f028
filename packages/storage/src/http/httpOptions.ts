import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";
import { platformTransport } from "#platform";
import { fetchTransport } from "./fetchTransport.ts";
import type { Transport } from "./transport.ts";

/**
 * Options of requests, which all storages take.
 *
 * @inline
 */
export interface HttpOptions {
  /**
   * How often a request is repeated without progress after a failure that may pass: a broken connection, a response
   * that ends early, or status 408, 429, 500, 502, 503 or 504. Default 8.
   */
  readonly maxRetries?: number | undefined;
  /**
   * The longest wait before the first retry, in milliseconds; it doubles with each. A wait is drawn evenly from 0 to
   * that time, so that many readers do not return together. Default 200.
   */
  readonly retryDelay?: number | undefined;
  /** The longest wait before any retry, in milliseconds. `Retry-After` of a server may ask for up to 60 s. Default 20,000. */
  readonly maxRetryDelay?: number | undefined;
  /** The deadline of one operation with all its retries, in milliseconds: a block, a page of a list, a part. Default 300,000. */
  readonly timeout?: number | undefined;
  /** How long a response may deliver nothing before it is repeated, in milliseconds. Default 30,000. */
  readonly idleTimeout?: number | undefined;
  /** The maximum number of requests in flight; others wait. Default 32. */
  readonly maxRequests?: number | undefined;
  /** The size of a range in bytes when an object is read from start to end. Default 4 MiB. */
  readonly blockBytes?: number | undefined;
  /** How many ranges are fetched ahead per stream; a stream holds up to `(readAhead + 1) * blockBytes`. Default 4. */
  readonly readAhead?: number | undefined;
  /** Sends the requests, as `fetch` does: for a proxy, or for tests. Default: `fetch`; in Node, `node:http` reads. */
  readonly fetch?: typeof fetch | undefined;
  /** Returns a number from 0 to 1 that spreads the waits. Default: the platform's random numbers. */
  readonly jitter?: (() => number) | undefined;
}

/** The types of {@link HttpOptions}. */
export const HTTP_OPTIONS: OptionKinds<HttpOptions> = {
  maxRetries: "number",
  retryDelay: "number",
  maxRetryDelay: "number",
  timeout: "number",
  idleTimeout: "number",
  maxRequests: "number",
  blockBytes: "number",
  readAhead: "number",
  fetch: "function",
  jitter: "function",
};

/** The options of requests with their defaults. */
export type HttpSettings = {
  readonly [K in keyof Omit<HttpOptions, "fetch">]-?: NonNullable<HttpOptions[K]>;
} & {
  readonly transport: Transport;
};

/** Checks all options of a storage, and returns those of requests with their defaults. */
export function httpSettings<O extends HttpOptions>(
  name: string,
  options: O,
  known: OptionKinds<O>,
): HttpSettings {
  const checked: HttpOptions = checkOptions(name, options, known);
  return {
    maxRetries: integer(`${name}: maxRetries`, checked.maxRetries ?? 8, 0),
    retryDelay: finite(`${name}: retryDelay`, checked.retryDelay ?? 200, 0),
    maxRetryDelay: finite(`${name}: maxRetryDelay`, checked.maxRetryDelay ?? 20_000, 0),
    timeout: finite(`${name}: timeout`, checked.timeout ?? 300_000, 1, MAX_TIMER_MS),
    idleTimeout: finite(`${name}: idleTimeout`, checked.idleTimeout ?? 30_000, 1, MAX_TIMER_MS),
    maxRequests: integer(`${name}: maxRequests`, checked.maxRequests ?? 32, 1),
    blockBytes: integer(`${name}: blockBytes`, checked.blockBytes ?? 4 * 2 ** 20, 1, 2 ** 30),
    readAhead: integer(`${name}: readAhead`, checked.readAhead ?? 4, 0),
    transport: checked.fetch === undefined ? platformTransport : fetchTransport(checked.fetch),
    jitter: checked.jitter ?? platformJitter,
  };
}

/** The longest time that a timer can wait. */
const MAX_TIMER_MS = 2 ** 31 - 1;

function platformJitter(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32;
}
