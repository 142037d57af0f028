import type { ObjectRequest } from "../../http/transport.ts";

const STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Headers that are for the first server only. */
const PRIVATE: ReadonlySet<string> = new Set(["authorization", "cookie", "host", "proxy-authorization"]);

/**
 * The request that a redirect of a GET asks for; undefined if the response is not one.
 *
 * @see https://fetch.spec.whatwg.org/#http-redirect-fetch
 */
export function redirected(
  request: ObjectRequest,
  status: number,
  location: string | undefined,
): ObjectRequest | undefined {
  if (!STATUSES.has(status) || location === undefined) return undefined;
  const from = new URL(request.url);
  const to = new URL(location, from);
  if (to.protocol !== "http:" && to.protocol !== "https:")
    throw new Error(`the server redirects to ${to.protocol}`);
  const kept = Object.entries(request.headers ?? {}).filter(
    ([name]) => to.origin === from.origin || !PRIVATE.has(name.toLowerCase()),
  );
  return { ...request, url: to.href, headers: Object.fromEntries(kept) };
}
