import type { ObjectWriter, Storage, StorageObject } from "@tensorloom/core";
import type { ObjectRequest } from "../http/transport.ts";

/** The options of a write. */
export type WriteOptions = NonNullable<Parameters<Storage["write"]>[1]>;

/** How a scheme reads and writes its objects over HTTP. */
export interface Protocol {
  readonly scheme: string;
  /** Returns the request for an object's bytes, or for those of one version, without a range. */
  readonly get: (
    address: string,
    etag: string | undefined,
    signal: AbortSignal | undefined,
  ) => ObjectRequest | Promise<ObjectRequest>;
  /** Returns the version of the object in a response; undefined if the response has none. */
  readonly version: (headers: Headers) => string | undefined;
  readonly stat: (address: string, signal: AbortSignal | undefined) => Promise<StorageObject | undefined>;
  readonly list: (pattern: string, signal: AbortSignal | undefined) => AsyncIterable<StorageObject>;
  readonly write: (address: string, options: WriteOptions) => Promise<ObjectWriter>;
  readonly remove: (address: string, signal: AbortSignal | undefined) => Promise<void>;
}
