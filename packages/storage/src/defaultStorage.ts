import type { Storage } from "@tensorloom/core";
import { oneOf } from "@tensorloom/core/internal";
import { gsStorage } from "./gs/gsStorage.ts";
import { hfStorage } from "./hf/hfStorage.ts";
import { s3Storage } from "./s3/s3Storage.ts";
import { httpStorage } from "./web/httpStorage.ts";

const OPEN: Readonly<Record<"gs" | "hf" | "http" | "https" | "s3", () => Storage>> = {
  gs: () => gsStorage(),
  hf: () => hfStorage(),
  http: () => httpStorage({ scheme: "http" }),
  https: () => httpStorage(),
  s3: () => s3Storage(),
};

/**
 * Opens the storage of a scheme with its defaults: `gs`, `hf`, `http`, `https` or `s3`.
 *
 * `storageOf` of `@tensorloom/core` calls it in Node. Programs for browsers register it themselves.
 *
 * @throws RangeError for another scheme.
 * @example
 * ```ts
 * import { registerStorage } from "@tensorloom/core";
 * import { defaultStorage } from "@tensorloom/storage";
 *
 * const undo = registerStorage("hf", () => defaultStorage("hf"));
 * undo();
 * ```
 */
export function defaultStorage(scheme: keyof typeof OPEN): Storage {
  oneOf("defaultStorage: scheme", scheme, ["gs", "hf", "http", "https", "s3"]);
  return OPEN[scheme]();
}
