import { tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { range, stack } from "@tensorloom/data";
import type { Event } from "@tensorloom/tfrecord/events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readEvents } from "../../fixtures/readRun.ts";
import type { Callback } from "../callbacks/callback.ts";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { fit } from "../trainer/fit.ts";
import { csvLog } from "../logs/csvLog.ts";
import { loadModel } from "../files/loadModel.ts";
import { metricsLog } from "../logs/metricsLog.ts";
import { modelCheckpoint } from "../files/modelCheckpoint.ts";
import { progressBar } from "./progressBar.ts";
import { tensorBoard } from "../tensorBoard/tensorBoard.ts";

let folder = "";
beforeAll(async () => {
  await useBackend("cpu");
});
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "resumed-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function net(): LayersModel {
  const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], name: "head" })] });
  model.setWeights([tensor([[0]]), tensor([0])]);
  return model;
}

/** Runs of three steps per epoch with a checkpoint after every second step, and what they show of their progress. */
function trainIn(name: string, more: readonly Callback[]): Promise<string> {
  const at = (...parts: readonly string[]) => join(folder, name, ...parts);
  const clock = () => 0;
  let shown = "";
  const train = range(12)
    .shuffle({ seed: 1 })
    .map((n) => ({ inputs: Float32Array.of(n / 12), targets: n / 6 }))
    .batch(4, { collate: stack });
  const run = fit(net(), {
    train,
    validation: train,
    epochs: 4,
    loss: meanSquaredError(),
    schedule: 0.1,
    callbacks: [
      csvLog(at("log.csv"), { clock }),
      metricsLog(at("log.jsonl"), { clock }),
      tensorBoard(at("board"), { weightsEvery: 1, gradientsEvery: 2 }),
      modelCheckpoint(at("models", "{epoch}"), { bestOnly: false, keep: 2 }),
      modelCheckpoint(at("models", "steps-{steps:02d}"), { every: { steps: 3 }, keep: 1 }),
      progressBar({ stream: { write: (text: string) => (shown += text) }, clock }),
      ...more,
    ],
    checkpoint: { folder: at("run"), every: { steps: 2 } },
    resume: true,
  });
  return run.then(() => shown);
}

/** The events that TensorBoard shows: the start of a session hides earlier ones from its step on. */
function visible(events: readonly Event[]): readonly unknown[] {
  const shown: Event[] = [];
  for (const event of events) {
    if (event.sessionStart === true)
      shown.splice(0, shown.length, ...shown.filter(({ step }) => step < event.step));
    else shown.push(event);
  }
  return shown.flatMap(({ step, summaries }) =>
    summaries.filter(({ tag }) => tag !== "step/rowsPerSecond").map((summary) => ({ step, ...summary })),
  );
}

const read = (...parts: readonly string[]) => readFileSync(join(folder, ...parts), "utf8");

describe("the callbacks of a run that failed after a checkpoint and was resumed", () => {
  it("leave the logs, events and models of a run that was not interrupted", async () => {
    await trainIn("whole", []);
    const fail: Callback = {
      onStepEnd({ epoch, step }) {
        if (epoch === 2 && step === 2) throw new Error("the machine is gone"); // its ninth step
      },
    };
    await expect(trainIn("broken", [fail])).rejects.toThrow("the machine is gone");
    const shown = await trainIn("broken", []);
    expect(shown.split("\n")[0]).toBe("resumes at epoch 3/4, step 3: 8 steps until now");
    for (const file of ["log.csv", "log.jsonl"]) expect(read("broken", file)).toBe(read("whole", file));
    for (const part of ["train", "validation"]) {
      const [whole, broken] = [
        await readEvents(join(folder, "whole", "board", part)),
        await readEvents(join(folder, "broken", "board", part)),
      ];
      expect(broken.length).toBeGreaterThan(whole.length);
      expect(visible(broken)).toEqual(visible(whole));
    }
    const models = ["whole", "broken"].map((name) => readdirSync(join(folder, name, "models")).sort());
    expect(models[1]).toEqual(models[0]);
    for (const name of models[0]) {
      const [whole, broken] = [
        await loadModel(join(folder, "whole", "models", name)),
        await loadModel(join(folder, "broken", "models", name)),
      ];
      expect(broken.getWeights().map((one) => one.dataSync())).toEqual(
        whole.getWeights().map((one) => one.dataSync()),
      );
    }
  });
});
