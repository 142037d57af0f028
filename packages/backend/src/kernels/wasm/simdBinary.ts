import { BINARIES } from "./binary.ts";

/** A build of the kernels. */
export interface SimdBinary {
  /** `"relaxed"` uses fused multiply-add and is a third faster. */
  readonly kind: keyof typeof BINARIES;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * The fastest build that this JavaScript engine can run.
 *
 * V8 has relaxed SIMD since 11.4. Node 20's V8 11.3 needs a flag, which can be set until the code is compiled.
 *
 * @throws Error if the engine has no SIMD at all.
 */
export function simdBinary(): SimdBinary {
  const relaxed = decode(BINARIES.relaxed);
  if (!WebAssembly.validate(relaxed)) enableRelaxedSimd();
  if (WebAssembly.validate(relaxed)) return { kind: "relaxed", bytes: relaxed };
  const plain = decode(BINARIES.plain);
  if (WebAssembly.validate(plain)) return { kind: "plain", bytes: plain };
  throw new Error("wasm: this JavaScript engine has no SIMD, which the gradient kernels need; update it");
}

function enableRelaxedSimd(): void {
  // Absent in browsers, although the types of Node say otherwise.
  const { process } = globalThis as {
    process?: Partial<Omit<NodeJS.Process, "versions">> & { versions?: { v8?: string } };
  };
  if (process?.versions?.v8?.startsWith("11.3.") !== true) return;
  process.getBuiltinModule?.("node:v8").setFlagsFromString("--experimental-wasm-relaxed-simd");
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
