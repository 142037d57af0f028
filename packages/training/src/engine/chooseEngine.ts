import { findRuntime, type Runtime } from "@tensorloom/onnx/internal/net";
import { type EngineChoice, onnxChoice, tfjsChoice } from "./engineChoice.ts";
import type { EngineOption } from "./engineOption.ts";
import { whyNoMemory } from "./machineMemory.ts";
import { type EngineRequest, netFor, obstaclesOf } from "./obstacles.ts";
import { type RunSize, whyTooSmall } from "./repays.ts";

/** An engine that was chosen; with `runtime` it is ONNX Runtime. */
export interface ChosenEngine {
  readonly choice: EngineChoice;
  readonly runtime?: Runtime | undefined;
}

/** The inputs of the first batch, and how much will follow it. */
export interface FirstBatch extends Omit<RunSize, "training"> {
  readonly inputs: readonly { readonly shape: readonly number[] }[];
  /** Rows that are computed together; fewer than the batch has, if it is split. */
  readonly together: number;
  /** Numbers that an optimizer keeps for each weight. */
  readonly optimizerSlots?: number | undefined;
  /** The most bytes that the run may take. */
  readonly maxMemory?: number | undefined;
}

/**
 * Chooses the engine before the first batch, as far as that does not decide.
 *
 * @returns Undefined if the size of the batches decides: see {@link chooseForBatch}.
 * @throws RangeError if `engine` is `"onnxruntime"`, and something prevents that: it lists everything.
 */
export async function chooseEngine(
  caller: string,
  engine: EngineOption,
  request: EngineRequest,
): Promise<ChosenEngine | undefined> {
  if (engine === "tfjs") return { choice: tfjsChoice('engine is "tfjs"') };
  const obstacles = obstaclesOf(request);
  if (engine === "auto")
    return obstacles.length === 0 ? undefined : { choice: tfjsChoice(listReasons(obstacles)) };
  const { runtime, missing } = await findRuntime();
  const reasons = [...obstacles, ...(missing === undefined ? [] : [missing.reason])];
  if (runtime === undefined || reasons.length > 0)
    throw new RangeError(`${caller}: engine "onnxruntime" is not possible: ${reasons.join("; ")}`);
  return { choice: onnxChoice(runtime, 'engine is "onnxruntime"'), runtime };
}

/** Chooses the engine for a run with such batches, if nothing prevents ONNX Runtime. */
export async function chooseForBatch(
  { model, loss }: EngineRequest,
  { inputs, rows, together, ...memory }: FirstBatch,
): Promise<ChosenEngine> {
  const training = loss !== undefined;
  const net = netFor(model, inputs);
  const tooSmall = whyTooSmall(net, { rows, training });
  if (tooSmall !== undefined) return { choice: tfjsChoice(tooSmall) };
  const { runtime, missing } = await findRuntime();
  if (runtime === undefined) return { choice: tfjsChoice(missing.reason) };
  if (runtime.provider === "wasm")
    return { choice: tfjsChoice("this browser has no WebGPU, and ONNX Runtime is not faster without it") };
  const inputShapes = inputs.map(({ shape }) => shape.slice(1));
  const noMemory = whyNoMemory(model, { ...memory, rows: together, inputShapes, training });
  if (noMemory !== undefined) return { choice: tfjsChoice(noMemory) };
  return {
    choice: onnxChoice(runtime, "it is installed, and the run is large enough to repay compiling"),
    runtime,
  };
}

/** The first two reasons, and how many there are beside. */
function listReasons(reasons: readonly string[]): string {
  const more = reasons.length - 2;
  return `${reasons.slice(0, 2).join("; ")}${more > 0 ? `, and ${String(more)} more` : ""}`;
}
