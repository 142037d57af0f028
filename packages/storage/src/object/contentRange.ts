/** What `Content-Range` says. */
interface ContentRange {
  /** The first byte of the body. */
  readonly start: number;
  /** The size of the object; undefined if the server does not state it. */
  readonly size: number | undefined;
}

/**
 * Parses `Content-Range` of a response with a part of an object; undefined if it is not one.
 *
 * @see RFC 9110, section 14.4
 */
export function readContentRange(headers: Headers): ContentRange | undefined {
  const found = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("Content-Range") ?? "");
  if (found === null) return undefined;
  const [, start, size] = found;
  return { start: Number(start), size: size === "*" ? undefined : Number(size) };
}

/** The size of an object in a response whose range lies outside it (status 416). */
export function readUnsatisfiedSize(headers: Headers): number | undefined {
  const found = /^bytes \*\/(\d+)$/.exec(headers.get("Content-Range") ?? "");
  return found === null ? undefined : Number(found[1]);
}

/** The length of a body; undefined if it is not stated, or if the body is compressed on its way. */
export function readContentLength(headers: Headers): number | undefined {
  if (isEncoded(headers)) return undefined;
  const length = headers.get("Content-Length");
  return length === null ? undefined : Number(length);
}

/** Whether the body is compressed on its way, and its positions are not those of the object. */
export function isEncoded(headers: Headers): boolean {
  return !["", "identity"].includes((headers.get("Content-Encoding") ?? "").trim().toLowerCase());
}

/** The version of an object: its ETag, or the time of its last change. */
export function readVersion(headers: Headers): string | undefined {
  return headers.get("ETag") ?? headers.get("Last-Modified") ?? undefined;
}
