import { useBackend } from "@tensorloom/backend";
import { createClassifier, type LabelScore } from "@tensorloom/classifier";
import { loadClassifier, saveClassifier } from "@tensorloom/classifier/node";
import { findRuntime } from "@tensorloom/onnx/internal";
import { memory } from "@tensorflow/tfjs-core";
import { evaluate, predict, sparseCategoricalCrossEntropy } from "@tensorloom/training";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { batchesOf, LABELS, preprocess, trainSmallCnn, VALIDATION } from "./drawnPictures.ts";

const { runtime } = await findRuntime();
const files = VALIDATION.map(({ file }) => file);
const bare = (scores: readonly LabelScore[]) => scores.map(({ label, score }) => ({ label, score }));

describe.each(["cpu", "wasm"] as const)(
  "a classifier that was trained, saved and loaded, on %s",
  (backend) => {
    const folder = mkdtempSync(join(tmpdir(), "classifier-"));
    let outputs: Float32Array = new Float32Array();
    let accuracy = 0;

    beforeAll(async () => {
      await useBackend(backend);
      const model = await trainSmallCnn();
      const validation = batchesOf(VALIDATION, 5);
      const metrics = await evaluate(model, validation, { loss: sparseCategoricalCrossEntropy() });
      accuracy = metrics["accuracy"];
      outputs = (await predict(model, validation)).outputs.data;
      await saveClassifier(folder, model, { labels: LABELS, preprocess, metrics });
      model.dispose();
      files.forEach((file, at) => writeFileSync(join(folder, `${String(at)}.img`), file));
    });
    afterAll(() => {
      rmSync(folder, { recursive: true });
    });

    const expected = () =>
      files.map((_, row) =>
        LABELS.map((label, at) => ({ label, score: outputs[3 * row + at] })).sort(
          (a, b) => b.score - a.score,
        ),
      );

    it("has learnt something, so that its scores differ", () => {
      expect(accuracy).toBeGreaterThan(0.9);
      expect(new Set(outputs).size).toBe(36);
    });

    it("scores pictures one by one bit for bit as predict did, and as accurately", async () => {
      const classifier = await loadClassifier(folder);
      const found: LabelScore[][] = [];
      for (const file of files) found.push([...(await classifier.classify(file))]);
      expect(found.map(bare)).toEqual(expected());
      const correct = found.filter(([best], at) => LABELS.indexOf(best.label) === VALIDATION[at].label);
      expect(correct.length / files.length).toBe(accuracy);
      await classifier.dispose();
    });

    it("scores bytes, buffers, paths, URLs and blobs in batches bit for bit as predict did", async () => {
      const classifier = await loadClassifier(folder);
      const paths = files.map((_, at) => join(folder, `${String(at)}.img`));
      const forms = [
        files,
        files.map((file) => file.slice().buffer),
        paths,
        paths.map((path) => pathToFileURL(path)),
        files.map((file) => new Blob([file.slice()])),
      ];
      for (const inputs of forms)
        expect((await classifier.classifyBatch(inputs, { batchSize: 7 })).map(bare)).toEqual(expected());
      await classifier.dispose();
    });

    it("leaks no tensor", async () => {
      const before = memory().numTensors;
      const classifier = await loadClassifier(folder);
      await Promise.all(files.map((file) => classifier.classify(file, { top: 1 })));
      await classifier.dispose();
      expect(memory().numTensors).toBe(before);
    });

    it.skipIf(runtime === undefined)(
      "scores on ONNX Runtime as on tfjs, also with a temperature",
      async () => {
        const before = memory().numTensors;
        const { model, options, dispose } = await loadClassifier(folder);
        for (const temperature of [1, 2.5]) {
          const [native, own] = (["onnxruntime", "tfjs"] as const).map((engine) =>
            createClassifier(model, { ...options, temperature, engine }),
          );
          const [found, like] = [await native.classifyBatch(files), await own.classifyBatch(files)];
          expect(found.flat().length).toBe(3 * files.length);
          found.flat().forEach(({ label, score }, at) => {
            expect(label).toBe(like.flat()[at].label);
            expect(score).toBeCloseTo(like.flat()[at].score, 5);
          });
          await Promise.all([native.dispose(), own.dispose()]);
        }
        await dispose();
        expect(memory().numTensors).toBe(before);
      },
    );
  },
);
