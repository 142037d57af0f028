import asc from "assemblyscript/asc";
import { CHAINS } from "./chains.ts";

const names = Array.from({ length: CHAINS }, (_, at) => `s${String(at)}`);

/**
 * Two loops: independent chains of multiply-adds, which wait for nothing but the arithmetic units, and the sum of two arrays
 * into a third. The factors are arguments: V8 would load a constant again for each use.
 */
const SOURCE = `
// @ts-ignore: decorator
@inline
function fma(x: v128, y: v128, z: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(x, y, z);
  return f32x4.add(z, f32x4.mul(x, y));
}
export function chains(turns: i32, first: f32, second: f32): f32 {
  const x = f32x4.splat(first), y = f32x4.splat(second);
  ${names.map((name) => `let ${name} = y;`).join(" ")}
  for (; turns > 0; --turns) {
    ${names.map((name) => `${name} = fma(x, y, ${name});`).join("\n    ")}
  }
  return f32x4.extract_lane(${names.reduce((sum, name) => `f32x4.add(${sum}, ${name})`)}, 0);
}
export function add(x: usize, y: usize, z: usize, count: i32): void {
  for (; count > 0; count -= 8, x += 32, y += 32, z += 32) {
    v128.store(z, f32x4.add(v128.load(x), v128.load(y)));
    v128.store(z, f32x4.add(v128.load(x, 16), v128.load(y, 16)), 16);
  }
}
`;

/**
 * Compiles the loops. The compiler is a large WebAssembly module itself: V8 is busy with it for a while, so measure later.
 *
 * @param relaxed - Whether multiply-adds are fused, as in our kernels if the engine has relaxed SIMD.
 */
export async function compileLoops(relaxed: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const found: Uint8Array[] = [];
  const messages: string[] = [];
  const options = ["rates.ts", "--outFile", "rates.wasm", "-O3", "--noAssert", "--runtime", "stub"];
  const { error } = await asc.main(
    [...options, "--importMemory", "--enable", "simd", ...(relaxed ? ["--enable", "relaxed-simd"] : [])],
    {
      stderr: { write: (text) => messages.push(String(text)) },
      readFile: (name) => (name === "rates.ts" ? SOURCE : null),
      writeFile: (_name, contents) => {
        if (typeof contents !== "string") found.push(contents);
      },
    },
  );
  const [binary] = found;
  if (error !== null) throw new Error(`roofline: ${messages.join("")}`, { cause: error });
  return Uint8Array.from(binary);
}
