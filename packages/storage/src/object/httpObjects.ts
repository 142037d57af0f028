import type { Storage } from "@tensorloom/core";
import { checkOptions, checkSignal, integer, type OptionKinds } from "@tensorloom/core/internal";
import type { HttpClient } from "../http/httpClient.ts";
import type { Protocol, WriteOptions } from "./protocol.ts";
import type { RangeRequest } from "./readRange.ts";
import { readObject } from "./readObject.ts";
import { streamObject } from "./streamObject.ts";

type ReadOptions = NonNullable<Parameters<Storage["read"]>[1]>;

const READ_OPTIONS: OptionKinds<ReadOptions> = {
  offset: "number",
  length: "number",
  etag: "string",
  signal: "object",
};

const WRITE_OPTIONS: OptionKinds<WriteOptions> = { signal: "object", replace: "boolean" };

/** Makes a storage of a protocol over HTTP. */
export function httpObjects(protocol: Protocol, client: HttpClient): Storage {
  const { scheme } = protocol;

  function rangeOf(name: string, address: string, options: ReadOptions): RangeRequest {
    const { offset = 0, length = Infinity, etag, signal } = checkOptions(name, options, READ_OPTIONS);
    if (signal !== undefined) checkSignal(`${name}: signal`, signal);
    integer(`${name}: offset`, offset, 0);
    if (length !== Infinity) integer(`${name}: length`, length, 0);
    return { address, offset, length, etag, signal };
  }
  return {
    scheme,
    list: (pattern, { signal } = {}) => protocol.list(pattern, signal),
    stat: (address, { signal } = {}) => protocol.stat(address, signal),
    read: async (address, options = {}) =>
      readObject(client, protocol, rangeOf(`${scheme}.read`, address, options)),
    stream: (address, options = {}) =>
      streamObject(client, protocol, rangeOf(`${scheme}.stream`, address, options)),
    write: async (address, options = {}) =>
      protocol.write(address, checkOptions(`${scheme}.write`, options, WRITE_OPTIONS)),
    remove: (address, { signal } = {}) => protocol.remove(address, signal),
    statistics: () => client.counter.statistics(),
  };
}
