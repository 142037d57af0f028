import { errorCode } from "@tensorloom/core/internal";
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
 * Loads `@tensorloom/convert`, an optional peer.
 *
 * It imports this package, so a specifier that the compiler and the bundlers can read would make a circle of builds.
 *
 * @throws UsageError that names the command to install it.
 */
export async function loadConvert(command: string): Promise<Convert> {
  const specifier = `${NAME}/node`;
  try {
    return (await import(specifier)) as Convert; // its tests compare the types
  } catch (error) {
    const isMissing = errorCode(error) === "ERR_MODULE_NOT_FOUND" && String(error).includes(NAME);
    if (!isMissing) throw error;
    throw new UsageError(`${command} needs ${NAME}, which is not installed: npm install ${NAME}`);
  }
}
