import type { DownloadOptions } from "./fetchFileOptions.ts";
import { requestHeaders, responseStart, totalOf, validatorOf } from "./rangeRequest.ts";
import { readSegments, removeSegments, type Segments, segmentWriter, startSegments } from "./segments.ts";

/** What a download into a folder of segments needs. */
export interface SegmentDownload extends DownloadOptions {
  /** Whether the caller compares a hash, so that segments of an unknown version may be tried. */
  readonly isVerified: boolean;
}

/**
 * Downloads an address into a folder of segments, and resumes an earlier attempt, also of another page.
 *
 * It resumes only if the server still has the same version. A broken connection is retried as long as each attempt
 * receives more bytes.
 *
 * @returns Whether the segments are of more than one attempt.
 * @throws what `fetch` throws, or Error with the server's status; the segments stay for the next call.
 */
export async function downloadSegments(
  url: string,
  folder: string,
  options: SegmentDownload,
): Promise<boolean> {
  for (let best = (await readSegments(folder, url)).received; ;) {
    try {
      return (await attempt(url, folder, options)) > 0;
    } catch (error) {
      options.signal?.throwIfAborted();
      const { received } = await readSegments(folder, url);
      if (received <= best) throw error;
      best = received;
    }
  }
}

/** Makes one request; returns the position at which it started to write. */
async function attempt(url: string, folder: string, options: SegmentDownload): Promise<number> {
  const { isVerified, signal, onProgress } = options;
  const found = await readSegments(folder, url);
  const have = isVerified || found.validator !== undefined ? found : { ...found, received: 0, files: [] };
  const response = await ask(url, have, signal);
  const start = await responseStart(response, have.received);
  if (start === "whole") return have.received;
  if (start === "other") {
    await removeSegments(folder);
    return attempt(url, folder, options);
  }
  if (start === 0) await startSegments(folder, { url, validator: validatorOf(response) });
  const total = totalOf(response, start);
  const writer = segmentWriter(folder, start === 0 ? 0 : have.files.length);
  let received = start;
  try {
    for await (const chunk of chunksOf(response)) {
      await writer.write(chunk);
      received += chunk.length;
      onProgress?.({ url, received, total });
    }
  } finally {
    await writer.flush();
  }
  if (total !== undefined && received !== total)
    throw new Error(`expected ${String(total)} bytes, got ${String(received)}`);
  return start;
}

/**
 * Sends the request. A server of another origin may forbid the headers of a range: then it is asked for the whole file.
 */
async function ask(url: string, have: Segments, signal: AbortSignal | undefined): Promise<Response> {
  const send = (headers: Record<string, string>): Promise<Response> =>
    fetch(url, { headers, signal: signal ?? null, cache: "no-store" }); // the browser's cache would keep it twice
  if (have.received === 0) return send({});
  try {
    return await send(requestHeaders(have));
  } catch (error) {
    signal?.throwIfAborted();
    return send({}).catch(() => Promise.reject(error as Error));
  }
}

/** The body of a response. It is read by its reader: not all browsers iterate over streams. */
async function* chunksOf({ body }: Response): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  try {
    for (;;) {
      const step = await reader?.read();
      if (step?.value === undefined) return;
      yield step.value;
    }
  } finally {
    await reader?.cancel().catch(() => undefined); // ends the request if the caller stops early
  }
}
