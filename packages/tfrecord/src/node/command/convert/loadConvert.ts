import { errorCode } from "@tensorloom/core/internal";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "../terminal/command.ts";

/** The part of `@tensorloom/convert/node` that the commands use. It is declared here, because it may not be installed. */
export interface Convert {
  createRecords(
    source: string | AsyncIterable<Uint8Array>,
    out: string,
    options: Readonly<Record<string, unknown>>,
  ): Promise<{
    readonly shards: readonly { readonly path: string; readonly records: number; readonly bytes: number }[];
    readonly labels: Readonly<Record<string, number>> | undefined;
    readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  }>;
  extractRecords(
    source: readonly string[] | AsyncIterable<Uint8Array>,
    out: string,
    options: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly records: number; readonly images: number }>;
}

const NAME = "@tensorloom/convert";

/**
 * Loads `@tensorloom/convert`: from beside this package, or from the working folder.
 *
 * It imports this package. So the manifest does not declare it: the release tool would make every release of a peer a
 * major one. And the compiler does not see the specifier, because the builds would wait for each other.
 *
 * @throws UsageError that names the command to install it.
 */
export async function loadConvert(command: string): Promise<Convert> {
  const specifier = `${NAME}/node`;
  const found = (await load(specifier)) ?? (await load(findFrom(process.cwd(), specifier)));
  if (found !== undefined) return found;
  throw new UsageError(`${command} needs ${NAME}, which is not installed: npm install ${NAME}`);
}

/** Imports a module; undefined if its package is not installed. */
async function load(specifier: string | undefined): Promise<Convert | undefined> {
  if (specifier === undefined) return undefined;
  try {
    return (await import(specifier)) as Convert; // its tests compare the types
  } catch (error) {
    if (errorCode(error) === "ERR_MODULE_NOT_FOUND" && String(error).includes(NAME)) return undefined;
    throw error;
  }
}

/** The address of a module that the programs of a folder can import. */
function findFrom(folder: string, specifier: string): string | undefined {
  try {
    return pathToFileURL(createRequire(join(folder, "index.js")).resolve(specifier)).href;
  } catch {
    return undefined;
  }
}
