import { shapeText } from "@tensorloom/core/internal";
import { serialization } from "@tensorflow/tfjs-core";
import { type LayersModel, models } from "@tensorflow/tfjs-layers";
import { leavesOf } from "@tensorloom/graph/internal";
import { allVariables } from "../model/variables.ts";
import type { ModelSpec } from "./modelSpec.ts";

/**
 * Builds a model from its blueprint, in another thread; its weights are zeros until they come.
 *
 * @throws RangeError where a layer's class is not registered here, or the model comes out another.
 */
export async function buildFromSpec(caller: string, blueprint: ModelSpec): Promise<LayersModel> {
  for (const module of blueprint.modules) await import(module);
  assertKnownClasses(caller, blueprint);
  const model = await models.modelFromJSON({ modelTopology: { ...blueprint.topology } });
  if (!model.built) model.build([...blueprint.inputShape]);
  for (const [at, { layer }] of leavesOf(model).entries()) layer.trainable = !blueprint.layers[at].frozen;
  const built = [...allVariables(model)].map(([name, { shape }]) => `${name} ${shapeText(shape)}`);
  const wanted = blueprint.variables.map(({ name, shape }) => `${name} ${shapeText(shape)}`);
  const misfits = wanted.filter((weight, at) => weight !== built[at]);
  if (misfits.length > 0 || built.length !== wanted.length)
    throw new RangeError(
      `${caller}: replicas: the model that its own toJSON describes must have the same weights, but lacks ${misfits.join(", ")}`,
    );
  return model;
}

function assertKnownClasses(caller: string, { layers }: ModelSpec): void {
  const known = serialization.SerializationMap.getMap().classNameMap;
  const strangers = layers.filter(({ className }) => !(className in known));
  if (strangers.length === 0) return;
  const list = strangers.map(({ name, className }) => `layer ${name} of class ${className}`).join(", ");
  throw new RangeError(
    `${caller}: replicas: a replica's thread does not know ${list}: say where the class is registered, by ` +
      `\`static readonly moduleUrl = import.meta.url\` in the class or by \`replicas: { count, modules: [url] }\``,
  );
}
