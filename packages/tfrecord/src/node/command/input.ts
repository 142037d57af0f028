import { fstatSync, statSync } from "node:fs";
import { detectWindow, inflateWindow } from "../../records/openWindow.ts";
import { chunkWindow, type ByteWindow } from "../../bytes/byteWindow.ts";
import { fetchChunks } from "../../bytes/fetchChunks.ts";
import { readWindow } from "../../records/readRecords.ts";
import { readChunks } from "../readChunks.ts";
import { fileDefaults, readRecordFile, type ReadFileOptions } from "../readRecordFile.ts";
import { listRecordFiles } from "../listRecordFiles.ts";
import { UsageError, type Terminal } from "./command.ts";

type Compression = "none" | "gzip" | "zlib";

/** Something that a command reads: a file, an http(s) address, or the standard input. */
export interface Input {
  /** What it is called. */
  readonly name: string;
  /** How many bytes it has; `undefined` if that is not known before it is read. */
  readonly bytes: number | undefined;
  /** How it is compressed, by its first bytes. */
  compression(): Promise<Compression>;
  /** Its records; a stream has them once. */
  records(options?: ReadFileOptions): AsyncIterable<Uint8Array>;
}

const ADDRESS = /^https?:\/\//i;

/** What a command line names: paths, globs and addresses as they are, `-` for the standard input. */
export function resolveInputs(words: readonly string[]): readonly string[] {
  if (words.filter((word) => word === "-").length > 1)
    throw new UsageError("- is the standard input, which can be read once only");
  const paths = words.filter((word) => !isStream(word));
  if (paths.length > 1) listRecordFiles(paths); // one error lists all that are missing
  return words.flatMap((word) => (word === "-" || ADDRESS.test(word) ? [word] : listRecordFiles(word)));
}

/** Whether a name is that of a stream, which has no places to jump to. */
export function isStream(name: string): boolean {
  return name === "-" || ADDRESS.test(name);
}

/** Opens one of {@link resolveInputs}. */
export function openInput(name: string, terminal: Terminal): Input {
  if (name === "-") return streamInput("standard input", terminal.stdin ?? standardInput());
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

/** The process's standard input; Node reads a folder there as if it were empty. */
function standardInput(): AsyncIterable<Uint8Array> {
  if (fstatSync(0).isDirectory())
    throw new UsageError("the standard input is a folder; name the files in it");
  return process.stdin;
}

function streamInput(name: string, chunks: AsyncIterable<Uint8Array>): Input {
  let opened: { readonly window: ByteWindow } | undefined;
  const open = (): ByteWindow => (opened ??= { window: chunkWindow(chunks[Symbol.asyncIterator]()) }).window;
  let compression: Promise<Compression> | undefined;
  const told = (): Promise<Compression> => (compression ??= detectWindow(open()));
  async function* records(options: ReadFileOptions = {}): AsyncGenerator<Uint8Array, void, undefined> {
    const window = await inflateWindow(open(), await told());
    yield* readWindow(window, { ...options, ...fileDefaults(name, options) });
  }
  return { name, bytes: undefined, compression: told, records };
}
