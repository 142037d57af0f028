import { loadOptional } from "../../optional/loadOptional.ts";
import { registerStorage, registeredStorage } from "../../storage/registry.ts";
import type { Storage } from "../../storage/storage.ts";

/** The part of `@tensorloom/storage` that is used here. It may not be installed. */
interface StoragePackage {
  defaultStorage(scheme: string): Storage;
}

const NAME = "@tensorloom/storage";

/**
 * Opens a scheme with `@tensorloom/storage`, if it is installed.
 *
 * It imports this package, so the manifest does not declare it.
 *
 * @throws Error that names the command to install it.
 */
export async function loadStorage(scheme: string): Promise<Storage> {
  if (scheme === "opfs")
    throw new RangeError("opfs: addresses are storage of a browser, which Node does not have; pass a path");
  const found = await loadOptional(
    NAME,
    async (specifier) =>
      (await import(/* webpackIgnore: true */ /* @vite-ignore */ specifier)) as StoragePackage, // its tests compare the types
  );
  if (found === undefined)
    throw new Error(`${scheme}:// addresses need ${NAME}, which is not installed: npm install ${NAME}`);
  const meanwhile = registeredStorage(scheme);
  if (meanwhile !== undefined) return meanwhile; // registered while it was loading
  const storage = found.defaultStorage(scheme);
  registerStorage(scheme, () => storage);
  return storage;
}
