import { storageOf } from "@tensorloom/core";
import { isAddress, statPlace } from "@tensorloom/core/internal/node";
import { fstatSync } from "node:fs";
import { detectWindow, inflateWindow } from "../../../records/openWindow.ts";
import { chunkWindow, type ByteWindow } from "../../../bytes/byteWindow.ts";
import { DETECTION_BYTES } from "../../../records/compression.ts";
import { readWindow } from "../../../records/readRecords.ts";
import { readChunks } from "../../readChunks.ts";
import { fileDefaults, readRecordFile, type ReadFileOptions } from "../../readRecordFile.ts";
import { findRecordFiles } from "../../findRecordFiles.ts";
import { UsageError, type Terminal } from "./command.ts";

type Compression = "none" | "gzip" | "zlib";

/** An input of a command: a file, an object of a storage, or the standard input. */
export interface Input {
  /** The name, for messages. */
  readonly name: string;
  /** The size in bytes; `undefined` if it is not known. */
  readonly bytes: number | undefined;
  /** Detects the compression from the first bytes. */
  compression(): Promise<Compression>;
  /** Reads the records; a stream can be read once. */
  records(options?: ReadFileOptions): AsyncIterable<Uint8Array>;
}

/** Resolves the words of a command line: expands globs; keeps paths, addresses and `-` (the standard input). */
export async function resolveInputs(words: readonly string[]): Promise<readonly string[]> {
  if (words.filter((word) => word === "-").length > 1)
    throw new UsageError("- is the standard input, which can be read only once");
  const places = words.filter((word) => !isStream(word));
  if (places.length > 1) await findRecordFiles(places); // one error lists all that are missing
  const found = await Promise.all(
    words.map(async (word) => (isStream(word) ? [word] : findRecordFiles(word))),
  );
  return found.flat();
}

/** Whether a name stands for the standard input, which has no random access. */
export function isStream(name: string): boolean {
  return name === "-";
}

/** Opens one of {@link resolveInputs}. */
export async function openInput(name: string, terminal: Terminal): Promise<Input> {
  if (isStream(name)) return streamInput("standard input", standardInput(terminal));
  return {
    name,
    bytes: (await statPlace(name))?.size,
    async compression() {
      const window = chunkWindow(await openStart(name));
      try {
        return await detectWindow(window);
      } finally {
        await window.close();
      }
    },
    records: (options) => readRecordFile(name, options),
  };
}

/** The first bytes of a file or an object, in chunks. */
async function openStart(name: string): Promise<AsyncIterator<Uint8Array>> {
  if (!isAddress(name)) return readChunks(name, { blockBytes: 4096, reuse: false });
  return (await storageOf(name)).stream(name, { length: DETECTION_BYTES });
}

/** The standard input of a command. Throws for a folder, which Node would read as empty. */
export function standardInput({ stdin }: Terminal): AsyncIterable<Uint8Array> {
  if (stdin !== undefined) return stdin;
  if (fstatSync(0).isDirectory())
    throw new UsageError("the standard input is a folder; name the files in it");
  return process.stdin;
}

function streamInput(name: string, chunks: AsyncIterable<Uint8Array>): Input {
  let opened: { readonly window: ByteWindow } | undefined;
  const open = (): ByteWindow => (opened ??= { window: chunkWindow(chunks[Symbol.asyncIterator]()) }).window;
  let compression: Promise<Compression> | undefined;
  const detect = (): Promise<Compression> => (compression ??= detectWindow(open()));
  async function* records(options: ReadFileOptions = {}): AsyncGenerator<Uint8Array, void, undefined> {
    const window = await inflateWindow(open(), await detect());
    yield* readWindow(window, { ...options, ...fileDefaults(name, options) });
  }
  return { name, bytes: undefined, compression: detect, records };
}
