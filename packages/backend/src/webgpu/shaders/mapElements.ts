import type { WebgpuEngine } from "../engine/webgpuEngine.ts";
import { type Dispatch, runShader, type ShaderSource } from "../engine/runShader.ts";

/** A kernel that computes each number, or each four, by itself. */
export interface ElementKernel extends Omit<Dispatch, "threads" | "groups" | "source"> {
  /** How many of them there are. */
  readonly count: number;
  /** The source for the one at `at`. */
  readonly source: () => ShaderSource;
}

const THREADS = 256;

/** Runs a thread for each element. */
export function mapElements(engine: WebgpuEngine, { count, source, ...dispatch }: ElementKernel): void {
  runShader(engine, {
    ...dispatch,
    integers: { count, ...dispatch.integers },
    threads: THREADS,
    groups: Math.ceil(count / THREADS),
    source() {
      const { functions = "", body } = source();
      const guard = `  let at = group * ${String(THREADS)}u + lane;\n  if (at >= u.count) { return; }\n`;
      return { functions, body: guard + body };
    },
  });
}
