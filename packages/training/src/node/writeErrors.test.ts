import { layers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { FileWriteError } from "@tensorloom/core/node";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { metricsLog } from "../logs/metricsLog.ts";
import { saveModel } from "../files/saveModel.ts";

let root = "";
beforeAll(async () => {
  await useBackend("cpu");
  root = mkdtempSync(join(tmpdir(), "write-errors-"));
  writeFileSync(join(root, "file"), "");
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

it("saveModel names the folder and the reason if it cannot be created", async () => {
  const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
  const folder = join(root, "file", "model");
  const error: unknown = await saveModel(model, folder).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FileWriteError);
  expect(String(error)).toContain(`cannot write ${folder}: not a directory (ENOTDIR)`);
});

it("metricsLog names its file if it cannot be written", async () => {
  const log = metricsLog(root); // a folder
  await expect(log.onBegin?.({} as never)).rejects.toThrow(`cannot write ${root}: illegal`);
});
