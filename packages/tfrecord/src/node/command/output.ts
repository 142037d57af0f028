import { errorCode } from "@tensorloom/core/internal";
import { isAddress, statPlace } from "@tensorloom/core/internal/node";
import { statSync, type Stats } from "node:fs";
import { dirname } from "node:path";
import { UsageError } from "./terminal/command.ts";

/** The flag of commands that write files. */
export const FORCE = { force: { type: "boolean" } } as const;

function findInput(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // Node 20 throws it; later versions return undefined
    if (errorCode(error) === "ENOTDIR") throw new UsageError(`there is no folder ${dirname(path)}`);
    throw error;
  }
}

/**
 * Throws if the output is one of the inputs, also by a link or another spelling, or if it exists and `force` is false.
 */
export async function checkOutput(out: string, inputs: readonly string[], force: boolean): Promise<void> {
  if (isAddress(out)) return checkObject(out, inputs, force);
  const there = findInput(out);
  if (there === undefined && /[/\\]$/.test(out))
    throw new UsageError(`${out} names a folder; name a file in it`);
  if (there === undefined) return;
  if (there.isDirectory()) throw new UsageError(`${out} is a folder; name a file in it`);
  if (!there.isFile()) throw new UsageError(`${out} is a device or a pipe; name a file`);
  for (const input of inputs.filter((one) => !isAddress(one))) {
    const read = findInput(input);
    if (read?.ino === there.ino && read.dev === there.dev)
      throw new UsageError(`${out} is the input file ${input}; name another file`);
  }
  if (!force) throw new UsageError(`${out} exists; name another file, or pass --force to replace it`);
}

async function checkObject(out: string, inputs: readonly string[], force: boolean): Promise<void> {
  if (out.endsWith("/")) throw new UsageError(`${out} names a folder; name an object in it`);
  if (inputs.includes(out)) throw new UsageError(`${out} is the input ${out}; name another object`);
  if (!force && (await statPlace(out))?.kind === "file")
    throw new UsageError(`${out} exists; name another object, or pass --force to replace it`);
}

/** The compression for the extension of a file name: `.gz`, `.gzip`, `.zz`, `.zlib`. */
export function compressionOfName(path: string): "gzip" | "zlib" | undefined {
  if (/\.(gz|gzip)$/i.test(path)) return "gzip";
  return /\.(zz|zlib)$/i.test(path) ? "zlib" : undefined;
}
