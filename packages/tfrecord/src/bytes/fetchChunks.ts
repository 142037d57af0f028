import { HttpError } from "./httpError.ts";
import { readContentRange, createRequests, readVersion, type HttpOptions } from "./httpRequest.ts";

/**
 * Downloads the bytes at an `http(s)` address in chunks.
 *
 * After a failure, a range request continues from the last byte if the file has not changed. If the server does not
 * support ranges, the file is downloaded again and the bytes already read are skipped.
 *
 * @throws HttpError if the server refuses, if all retries fail, or if the file changes during the download.
 * @see RFC 9110, sections 13.1.5 and 14
 */
export async function* fetchChunks(
  url: string,
  options: HttpOptions = {},
  name = "fetchRecords",
): AsyncGenerator<Uint8Array, void, undefined> {
  const requests = createRequests(name, url, options);
  let [offset, size, version]: [number, number | undefined, string | undefined] = [0, undefined, undefined];
  for (;;) {
    try {
      const strong = version?.startsWith("W/") === true ? undefined : version; // If-Range needs a strong validator
      const response = await requests.fetchRange(offset, undefined, offset > 0 ? strong : undefined);
      const range = readContentRange(response);
      if (response.status === 416 && offset > 0 && offset === size) return;
      if (!response.ok) {
        await response.body?.cancel();
        throw new HttpError(url, response.status, "the server did not send the file");
      }
      const stated = range === undefined ? readContentLength(response) : range.size;
      const isOther =
        (version !== undefined && readVersion(response) !== version) ||
        (size !== undefined && stated !== undefined && stated !== size) ||
        (range !== undefined && range.start !== offset);
      if (isOther) {
        await response.body?.cancel();
        throw new HttpError(
          url,
          response.status,
          `the file changed while it was read, at byte ${String(offset)}`,
        );
      }
      version ??= readVersion(response);
      size ??= stated;
      let passed = range === undefined ? offset : 0; // the server sends the file from its start
      for await (const chunk of requests.chunks(response)) {
        const known = Math.min(passed, chunk.length);
        passed -= known;
        if (known === chunk.length) continue;
        offset += chunk.length - known;
        requests.resetRetries();
        yield chunk.subarray(known);
      }
      if (size === undefined || offset >= size) return;
      throw requests.truncated(`the response ends at byte ${String(offset)} of ${String(size)}`, response);
    } catch (error) {
      await requests.waitOrThrow(error);
    }
  }
}

/** The length of a response's body; `undefined` if it is not stated or the transfer is encoded. */
function readContentLength(response: Response): number | undefined {
  const length = response.headers.get("Content-Length");
  if (length === null || (response.headers.get("Content-Encoding") ?? "identity") !== "identity")
    return undefined;
  return Number(length);
}
