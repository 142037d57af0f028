/** What the folder of cached files depends on. */
export interface CacheFolderPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly home: string;
}

/**
 * The folder of cached files: `TENSORLOOM_CACHE`, or `tensorloom` in the user's cache. Runs in Node only.
 *
 * @example
 * ```ts
 * import { cacheFolderOf } from "@tensorloom/core/internal";
 *
 * cacheFolderOf({ env: {}, platform: "linux", home: "/home/ada" }); // => "/home/ada/.cache/tensorloom"
 * ```
 */
export function cacheFolderOf({ env, platform, home }: CacheFolderPlace): string {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== "")); // empty counts as unset
  const path = process.getBuiltinModule("node:path");
  if (set["TENSORLOOM_CACHE"] !== undefined) return set["TENSORLOOM_CACHE"];
  if (platform === "darwin") return path.join(home, "Library", "Caches", "tensorloom");
  if (platform === "win32")
    return path.join(set["LOCALAPPDATA"] ?? path.join(home, "AppData", "Local"), "tensorloom");
  return path.join(set["XDG_CACHE_HOME"] ?? path.join(home, ".cache"), "tensorloom");
}
