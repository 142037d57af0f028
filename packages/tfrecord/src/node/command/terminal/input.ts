import { fstatSync, statSync } from "node:fs";
import { detectWindow, inflateWindow } from "../../../records/openWindow.ts";
import { chunkWindow, type ByteWindow } from "../../../bytes/byteWindow.ts";
import { fetchChunks } from "../../../bytes/fetchChunks.ts";
import { readWindow } from "../../../records/readRecords.ts";
import { readChunks } from "../../readChunks.ts";
import { fileDefaults, readRecordFile, type ReadFileOptions } from "../../readRecordFile.ts";
import { listRecordFiles } from "../../listRecordFiles.ts";
import { UsageError, type Terminal } from "./command.ts";

type Compression = "none" | "gzip" | "zlib";

/** An input of a command: a file, an http(s) address, or the standard input. */
export interface Input {
  /** The name, for messages. */
  readonly name: string;
  /** The size in bytes; `undefined` for a stream. */
  readonly bytes: number | undefined;
  /** Detects the compression from the first bytes. */
  compression(): Promise<Compression>;
  /** Reads the records; a stream can be read once. */
  records(options?: ReadFileOptions): AsyncIterable<Uint8Array>;
}

const ADDRESS = /^https?:\/\//i;

/** Resolves the words of a command line: expands globs; keeps paths, addresses and `-` (the standard input). */
export function resolveInputs(words: readonly string[]): readonly string[] {
  if (words.filter((word) => word === "-").length > 1)
    throw new UsageError("- is the standard input, which can be read only once");
  const paths = words.filter((word) => !isStream(word));
  if (paths.length > 1) listRecordFiles(paths); // one error lists all that are missing
  return words.flatMap((word) => (word === "-" || ADDRESS.test(word) ? [word] : listRecordFiles(word)));
}

/** Whether a name stands for a stream, which has no random access. */
export function isStream(name: string): boolean {
  return name === "-" || ADDRESS.test(name);
}

/** Opens one of {@link resolveInputs}. */
export function openInput(name: string, terminal: Terminal): Input {
  if (name === "-") return streamInput("standard input", standardInput(terminal));
  if (ADDRESS.test(name)) return streamInput(name, fetchChunks(name));
  return {
    name,
    bytes: statSync(name).size,
    async compression() {
      const window = chunkWindow(await readChunks(name, { blockBytes: 4096, reuse: false }));
      try {
        return await detectWindow(window);
      } finally {
        await window.close();
      }
    },
    records: (options) => readRecordFile(name, options),
  };
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
