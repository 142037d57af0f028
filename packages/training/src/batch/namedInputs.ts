import { closest, isRecord } from "@tensorloom/core/internal";
import type { NDArray, Pass, Source, Step } from "@tensorloom/data";
import { markPart, NoRows, rowsOfWhole } from "@tensorloom/data/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { InputBatch } from "./batch.ts";

/**
 * The inputs of a batch as a dataset may have them: as in a batch, or an object by the names of the input layers.
 *
 * @inline
 */
export type GivenInputs = InputBatch["inputs"] | Readonly<Record<string, NDArray>>;

/**
 * A batch as a dataset may have it: its inputs may be an object by the names of the model's input layers.
 *
 * @inline
 */
export type Given<B extends InputBatch> = Omit<B, "inputs"> & { readonly inputs: GivenInputs };

/**
 * Lists named inputs in the order of a model; others are returned as they are.
 *
 * @throws RangeError if the names are not those of the model's input layers.
 */
export function orderInputs(caller: string, model: LayersModel, inputs: GivenInputs): InputBatch["inputs"] {
  const value: unknown = inputs; // a dataset may deliver anything
  if (!isRecord(value) || ("data" in value && "shape" in value)) return inputs as InputBatch["inputs"]; // not named
  const names = model.inputs.map(({ sourceLayer }) => sourceLayer.name);
  const wrong = Object.keys(value).find((name) => !names.includes(name));
  if (wrong === undefined && names.every((name) => name in value))
    return names.map((name) => value[name] as NDArray); // as the type says; checkBatch checks it
  const near = wrong === undefined ? undefined : closest(wrong, names);
  throw new RangeError(
    `${caller}: ${model.name} has the inputs ${names.join(", ")}, got ${Object.keys(value).join(", ") || "none"}` +
      (near === undefined ? "" : `; did you mean ${near}?`),
  );
}

/** A source whose batches have their inputs in the order of a model. Its passes have the states of `source`. */
export function withOrderedInputs<B extends InputBatch>(
  caller: string,
  model: LayersModel,
  source: Source<Given<B>>,
): Source<B> {
  const ordered = (step: Step<Given<B>>): Step<B> => {
    const batch: unknown = step.value;
    if (step.done === true || !isRecord(batch) || batch instanceof NoRows) return step as Step<B>; // checkBatch refuses what is no batch
    const inputs = orderInputs(caller, model, step.value.inputs);
    if (inputs === step.value.inputs) return step as Step<B>; // they were not named
    const value = { ...step.value, inputs } as unknown as B; // as named inputs are
    const rows = rowsOfWhole(batch);
    return { ...step, value: rows === undefined ? value : markPart(value, rows) };
  };
  return {
    label: source.label,
    size: source.size,
    open(start): Pass<B> {
      const pass = source.open(start);
      return {
        next() {
          const step = pass.next();
          return step instanceof Promise ? step.then(ordered) : ordered(step);
        },
        state: () => pass.state(),
        close: () => pass.close(),
      };
    },
  };
}
