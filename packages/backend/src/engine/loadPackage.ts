/**
 * Loads an optional package in Node; in a browser it is missing.
 *
 * It requires instead of importing: `import(name)` makes webpack warn, and what the minifier makes of it does not parse.
 */
export async function loadPackage(name: string): Promise<unknown> {
  if (typeof process !== "object" || typeof process.getBuiltinModule !== "function") throw missing(name);
  const { createRequire } = process.getBuiltinModule("node:module");
  return Promise.resolve(createRequire(import.meta.url)(name));
}

/** The error that Node has for it. */
function missing(name: string): Error {
  return Object.assign(new Error(`Cannot find module '${name}'`), { code: "MODULE_NOT_FOUND" });
}
