import { BINARIES } from "./binary.ts";

/** What the module of packages/distributed/assembly exports. */
interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly LENGTH: WebAssembly.Global;
  readonly OTHER: WebAssembly.Global;
  readonly add: (count: number) => void;
}

/** Memory for two blocks of numbers, and the function that adds the second to the first. */
interface Adder {
  readonly sums: Float32Array;
  readonly others: Float32Array;
  readonly add: (count: number) => void;
}

let made: Adder | undefined;
let isRefused = false;

/**
 * Adds arrays of the same length, in the order of the list.
 *
 * Blocks of numbers are copied to WebAssembly and back, which takes two thirds of the time of a loop in JavaScript.
 *
 * @param result - May be one of the terms.
 */
export function addFloats(terms: readonly Float32Array[], result: Float32Array): void {
  const adder = acquireAdder();
  if (adder === undefined) {
    addFloatsInJavaScript(terms, result);
    return;
  }
  const { sums, others, add } = adder;
  for (let at = 0; at < result.length; at += sums.length) {
    const end = Math.min(at + sums.length, result.length);
    sums.set(terms[0].subarray(at, end));
    for (let of = 1; of < terms.length; of++) {
      others.set(terms[of].subarray(at, end));
      add(end - at);
    }
    result.set(sums.subarray(0, end - at), at);
  }
}

/** The same sums, to the bit: a sum of two singles that is rounded to double and then to single is rounded right. */
export function addFloatsInJavaScript(terms: readonly Float32Array[], result: Float32Array): void {
  const [first, ...others] = terms;
  for (let i = 0; i < first.length; i++) {
    let sum = first[i];
    for (const other of others) sum = Math.fround(sum + other[i]);
    result[i] = sum;
  }
}

/** @returns undefined if the engine has no SIMD, or a page's policy forbids WebAssembly. */
function acquireAdder(): Adder | undefined {
  if (isRefused) return undefined;
  try {
    return (made ??= createAdder());
  } catch {
    isRefused = true;
    return undefined;
  }
}

function createAdder(): Adder {
  const module = new WebAssembly.Module(Uint8Array.from(atob(BINARIES.plain), (char) => char.charCodeAt(0)));
  const { memory, LENGTH, OTHER, add } = new WebAssembly.Instance(module).exports as unknown as Kernel; // the source exports these
  const [sums, others] = [0, OTHER.value as number].map(
    (at) => new Float32Array(memory.buffer, at, LENGTH.value as number),
  );
  return { sums, others, add };
}
