import { OnnxRuntimeError, type Runtime } from "@tensorloom/onnx/internal/net";
import type { InputBatch } from "../batch/batch.ts";
import type { ChosenEngine } from "../engine/chooseEngine.ts";
import { type EngineChoice, tfjsChoice } from "../engine/engineChoice.ts";
import type { Predictor } from "./trainer.ts";

/** How the engine of a run is chosen, created and replaced. */
export interface EngineSource<E extends Predictor> {
  readonly caller: string;
  /** The engine, if it is known before the first batch. */
  readonly chosen: ChosenEngine | undefined;
  /** Chooses the engine by the first batch. */
  readonly choose: (batch: InputBatch) => Promise<ChosenEngine>;
  readonly createTfjs: () => E;
  readonly createOnnx: (runtime: Runtime) => E;
  /** Whether tfjs continues if ONNX Runtime fails. */
  readonly mayFallBack: boolean;
  /** Whether the caller of `run` handles a failure itself. */
  readonly isHandled?: ((error: OnnxRuntimeError, batch: InputBatch) => boolean) | undefined;
  /** Called with each choice, the first one and a fallback. */
  readonly onChoice: (choice: EngineChoice) => void;
  readonly onWarning: (message: string) => void;
}

/** Runs passes on the engine that was chosen; on tfjs from the pass on in which ONNX Runtime failed. */
export class EngineSwitch<E extends Predictor> {
  readonly #source: EngineSource<E>;
  #current: Promise<{ readonly engine: E; readonly choice: EngineChoice }> | undefined;

  constructor(source: EngineSource<E>) {
    this.#source = source;
    if (source.chosen !== undefined) this.#current = Promise.resolve(this.#create(source.chosen));
  }

  /** Chooses the engine by this batch, unless it is known. */
  async prepare(batch: InputBatch): Promise<EngineChoice> {
    return (await this.#engineFor(batch)).choice;
  }

  async run<T>(batch: InputBatch, compute: (engine: E) => Promise<T>): Promise<T> {
    const { engine } = await this.#engineFor(batch);
    try {
      return await compute(engine);
    } catch (error) {
      const { mayFallBack, isHandled } = this.#source;
      if (!(error instanceof OnnxRuntimeError) || !mayFallBack || isHandled?.(error, batch) === true)
        throw error;
      await this.#fallBack(engine, error);
    }
    return compute((await this.#engineFor(batch)).engine);
  }

  async close(): Promise<void> {
    await (await this.#current)?.engine.close();
  }

  #engineFor(batch: InputBatch): Promise<{ readonly engine: E; readonly choice: EngineChoice }> {
    if (this.#current !== undefined) return this.#current;
    const choosing = this.#source.choose(batch).then((chosen) => this.#create(chosen));
    this.#current = choosing;
    choosing.catch(() => (this.#current = undefined)); // the batch did not fit, and the next one may
    return choosing;
  }

  /** Replaces an engine by tfjs, once if several passes failed. */
  async #fallBack(failed: E, error: OnnxRuntimeError): Promise<void> {
    const current = await this.#current;
    if (current?.engine !== failed) return;
    const { caller, onWarning } = this.#source;
    const [firstLine] = error.message.split("\n");
    const chosen = { choice: tfjsChoice(`ONNX Runtime failed: ${firstLine}`) };
    this.#current = Promise.resolve(this.#create(chosen));
    onWarning(`${caller}: ${firstLine}; tfjs repeats what failed, and continues`);
    await failed.close();
  }

  #create({ choice, runtime }: ChosenEngine): { readonly engine: E; readonly choice: EngineChoice } {
    const { createTfjs, createOnnx, onChoice, onWarning, caller } = this.#source;
    for (const note of runtime?.notes ?? []) onWarning(`${caller}: ${note}`);
    const engine = runtime === undefined ? createTfjs() : createOnnx(runtime);
    onChoice(choice);
    return { engine, choice };
  }
}
