import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exportOnnx } from "../export/exportOnnx.ts";
import { saveOnnx } from "./saveOnnx.ts";

let folder = "";

beforeEach(async () => {
  await useBackend("cpu");
  folder = mkdtempSync(join(tmpdir(), "onnx-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const model = () => sequential({ layers: [layers.dense({ inputShape: [2], units: 1, name: "head" })] });

describe("saveOnnx", () => {
  it("writes what exportOnnx returns", async () => {
    const made = model();
    const path = join(folder, "model.onnx");
    await saveOnnx(path, made, { description: "one" });
    await saveOnnx(path, made, { description: "two" });
    const bytes = await exportOnnx(made, { description: "two" });
    expect(new Uint8Array(readFileSync(path))).toEqual(bytes);
    expect(readdirSync(folder)).toEqual(["model.onnx"]);
  });

  it("leaves no file if the options are wrong", async () => {
    await expect(
      saveOnnx(join(folder, "model.onnx"), model(), { labels: [] as never[], inputNames: ["", ""] }),
    ).rejects.toThrow("inputNames[0] must be a non-empty text");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("refuses a path that is not one", async () => {
    await expect(saveOnnx("", model())).rejects.toThrow(
      'saveOnnx: path must be a path or an address (a non-empty string), got ""',
    );
  });
});
