import type { Engine, EngineChoice } from "../messages/engines.ts";
import type { WorkerEvent } from "../messages/events.ts";
import type { RunResult } from "../messages/results.ts";
import type { SavedRun, TrainSettings } from "../messages/settings.ts";
import { chooseEngine } from "./engine/chooseEngine.ts";
import { moveWeights } from "./engine/moveWeights.ts";
import { classOf } from "./pictures/classOf.ts";
import type { PictureStore } from "./pictures/pictureStore.ts";
import { loadRun, saveRun } from "./session/savedRun.ts";
import { createGate, type Gate } from "./train/gate.ts";
import { type TrainedRun, trainRun } from "./train/trainRun.ts";

/** The one run of a page, and the network that the last one has trained. */
export class Trainer {
  readonly #store: PictureStore;
  readonly #report: (event: WorkerEvent) => void;
  #gate: Gate | undefined;
  #trained: TrainedRun | undefined;
  #engine: { readonly choice: EngineChoice; readonly engine: Engine } | undefined;

  constructor(store: PictureStore, report: (event: WorkerEvent) => void) {
    this.#store = store;
    this.#report = report;
  }

  /** The gate of the current run. */
  get gate(): Gate | undefined {
    return this.#gate;
  }

  /** @throws Error if nothing was trained yet. */
  get trained(): TrainedRun {
    if (this.#trained === undefined) throw new Error("Train a network first.");
    return this.#trained;
  }

  /** Computes with another engine from now on. */
  async chooseEngine(choice: EngineChoice): Promise<Engine> {
    if (this.#gate !== undefined) throw new Error("Another run has not ended yet.");
    return this.#useEngine(choice);
  }

  async #useEngine(choice: EngineChoice): Promise<Engine> {
    if (this.#engine?.choice === choice) return this.#engine.engine;
    const engine = await moveWeights(this.#trained?.model, () => chooseEngine(choice));
    this.#engine = { choice, engine };
    return engine;
  }

  /** Starts a run, which a later visit can continue. */
  async start(settings: TrainSettings): Promise<RunResult> {
    const keep = (): Promise<boolean> => saveRun({ settings, files: this.#store.files });
    return this.#train(settings, { keep, resume: false });
  }

  /** Continues the kept run. */
  async continue(): Promise<RunResult> {
    const saved = await loadRun();
    if (saved === undefined) throw new Error("There is no run to continue.");
    return this.#train(saved.settings, { keep: () => Promise.resolve(true), resume: true });
  }

  /** What is known of the kept run. */
  async findSaved(): Promise<SavedRun | undefined> {
    const saved = await loadRun();
    if (saved === undefined) return undefined;
    const classes = new Set(saved.files.map(({ path }) => classOf(path) ?? ""));
    return { settings: saved.settings, classes: [...classes].sort(), pictures: saved.files.length };
  }

  async #train(
    settings: TrainSettings,
    { keep, resume }: { readonly keep: () => Promise<boolean>; readonly resume: boolean },
  ): Promise<RunResult> {
    if (this.#gate !== undefined) throw new Error("Another run has not ended yet.");
    const gate = createGate();
    this.#gate = gate; // before anything is awaited, so that "stop" finds it
    try {
      const engine = await this.#useEngine(settings.engine);
      const clock = (): number => performance.now();
      const run = await trainRun(settings, {
        store: this.#store,
        engine,
        gate,
        report: this.#report,
        clock,
        kept: await keep(),
        resume,
      });
      this.#trained?.model.dispose();
      this.#trained = run;
      return run.result;
    } finally {
      this.#gate = undefined;
    }
  }
}
