/**
 * The address of a module in the same folder, for a thread to load.
 *
 * From TypeScript sources it ends in `.ts`, from a build in `.js`. A bundler does not follow it: what a thread loads needs
 * Node, so it must not become a file of a browser's bundle.
 *
 * @param here - `import.meta.url` of the calling module.
 * @param name - The file's name without its extension; may lead into other folders.
 * @example
 * ```ts
 * import { siblingModule } from "@tensorloom/core/internal";
 *
 * siblingModule("file:///app/dist/leader.js", "replica").href; // => "file:///app/dist/replica.js"
 * siblingModule("file:///app/src/leader.ts", "./node/replica").href; // => "file:///app/src/node/replica.ts"
 * ```
 */
export function siblingModule(here: string, name: string): URL {
  return new URL(`${name}.${/\.[cm]?ts$/.test(here) ? "ts" : "js"}`, here);
}
