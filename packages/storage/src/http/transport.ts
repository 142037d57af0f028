/** A request, before it is signed. */
export interface ObjectRequest {
  readonly url: string;
  /** Default GET. */
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Uint8Array | string | undefined;
  /** Whether redirects are returned instead of followed. */
  readonly manualRedirect?: boolean | undefined;
  /** The bucket of the object, which decides how the request is signed. */
  readonly bucket?: string | undefined;
}

/** Takes the bytes of a body as they arrive; they are valid until it returns. Returns whether more are wanted. */
export type Take = (chunk: Uint8Array) => boolean;

/** A response whose body has not been read. */
export interface Arrival {
  readonly status: number;
  readonly headers: Headers;
  /** Passes the body to `take` as it arrives. */
  drain(take: Take): Promise<void>;
  /** Returns the next bytes of the body, which are the caller's; undefined at its end. */
  next(): Promise<Uint8Array | undefined>;
  /** Frees the connection, also before the end of the body. */
  close(): void;
}

/** Sends a request once, and returns the response when its headers have arrived. */
export type Transport = (request: ObjectRequest, signal: AbortSignal) => Promise<Arrival>;
