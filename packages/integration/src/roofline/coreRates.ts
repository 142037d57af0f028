import { CHAINS } from "./chains.ts";
import type { CoreRates } from "./rooflineTable.ts";

const FLOPS_A_TURN = CHAINS * 4 * 2;
const TURNS = 20_000;
/** Numbers of each array: 48 MB together do not fit a cache that one core has to itself. */
const COUNT = 4 * 2 ** 20;
const PAGE = 65_536;
/** V8 compiles a loop well only after many calls, which are short ones. */
const WARM_UP_MS = 300;
const RUN_MS = 300;

/** Measures what this core does in WebAssembly, by loops that {@link compileLoops} made: the best of many runs. */
export function coreRates(binary: Uint8Array<ArrayBuffer>): CoreRates {
  const memory = new WebAssembly.Memory({ initial: (3 * COUNT * 4) / PAGE });
  const module = new WebAssembly.Module(binary);
  const { chains, add } = new WebAssembly.Instance(module, { env: { memory } }).exports as {
    chains: (turns: number, first: number, second: number) => number;
    add: (x: number, y: number, z: number, count: number) => void;
  }; // the exports of SOURCE
  const arithmetic = (): unknown => chains(TURNS, 0.5, 0.25);
  const adding = (count: number) => (): void => {
    add(0, COUNT * 4, COUNT * 8, count);
  };
  const arithmeticMs = bestMs(arithmetic, arithmetic);
  const addMs = bestMs(adding(COUNT), adding(1024));
  return { gflops: (FLOPS_A_TURN * TURNS) / arithmeticMs / 1e6, gigabytes: (3 * 4 * COUNT) / addMs / 1e6 };
}

function bestMs(run: () => unknown, warmUp: () => unknown): number {
  for (const end = performance.now() + WARM_UP_MS; performance.now() < end;) warmUp();
  let best = Infinity;
  const end = performance.now() + RUN_MS;
  for (let start = performance.now(); start < end; start = performance.now()) {
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
