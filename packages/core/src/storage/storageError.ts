/**
 * The kinds of {@link StorageError}.
 *
 * @inline
 */
type StorageErrorKind =
  | "changed"
  | "denied"
  | "exists"
  | "full"
  | "network"
  | "not-found"
  | "refused"
  | "timeout"
  | "truncated"
  | "unsupported";

/** @inline */
interface StorageErrorOptions extends ErrorOptions {
  /** The status of the last response; default: none arrived. */
  readonly status?: number | undefined;
  /** The number of requests that were sent; default 1. */
  readonly attempts?: number | undefined;
  /** The byte at which reading or writing stopped; default: not known. */
  readonly offset?: number | undefined;
}

/**
 * An object could not be listed, read, written or removed.
 *
 * The `kind` is `"not-found"`, `"denied"` (no permission), `"changed"` (another version than the one asked for),
 * `"exists"` (it may not be replaced), `"full"` (no space or quota is left), `"network"` (no response), `"timeout"`, `"truncated"` (too few or too many bytes), `"unsupported"` (the storage
 * cannot do it) or `"refused"` (any other response).
 *
 * @example
 * ```ts
 * import { StorageError, storageOf } from "@tensorloom/core";
 *
 * const storage = await storageOf("no/such/file");
 * let kind = "";
 * try {
 *   await storage.read("no/such/file");
 * } catch (error) {
 *   if (error instanceof StorageError) kind = error.kind;
 * }
 * kind; // => "not-found"
 * ```
 */
export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly kind: StorageErrorKind;
  /** What is wrong: the message without the address and the details. */
  readonly problem: string;
  /** The address of the object, without credentials. */
  readonly address: string;
  /** The status of the last response; `undefined` without a response. */
  readonly status: number | undefined;
  /** The number of requests that were sent. */
  readonly attempts: number;
  /** The byte at which reading or writing stopped; `undefined` if it is not known. */
  readonly offset: number | undefined;

  constructor(address: string, kind: StorageErrorKind, problem: string, options: StorageErrorOptions = {}) {
    const { status, attempts = 1, offset, ...rest } = options;
    const details = [
      ...(offset === undefined || offset === 0 ? [] : [`at byte ${String(offset)}`]),
      ...(status === undefined ? [] : [`status ${String(status)}`]),
      ...(attempts > 1 ? [`${String(attempts)} attempts`] : []),
    ];
    const shown = withoutCredentials(address);
    super(`${shown}: ${problem}${details.length === 0 ? "" : ` (${details.join(", ")})`}`, rest);
    this.kind = kind;
    this.problem = problem;
    this.address = shown;
    this.status = status;
    this.attempts = attempts;
    this.offset = offset;
  }
}

/**
 * An address without its user, password and the values of its query, which may hold a signature.
 *
 * @example
 * ```ts
 * import { withoutCredentials } from "@tensorloom/core/internal";
 *
 * withoutCredentials("https://ada:secret@example.org/a.tfrec?X-Amz-Signature=0a"); // => "https://example.org/a.tfrec?…"
 * ```
 */
export function withoutCredentials(address: string): string {
  const found = /^([a-z][a-z0-9+.-]+:\/\/)(?:[^/?#@]*@)?([^?]*)(\?.+)?$/is.exec(address);
  if (found === null) return address;
  const isWeb = /^https?:/i.test(address); // elsewhere a question mark is part of a name
  return `${found[1]}${found[2]}${isWeb && found.at(3) !== undefined ? "?…" : (found.at(3) ?? "")}`;
}
