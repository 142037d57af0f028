import { isMissingPackage } from "./isMissingPackage.ts";

/**
 * Loads a package that need not be installed.
 *
 * It is looked for as the module that imports it sees it, then from the program's file, then from the working folder.
 *
 * @param specifier - The package, or one of its entries: `"@tensorloom/convert/node"`.
 * @param load - Imports a specifier or an address. The caller passes it, because `import()` looks from the file that
 * calls it.
 * @returns What `load` returns; undefined if the package is not installed.
 * @throws What `load` throws, if the package is installed.
 * @example
 * ```ts
 * import { loadOptional } from "@tensorloom/core/internal";
 *
 * await loadOptional("no-such-package", (specifier) => import(specifier)); // => undefined
 * ```
 */
export async function loadOptional<M>(
  specifier: string,
  load: (specifier: string) => Promise<M>,
): Promise<M | undefined> {
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  for (const place of places(specifier))
    try {
      return await load(place);
    } catch (error) {
      if (!isMissingPackage(error, name)) throw error;
    }
  return undefined;
}

/** The specifier, and the addresses of the modules that it means in the program and in the working folder. */
function* places(specifier: string): Generator<string> {
  yield specifier;
  const { createRequire } = process.getBuiltinModule("node:module");
  const path = process.getBuiltinModule("node:path");
  const { pathToFileURL } = process.getBuiltinModule("node:url");
  const found = new Set<string>();
  for (const from of [process.argv[1] ?? "", path.join(process.cwd(), "index.js")])
    try {
      found.add(pathToFileURL(createRequire(from).resolve(specifier)).href);
    } catch {
      continue; // not installed there
    }
  yield* found;
}
