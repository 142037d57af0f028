import { openPartial, partialState, removePartial } from "./partialFile.ts";

/** How far a download is. */
export interface DownloadProgress {
  readonly url: string;
  /** Bytes that are here, those of an earlier attempt included. */
  readonly received: number;
  /** Bytes in all; `undefined` where the server does not say. */
  readonly total: number | undefined;
}

/** How to watch and end a download. */
export interface DownloadOptions {
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Downloads an address into a partial file, going on where an earlier attempt stopped if the server has the same version.
 *
 * A connection that breaks is taken up again as long as each attempt brings the file further.
 *
 * @returns Whether the file was put together from more than one attempt.
 * @throws what `fetch` throws, or Error with the server's answer; the partial file stays for the next time.
 * @see RFC 9110, 13.1.5 If-Range and 14.2 Range
 */
export async function download(
  url: string,
  partial: string,
  options: DownloadOptions = {},
): Promise<boolean> {
  const first = (await partialState(partial, url)).received;
  for (let best = first; ;) {
    try {
      const start = await attempt(url, partial, options);
      return start > 0;
    } catch (error) {
      options.signal?.throwIfAborted();
      const { received } = await partialState(partial, url);
      if (received <= best) throw error;
      best = received;
    }
  }
}

/** One request; gives the position from which it wrote. */
async function attempt(url: string, partial: string, options: DownloadOptions): Promise<number> {
  const have = await partialState(partial, url);
  const response = await fetch(url, { headers: headers(have), signal: options.signal ?? null });
  const start = await accepted(response, have.received);
  if (start === "whole") return have.received;
  if (start === "other") {
    await removePartial(partial);
    return attempt(url, partial, options);
  }
  const total = totalOf(response, start);
  const validator = validatorOf(response);
  const file = await openPartial(partial, { url, ...(validator === undefined ? {} : { validator }) }, start);
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

function headers({ received, validator }: Awaited<ReturnType<typeof partialState>>): Record<string, string> {
  return {
    "Accept-Encoding": "identity", // positions are the file's, not a compressed stream's
    ...(received > 0 && { Range: `bytes=${String(received)}-` }),
    ...(received > 0 && validator !== undefined && { "If-Range": validator }),
  };
}

/** Where the answer's bytes belong; or that none were missing; or that those that are here are another version's. */
async function accepted(response: Response, received: number): Promise<number | "whole" | "other"> {
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

/** A strong entity tag or the date: what If-Range may hold. */
function validatorOf({ headers }: Response): string | undefined {
  const tag = headers.get("ETag");
  return (tag?.startsWith("W/") === false ? tag : headers.get("Last-Modified")) ?? undefined;
}
