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

/** V8's option that joins pairs of vectors, and the version since which it helps our kernels. */
const JOINS = { option: "--experimental-wasm-revectorize", major: 13, minor: 6 };

/**
 * Whether V8 joins pairs of 128-bit vectors into 256-bit ones: Node 24 or newer, started with V8's option for it, which is
 * experimental.
 */
export function joinsVectors(): boolean {
  const { process } = globalThis as { process?: Partial<Pick<NodeJS.Process, "execArgv" | "versions">> }; // absent in browsers
  const [major, minor] = (process?.versions?.v8 ?? "0.0").split(".").map(Number);
  const isNew = major > JOINS.major || (major === JOINS.major && minor >= JOINS.minor);
  return isNew && process?.execArgv?.includes(JOINS.option) === true;
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
