/** What an earlier attempt has received, and of which version. */
export interface Received {
  readonly received: number;
  /** The server's validator of that version, if it sent one. */
  readonly validator: string | undefined;
}

/**
 * The headers of a request for the bytes that are missing.
 *
 * @see RFC 9110, 13.1.5 If-Range and 14.2 Range
 */
export function requestHeaders({ received, validator }: Received): Record<string, string> {
  return {
    "Accept-Encoding": "identity", // positions are the file's, not a compressed stream's; browsers do it for ranges
    ...(received > 0 && { Range: `bytes=${String(received)}-` }),
    ...(received > 0 && validator !== undefined && { "If-Range": validator }),
  };
}

/**
 * The position of the response's first byte; "whole" if none are missing, "other" if the file is of another version.
 *
 * @throws Error with the server's status if it refuses.
 */
export async function responseStart(
  response: Response,
  received: number,
): Promise<number | "whole" | "other"> {
  if (response.status === 200) return 0;
  const range = response.headers.get("Content-Range") ?? "";
  if (response.status === 206 && range.startsWith(`bytes ${String(received)}-`)) return received;
  await response.body?.cancel();
  if (response.status === 416 && range === `bytes */${String(received)}`) return "whole";
  if (received > 0 && (response.status === 206 || response.status === 416)) return "other";
  throw new Error(`the server answered ${String(response.status)} ${response.statusText}`.trimEnd());
}

/** The length of the file; `undefined` if the server does not say it, or says that of a compressed stream. */
export function totalOf({ headers }: Response, start: number): number | undefined {
  const length = headers.get("Content-Length");
  return length === null || headers.get("Content-Encoding") !== null ? undefined : start + Number(length);
}

/** A strong entity tag or the date, the validators that If-Range allows. */
export function validatorOf({ headers }: Response): string | undefined {
  const tag = headers.get("ETag");
  return (tag?.startsWith("W/") === false ? tag : headers.get("Last-Modified")) ?? undefined;
}
