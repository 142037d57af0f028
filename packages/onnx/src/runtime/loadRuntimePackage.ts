import { isNode } from "@tensorloom/core/internal";

/**
 * Loads ONNX Runtime: `onnxruntime-node` in Node; in a browser what the page has loaded as `globalThis.ort`.
 *
 * Calls `require`, since bundlers would resolve `import(name)`, and fail if the optional package is missing.
 */
export async function loadRuntimePackage(name: string): Promise<unknown> {
  if (isNode()) {
    const { createRequire } = process.getBuiltinModule("node:module");
    return Promise.resolve(createRequire(import.meta.url)(name));
  }
  const { ort } = globalThis as { ort?: unknown }; // onnxruntime-web's script sets it
  if (ort !== undefined) return ort;
  throw Object.assign(new Error(`Cannot find module '${name}'`), { code: "MODULE_NOT_FOUND" });
}
