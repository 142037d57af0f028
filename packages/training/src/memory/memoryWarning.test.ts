import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { layers, sequential, type LayersModel } from "@tensorflow/tfjs-layers";
import { describe, expect, it } from "vitest";
import { resolveFitOptions } from "../options/resolveFitOptions.ts";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { warnAboutMemory } from "./memoryWarning.ts";

/** 64 floats per pixel: 256 MB per image of 1024x1024. */
function wide(): LayersModel {
  const first = { filters: 64, kernelSize: 1, useBias: false, kernelInitializer: "zeros" } as const;
  return sequential({
    layers: [
      layers.conv2d({ ...first, inputShape: [null, null, 3] }),
      layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
    ],
  });
}

function warnings(model: LayersModel, rows: number, replicas: number): readonly string[] {
  const said: string[] = [];
  const shape = [rows, 1024, 1024, 3];
  const batch = {
    inputs: { data: new Float32Array(0), shape },
    targets: { data: new Float32Array(0), shape },
  };
  const loss = meanSquaredError();
  const options = {
    train: fromArray([batch]),
    epochs: 1,
    loss,
    replicas,
    microBatch: rows,
    recompute: false,
    onWarning: (text: string) => said.push(text),
  };
  warnAboutMemory(model, resolveFitOptions(model, options), batch);
  return said;
}

describe("before the first step", () => {
  it("a warning says that wasm has not the memory for it, and which batch would fit", async () => {
    await useBackend("wasm");
    const [said, ...more] = warnings(wide(), 16, 1);
    expect(said).toMatch(
      /^fit: a training step with a batch of 16 takes about \d+ MB .*a batch of \d would fit/,
    );
    expect(more).toEqual([]);
  });

  it("does not appear if the step fits, or fits on each replica, or the backend uses the machine's memory", async () => {
    await useBackend("wasm");
    expect(warnings(wide(), 1, 1)).toEqual([]);
    expect(warnings(wide(), 16, 16)).toEqual([]);
    await useBackend("cpu");
    expect(warnings(wide(), 16, 1)).toEqual([]);
  });
});
