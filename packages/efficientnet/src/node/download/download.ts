import { openPartial, readPartial, removePartial } from "./partialFile.ts";

/**
 * Progress of a download.
 *
 * @inline
 */
interface DownloadProgress {
  readonly url: string;
  /** Bytes received, including those of an earlier attempt. */
  readonly received: number;
  /** Total number of bytes; `undefined` if the server does not report it. */
  readonly total: number | undefined;
}

/**
 * Options of {@link download}.
 *
 * @inline
 */
export interface DownloadOptions {
  /** Called after each chunk. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Aborts the download; a later call resumes it. */
  readonly signal?: AbortSignal | undefined;
}

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

function requestHeaders({
  received,
  validator,
}: Awaited<ReturnType<typeof readPartial>>): Record<string, string> {
  return {
    "Accept-Encoding": "identity", // positions are the file's, not a compressed stream's
    ...(received > 0 && { Range: `bytes=${String(received)}-` }),
    ...(received > 0 && validator !== undefined && { "If-Range": validator }),
  };
}

/** The position of the response's first byte; "whole" if none are missing, "other" if the file is of another version. */
async function responseStart(response: Response, received: number): Promise<number | "whole" | "other"> {
  if (response.status === 200) return 0;
  const range = response.headers.get("Content-Range") ?? "";
  if (response.status === 206 && range.startsWith(`bytes ${String(received)}-`)) return received;
  await response.body?.cancel();
  if (response.status === 416 && range === `bytes */${String(received)}`) return "whole";
  if (received > 0 && (response.status === 206 || response.status === 416)) return "other";
  throw new Error(`the server answered ${String(response.status)} ${response.statusText}`.trimEnd());
}

function totalOf({ headers }: Response, start: number): number | undefined {
  const length = headers.get("Content-Length");
  return length === null ? undefined : start + Number(length);
}

/** A strong entity tag or the date, the validators that If-Range allows. */
function validatorOf({ headers }: Response): string | undefined {
  const tag = headers.get("ETag");
  return (tag?.startsWith("W/") === false ? tag : headers.get("Last-Modified")) ?? undefined;
}
