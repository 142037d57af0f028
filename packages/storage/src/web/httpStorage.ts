import { type Storage, StorageError } from "@tensorloom/core";
import type { OptionKinds } from "@tensorloom/core/internal";
import { createHttpClient } from "../http/httpClient.ts";
import { HTTP_OPTIONS, httpSettings, type HttpOptions } from "../http/httpOptions.ts";
import { isEncoded, readContentLength, readContentRange, readVersion } from "../object/contentRange.ts";
import { httpObjects } from "../object/httpObjects.ts";
import type { Protocol } from "../object/protocol.ts";
import { listLinks } from "./listLinks.ts";

/**
 * Options of {@link httpStorage}.
 *
 * @inline
 */
interface HttpStorageOptions extends HttpOptions {
  /** The scheme of the addresses; default `"https"`. */
  readonly scheme?: string | undefined;
  /** Headers of every request, such as `Authorization`. A redirect to another host does not get that one. Default: none. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

const KNOWN: OptionKinds<HttpStorageOptions> = { ...HTTP_OPTIONS, scheme: "string", headers: "object" };

/**
 * Opens files of web servers, for reading.
 *
 * A server without ranges works for streams. Globs are matched with the links of the folder's page; `{00..15}` needs no
 * page. In an address, `?` starts a query.
 *
 * @throws TypeError or RangeError for wrong options.
 * @see RFC 9110, sections 13 and 14
 * @example
 * ```ts no-run
 * import { registerStorage } from "@tensorloom/core";
 * import { httpStorage } from "@tensorloom/storage";
 *
 * registerStorage("https", () => httpStorage({ headers: { Authorization: "Bearer …" } }));
 * ```
 */
export function httpStorage(options: HttpStorageOptions = {}): Storage {
  const settings = httpSettings("httpStorage", options, KNOWN);
  const { scheme = "https", headers = {} } = options;
  const client = createHttpClient(settings, {
    authorize: (request) => ({
      ...request,
      headers: { "Accept-Encoding": "identity", ...headers, ...request.headers },
    }),
    readRefusal: () => ({}), // a page for people
  });

  const stat: Protocol["stat"] = (address, signal) =>
    client.exchange({
      address,
      signal,
      accepts: [404, 410, 416],
      // a range of one byte: some servers refuse HEAD, or state no size in it
      request: () => ({
        ...withoutUser(address),
        headers: { ...withoutUser(address).headers, Range: "bytes=0-0" },
      }),
      use: ({ status, headers: found }) => {
        if (status === 404 || status === 410) return Promise.resolve(undefined);
        const modified = Date.parse(found.get("Last-Modified") ?? "");
        const size =
          status === 206 ? readContentRange(found)?.size : status === 416 ? 0 : readContentLength(found);
        return Promise.resolve({
          address,
          size: isEncoded(found) ? undefined : size,
          etag: readVersion(found),
          modified: Number.isNaN(modified) ? undefined : modified,
        });
      },
    });
  const refuse = (address: string): Promise<never> =>
    Promise.reject(
      new StorageError(address, "unsupported", "web servers are read only; write to s3:// or gs://"),
    );

  return httpObjects(
    {
      scheme,
      version: readVersion,
      get(address, etag) {
        const request = withoutUser(address);
        return { ...request, headers: { ...request.headers, ...conditionOf(etag) } };
      },
      stat,
      list: (pattern, signal) => listLinks(client, pattern, { stat, request: withoutUser, signal }),
      write: refuse,
      remove: refuse,
    },
    client,
  );
}

/** The header that asks for one version: an ETag or a date. Weak ETags are compared with the response only. */
function conditionOf(etag: string | undefined): Record<string, string> {
  if (etag === undefined || etag.startsWith("W/")) return {};
  return etag.startsWith('"') ? { "If-Match": etag } : { "If-Unmodified-Since": etag };
}

/** The request of an address: `user:password@` becomes a header, which `fetch` demands. */
function withoutUser(address: string): { readonly url: string; readonly headers: Record<string, string> } {
  if (!URL.canParse(address)) throw new StorageError(address, "unsupported", "it is not a web address");
  const url = new URL(address);
  if (url.username === "" && url.password === "") return { url: address, headers: {} };
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  [url.username, url.password] = ["", ""];
  const encoded = btoa(String.fromCharCode(...new TextEncoder().encode(pair)));
  return { url: url.href, headers: { Authorization: `Basic ${encoded}` } };
}
