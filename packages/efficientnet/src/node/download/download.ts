import type { DownloadOptions } from "../../download/fetchFileOptions.ts";
import { requestHeaders, responseStart, totalOf, validatorOf } from "../../download/rangeRequest.ts";
import { openPartial, readPartial, removePartial } from "./partialFile.ts";

/**
 * Downloads an address into a partial file, and resumes an earlier attempt.
 *
 * It resumes only if the server still has the same version. A broken connection is retried as long as each attempt
 * receives more bytes.
 *
 * @returns Whether the file was assembled from more than one attempt.
 * @throws what `fetch` throws, or Error with the server's status; the partial file stays for the next call.
 * @see RFC 9110, 13.1.5 If-Range and 14.2 Range
 */
export async function download(
  url: string,
  partial: string,
  options: DownloadOptions = {},
): Promise<boolean> {
  const first = (await readPartial(partial, url)).received;
  for (let best = first; ;) {
    try {
      const start = await attempt(url, partial, options);
      return start > 0;
    } catch (error) {
      options.signal?.throwIfAborted();
      const { received } = await readPartial(partial, url);
      if (received <= best) throw error;
      best = received;
    }
  }
}

/** Makes one request; returns the position at which it started to write. */
async function attempt(url: string, partial: string, options: DownloadOptions): Promise<number> {
  const have = await readPartial(partial, url);
  const response = await fetch(url, { headers: requestHeaders(have), signal: options.signal ?? null });
  const start = await responseStart(response, have.received);
  if (start === "whole") return have.received;
  if (start === "other") {
    await removePartial(partial);
    return attempt(url, partial, options);
  }
  const total = totalOf(response, start);
  const validator = validatorOf(response);
  const file = await openPartial(partial, { url, validator }, start);
  let received = start;
  try {
    for await (const chunk of response.body ?? []) {
      await file.write(chunk, 0, chunk.length, received);
      received += chunk.length;
      options.onProgress?.({ url, received, total });
    }
    if (total !== undefined && received !== total)
      throw new Error(`expected ${String(total)} bytes, got ${String(received)}`);
    await file.sync();
    return start;
  } finally {
    await file.close();
  }
}
