import { isNode } from "@tensorloom/core/internal";
/**
 * Loads an optional package in Node; throws in a browser.
 *
 * Calls `require`, since `import(name)` makes webpack warn and its minified form does not parse.
 */
export async function loadPackage(name: string): Promise<unknown> {
  if (!isNode()) throw missing(name);
  const { createRequire } = process.getBuiltinModule("node:module");
  return Promise.resolve(createRequire(import.meta.url)(name));
}

/** The error that Node throws for a missing package. */
function missing(name: string): Error {
  return Object.assign(new Error(`Cannot find module '${name}'`), { code: "MODULE_NOT_FOUND" });
}
