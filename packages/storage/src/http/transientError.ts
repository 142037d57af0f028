import type { StorageError } from "@tensorloom/core";

/** A failure that may pass: a busy server, a broken connection, a response that ends early. */
export class TransientError extends Error {
  override readonly name = "TransientError";
  readonly kind: StorageError["kind"];
  readonly status: number | undefined;
  /** The wait that the server asked for, in milliseconds. */
  readonly retryAfter: number;

  constructor(
    kind: StorageError["kind"],
    problem: string,
    options: ErrorOptions & { readonly status?: number | undefined; readonly retryAfter?: number } = {},
  ) {
    super(problem, options);
    this.kind = kind;
    this.status = options.status;
    this.retryAfter = options.retryAfter ?? 0;
  }
}
