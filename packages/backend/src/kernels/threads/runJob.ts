import type { Job } from "../wasm/job.ts";
import { kernelModule } from "../wasm/kernelModule.ts";
import { type WasmEngine, withScratch } from "../wasm/wasmEngine.ts";
import { call, teamOf, threadsOf } from "./team.ts";
import { MAX_PARTS } from "./workerScript.ts";

/** Computes a few numbers in JavaScript, between jobs; or records that it is to be done. Addresses are found before. */
export function runScript(engine: WasmEngine, script: (engine: WasmEngine) => void): void {
  if (engine.recorder === undefined) script(engine);
  else engine.recorder.recordScript(script);
}

/** Computes all parts of a job, on this thread and on others if there are several parts; or records it. */
export function runJob(engine: WasmEngine, job: Job): void {
  if (engine.recorder !== undefined) {
    engine.recorder.record(job);
    return;
  }
  const { kernel, parts, scratch, geometry } = job;
  const module = kernelModule(engine);
  const threads = parts.length === 1 ? 1 : threadsOf(engine);
  if (geometry !== undefined) module.geometry(...geometry);
  const run = (at: number): void => {
    if (threads === 1) for (const part of parts) call(module, kernel, part, scratch?.argument, at);
    else
      for (let from = 0; from < parts.length; from += MAX_PARTS)
        teamOf(engine.wasm.asm.memory).run(
          module,
          { ...job, parts: parts.slice(from, from + MAX_PARTS) },
          threads,
          at,
        );
  };
  if (scratch === undefined) run(0);
  else withScratch(engine, scratch.bytes * threads, run);
}
