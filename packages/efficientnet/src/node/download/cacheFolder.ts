import { cacheFolderOf, checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { homedir } from "node:os";

/**
 * Options of {@link cacheFolder}: what the folder depends on. Default: the running process.
 *
 * @inline
 */
export interface CacheFolderOptions {
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly platform?: string | undefined;
  readonly home?: string | undefined;
}

const KNOWN: OptionKinds<CacheFolderOptions> = { env: "object", platform: "string", home: "string" };

/**
 * Returns the folder of downloaded files: `TENSORLOOM_CACHE`, or `tensorloom` in the user's cache.
 *
 * The user's cache is `$XDG_CACHE_HOME` or `~/.cache`, on macOS `~/Library/Caches`, on Windows `%LOCALAPPDATA%`.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 * @example
 * ```ts
 * import { cacheFolder } from "@tensorloom/efficientnet/node";
 *
 * cacheFolder({ env: {}, platform: "linux", home: "/home/ada" }); // => "/home/ada/.cache/tensorloom"
 * ```
 */
export function cacheFolder(options: CacheFolderOptions = {}): string {
  const {
    env = process.env,
    platform = process.platform,
    home = homedir(),
  } = checkOptions("cacheFolder", options, KNOWN);
  return cacheFolderOf({ env, platform, home });
}
