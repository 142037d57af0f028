import type { HttpSettings } from "./httpOptions.ts";

/** The longest wait that a server may ask for, in milliseconds. */
const MAX_RETRY_AFTER_MS = 60_000;

/**
 * The wait before a retry, in milliseconds: exponential backoff with full jitter, or longer if the server asks for it.
 *
 * @param failures - The number of failures without progress before this one, from 0.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoff(
  failures: number,
  retryAfter: number,
  { retryDelay, maxRetryDelay, jitter }: Pick<HttpSettings, "retryDelay" | "maxRetryDelay" | "jitter">,
): number {
  const longest = Math.min(maxRetryDelay, retryDelay * 2 ** Math.min(failures, 30));
  return Math.max(Math.min(retryAfter, MAX_RETRY_AFTER_MS), longest * jitter());
}

/** Reads `Retry-After`, in milliseconds: seconds, or a date, which is compared with the response's own. */
export function readRetryAfter(headers: Headers): number {
  const value = headers.get("Retry-After");
  if (value === null) return 0;
  if (/^\d+$/.test(value)) return 1000 * Number(value);
  const wait = Date.parse(value) - Date.parse(headers.get("Date") ?? "");
  return wait > 0 ? wait : 0; // not a date: NaN
}
