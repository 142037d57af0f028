import { HttpError } from "./httpError.ts";
import { readContentRange, createRequests, readVersion, type HttpOptions } from "./httpRequest.ts";

/**
 * The bytes at an `http(s)` address while they arrive.
 *
 * After a failure the rest is asked for by range, if the file is still the same one. A server that knows no ranges
 * sends the file again, and what has been read is passed over.
 *
 * @throws HttpError if the server refuses, fails again and again, or if the file changes meanwhile.
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
      const strong = version?.startsWith("W/") === true ? undefined : version; // If-Range takes no weak one
      const answer = await requests.ask(offset, undefined, offset > 0 ? strong : undefined);
      const range = readContentRange(answer);
      if (answer.status === 416 && offset > 0 && offset === size) return;
      if (!answer.ok) {
        await answer.body?.cancel();
        throw new HttpError(url, answer.status, "the server does not send the file");
      }
      const stated = range === undefined ? readContentLength(answer) : range.size;
      const isOther =
        (version !== undefined && readVersion(answer) !== version) ||
        (size !== undefined && stated !== undefined && stated !== size) ||
        (range !== undefined && range.start !== offset);
      if (isOther) {
        await answer.body?.cancel();
        throw new HttpError(
          url,
          answer.status,
          `the file changed while it was read, at byte ${String(offset)}`,
        );
      }
      version ??= readVersion(answer);
      size ??= stated;
      let passed = range === undefined ? offset : 0; // the server sends what has been read once more
      for await (const chunk of requests.chunks(answer)) {
        const known = Math.min(passed, chunk.length);
        passed -= known;
        if (known === chunk.length) continue;
        offset += chunk.length - known;
        requests.progressed();
        yield chunk.subarray(known);
      }
      if (size === undefined || offset >= size) return;
      throw requests.short(`the answer ends at byte ${String(offset)} of ${String(size)}`, answer);
    } catch (error) {
      await requests.failed(error);
    }
  }
}

/** How long an answer is; not known if it is encoded on the way. */
function readContentLength(answer: Response): number | undefined {
  const length = answer.headers.get("Content-Length");
  if (length === null || (answer.headers.get("Content-Encoding") ?? "identity") !== "identity")
    return undefined;
  return Number(length);
}
