import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { homedir } from "node:os";
import { join } from "node:path";

/** What the folder depends on; default: the running process. */
export interface Surroundings {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly platform?: string;
  readonly home?: string;
}

const KNOWN: OptionKinds<Surroundings> = { env: "object", platform: "string", home: "string" };

/**
 * Where downloaded files are kept: `TENSORLOOM_CACHE`, else `tensorloom` in the user's cache folder.
 *
 * That is `$XDG_CACHE_HOME` or `~/.cache`, on macOS `~/Library/Caches`, on Windows `%LOCALAPPDATA%`.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 * @example
 * ```ts
 * import { cacheFolder } from "@tensorloom/efficientnet/node";
 *
 * cacheFolder({ env: {}, platform: "linux", home: "/home/ada" }); // => "/home/ada/.cache/tensorloom"
 * ```
 */
export function cacheFolder(surroundings: Surroundings = {}): string {
  const {
    env = process.env,
    platform = process.platform,
    home = homedir(),
  } = checkOptions("cacheFolder", surroundings, KNOWN);
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== "")); // empty counts as unset
  return set["TENSORLOOM_CACHE"] ?? join(userCache(set, platform, home), "tensorloom");
}

function userCache(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
  home: string,
): string {
  switch (platform) {
    case "darwin":
      return join(home, "Library", "Caches");
    case "win32":
      return env["LOCALAPPDATA"] ?? join(home, "AppData", "Local");
    default:
      return env["XDG_CACHE_HOME"] ?? join(home, ".cache");
  }
}
