import { range } from "@tensorloom/data";
import { type EngineChoice, predict } from "@tensorloom/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Options } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";

type EngineOptions = Pick<Options, "engine" | "replicas" | "recompute" | "size">;

/** Passes of a model over images. */
export interface ImageWork {
  /** Images per pass. */
  readonly batch: number;
  /** Images in all. */
  readonly images: number;
}

/**
 * Chooses the engine of a run: asks the one of `--engine` whether it would compute these images, and computes none.
 *
 * @throws UserError if `--engine onnxruntime` is not possible.
 */
export async function chooseEngine(
  model: LayersModel,
  { batch, images }: ImageWork,
  { engine, replicas = 1, recompute, size }: EngineOptions,
): Promise<EngineChoice> {
  const flag = replicas > 1 ? "--replicas" : recompute === true ? "--recompute" : undefined;
  if (engine === "onnxruntime" && flag !== undefined)
    throw new UserError(`--engine onnxruntime has no use for ${flag}: leave one of the two out`);
  const shape = [batch, size, size, 3];
  const blank = { inputs: { data: new Uint8Array(batch * size * size * 3), shape } };
  const batches = range(Math.ceil(images / batch)).map(() => blank);
  let choice: EngineChoice | undefined;
  const known = new Error("the engine is known");
  const onEngine = (found: EngineChoice): void => {
    choice = found;
    throw known; // before the first batch is computed
  };
  try {
    await predict(model, batches, { engine: flag === undefined ? engine : "tfjs", onEngine });
  } catch (error) {
    if (error instanceof RangeError && engine === "onnxruntime")
      throw new UserError(`--engine onnxruntime: ${error.message}`, { cause: error });
    if (error !== known) throw error;
  }
  if (choice === undefined) throw new RangeError("chooseEngine: expected at least one image, got none");
  return flag === undefined ? choice : { ...choice, reason: `${flag} is for tfjs` };
}
