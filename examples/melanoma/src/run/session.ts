import { useBackend } from "@tensorloom/backend";
import { loadPretrained } from "../backbone/loadPretrained.ts";
import type { CommandIO } from "../cli/commandIO.ts";
import type { Options } from "../cli/options.ts";
import type { Stopwatch } from "../cli/stopwatch.ts";
import { buildModel, type PictureModel } from "../model.ts";
import { chooseEngine, type ImageWork } from "../resources/engine.ts";
import { chooseReplicas } from "../resources/replicas.ts";

/** What computes the passes of a run. */
interface Compute extends Pick<Options, "engine"> {
  readonly backend: string;
  /** Threads of this process that share a batch. */
  readonly replicas: number;
  /** Whether the processes of `mpirun` share it too. */
  readonly ranks: boolean;
}

/** A model and what computes it, from the moment that tfjs is loaded. */
export interface Session {
  readonly model: PictureModel;
  readonly compute: Compute;
  readonly options: Options;
  readonly io: CommandIO;
  readonly stopwatch: Stopwatch;
  /** Frees the model and the backend. */
  readonly dispose: () => void;
}

/** Loads a backend, builds the model, chooses its engine and loads the weights of `--weights`. */
export async function openSession(
  labels: readonly string[],
  work: ImageWork,
  options: Options,
  io: CommandIO,
  stopwatch: Stopwatch,
): Promise<Session> {
  const backend = await useBackend(options.backend);
  const model = buildModel(options, labels);
  const dispose = (): void => {
    model.dispose();
    backend.dispose();
  };
  try {
    const { name, label, reason } = await chooseEngine(model.backbone, work, options);
    const replicas = chooseReplicas(options, backend.name, name);
    const processes = io.ranks === undefined ? "" : ` of each of ${String(io.ranks.size)} processes`;
    const threads =
      replicas > 1 || io.ranks !== undefined ? `; ${String(replicas)} threads${processes} share a batch` : "";
    io.stdout.write(`backend     ${backend.reason}${threads}\nengine      ${label}: ${reason}\n`);
    await loadPretrained(model.network, options, io);
    stopwatch.lap("loading");
    const compute = {
      backend: backend.name,
      replicas,
      ranks: io.ranks !== undefined,
      engine: name === "tfjs" ? name : options.engine,
    };
    return { model, compute, options, io, stopwatch, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}
