import { opfsStorage } from "./opfsStorage.ts";
import { registerStorage } from "../storage/registry.ts";
import type { Storage } from "../storage/storage.ts";

/** Throws: browsers have no file system. */
export function localStorage(): Storage {
  throw new Error("paths can be opened in Node only; in a browser, pass an address such as opfs:runs/first");
}

/** Opens the browser's own storage; throws for other schemes, as a bundle has only what the program imports. */
export function loadStorage(scheme: string): Promise<Storage> {
  if (scheme === "opfs") {
    registerStorage(scheme, opfsStorage);
    return Promise.resolve(opfsStorage());
  }
  return Promise.reject(
    new Error(
      `${scheme}:// addresses need @tensorloom/storage (npm install @tensorloom/storage). In a browser, register it: ` +
        `registerStorage("${scheme}", () => defaultStorage("${scheme}")), with defaultStorage of @tensorloom/storage`,
    ),
  );
}
