import { loadOptional } from "@tensorloom/core/internal";
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
 * Loads `@tensorloom/convert`, if it is installed.
 *
 * It imports this package. So the manifest does not declare it: the release tool would make every release of a peer a
 * major one. And the compiler does not see the specifier, because the builds would wait for each other.
 *
 * @throws UsageError that names the command to install it.
 */
export async function loadConvert(command: string): Promise<Convert> {
  const found = await loadOptional(
    `${NAME}/node`,
    async (specifier) => (await import(/* webpackIgnore: true */ /* @vite-ignore */ specifier)) as Convert, // its tests compare the types
  );
  if (found !== undefined) return found;
  throw new UsageError(`${command} needs ${NAME}, which is not installed: npm install ${NAME}`);
}
