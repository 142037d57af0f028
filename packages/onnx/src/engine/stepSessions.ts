import { shapeText } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { lowerModel } from "../net/lowerModel.ts";
import { compileGraph } from "../runtime/compileGraph.ts";
import type { GraphCache } from "../runtime/graphCache.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { OnnxRuntimeError } from "../runtime/runtimeError.ts";
import type { Session } from "../runtime/session.ts";
import { BlockedLayout } from "../step/blockedLayout.ts";
import { emitTrainGraph } from "../step/emit/emitTrainGraph.ts";
import type { LossSpec } from "../step/lossSpec.ts";
import type { TrainGraph } from "../step/trainGraph.ts";

/** The train step of batches of one shape. */
export interface CompiledStep {
  readonly graph: TrainGraph;
  readonly session: Session;
}

/** The compiled graphs of a train step, by the shapes of a batch's inputs. */
export interface StepSessions {
  /** @throws RangeError if the model has other inputs; OnnxRuntimeError */
  get(shapes: readonly (readonly number[])[]): Promise<CompiledStep>;
  dispose(): Promise<void>;
}

interface StepSessionOptions {
  readonly name: string;
  readonly loss: LossSpec;
  readonly cache: GraphCache | null | undefined;
}

/** How many shapes stay compiled: the batch, and the smaller one that ends an epoch. Each holds memory for its activations. */
const MAX_SESSIONS = 2;

/** Creates the compiled graphs of a train step, each when a batch of its shape comes. */
export function createStepSessions(
  model: LayersModel,
  runtime: Runtime,
  { name, loss, cache }: StepSessionOptions,
): StepSessions {
  /** Ordered from the one not used for longest. */
  const sessions = new Map<string, Promise<CompiledStep>>();

  async function compile(shapes: readonly (readonly number[])[]): Promise<CompiledStep> {
    const net = lowerModel(model, { inputShapes: shapes.map((shape) => shape.slice(1)) });
    const blocked = runtime.block === undefined ? undefined : new BlockedLayout(runtime.block);
    const graph = emitTrainGraph(net, { batch: shapes[0][0], loss, blocked });
    return { graph, session: await compileGraph(runtime, graph.model, { name, cache }) };
  }
  async function release(key: string): Promise<void> {
    const compiled = sessions.get(key);
    sessions.delete(key);
    await compiled?.then(({ session }) => session.release()).catch(() => undefined); // it failed to compile
  }
  let isDisposed = false;
  return {
    async get(shapes) {
      if (isDisposed) throw new OnnxRuntimeError("released", name, "dispose was called");
      checkShapes(name, model, shapes);
      const key = shapes.join(";");
      const compiled = sessions.get(key) ?? compile(shapes);
      sessions.delete(key);
      sessions.set(key, compiled);
      for (const [oldest] of sessions) if (sessions.size > MAX_SESSIONS) await release(oldest);
      try {
        return await compiled;
      } catch (error) {
        sessions.delete(key);
        throw error;
      }
    },
    async dispose() {
      isDisposed = true;
      for (const key of [...sessions.keys()]) await release(key);
    },
  };
}

function checkShapes(name: string, model: LayersModel, shapes: readonly (readonly number[])[]): void {
  const wanted = model.inputs.map(({ shape }) => shape);
  const fits =
    shapes.length === wanted.length &&
    wanted.every(
      (sides, at) =>
        sides.length === shapes[at].length &&
        sides.slice(1).every((side, axis) => side === null || side === shapes[at][axis + 1]) &&
        shapes[at][0] === shapes[0][0],
    );
  if (fits) return;
  const text = (all: readonly (readonly (number | null)[])[]): string =>
    all.map((one) => shapeText(one)).join(", ");
  throw new RangeError(`${name}: inputs must be of the shape ${text(wanted)}, got ${text(shapes)}`);
}
