/** The checks of Node's `util` that tfjs-node 4.22 calls (`nodejs_kernel_backend.js`) and Node 23 removed. */
const CHECKS: Readonly<Record<string, (value: unknown) => boolean>> = {
  isArray: (value) => Array.isArray(value),
  isBoolean: (value) => typeof value === "boolean",
  isFunction: (value) => typeof value === "function",
  isNull: (value) => value === null,
  isNullOrUndefined: (value) => value === null || value === undefined,
  isNumber: (value) => typeof value === "number",
  isObject: (value) => typeof value === "object" && value !== null,
  isString: (value) => typeof value === "string",
  isUndefined: (value) => value === undefined,
};

/**
 * Restores checks of Node's `util`, so that `@tensorflow/tfjs-node` works on Node 23 and newer.
 *
 * Existing functions are not replaced.
 *
 * @returns The names of the restored functions.
 * @see https://nodejs.org/api/deprecations.html DEP0044 to DEP0058
 */
export function patchNodeUtil(util: object): readonly string[] {
  const missing = Object.keys(CHECKS).filter((name) => typeof Reflect.get(util, name) !== "function");
  for (const name of missing) {
    Object.defineProperty(util, name, {
      value: CHECKS[name],
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return missing;
}
