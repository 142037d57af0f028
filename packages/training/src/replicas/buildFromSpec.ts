import { shapeText } from "@tensorloom/core/internal";
import { serialization } from "@tensorflow/tfjs-core";
import { type LayersModel, models } from "@tensorflow/tfjs-layers";
import { allVariables, leavesOf } from "@tensorloom/graph/internal";
import { registerKerasActivations } from "@tensorloom/keras/internal";
import type { ModelSpec } from "./modelSpec.ts";

/**
 * Builds a model from its spec, in another thread. Its weights are zeros until they arrive.
 *
 * @param adviceOnClasses - What to do about a layer class that this thread does not know, as a clause.
 * @throws RangeError if a layer's class is not registered in this thread, or the model has other weights than the original.
 */
export async function buildFromSpec(
  caller: string,
  spec: ModelSpec,
  adviceOnClasses: string,
): Promise<LayersModel> {
  registerKerasActivations();
  assertKnownClasses(caller, spec, adviceOnClasses);
  const model = await models.modelFromJSON({ modelTopology: { ...spec.topology } });
  if (!model.built) model.build([...spec.inputShape]);
  for (const [at, { layer }] of leavesOf(model).entries()) layer.trainable = !spec.layers[at].frozen;
  const built = [...allVariables(model)].map(([name, { shape }]) => `${name} ${shapeText(shape)}`);
  const expected = spec.variables.map(({ name, shape }) => `${name} ${shapeText(shape)}`);
  const missing = expected.filter((weight, at) => weight !== built[at]);
  if (missing.length > 0 || built.length !== expected.length)
    throw new RangeError(
      `${caller}: replicas: the model that its own toJSON describes must have the same weights, but lacks ${missing.join(", ")}`,
    );
  return model;
}

function assertKnownClasses(caller: string, { layers }: ModelSpec, advice: string): void {
  const known = serialization.SerializationMap.getMap().classNameMap;
  const unknown = layers.filter(({ className }) => !(className in known));
  if (unknown.length === 0) return;
  const list = unknown.map(({ name, className }) => `layer ${name} of class ${className}`).join(", ");
  throw new RangeError(`${caller}: replicas: a replica's thread does not know ${list}: ${advice}`);
}
