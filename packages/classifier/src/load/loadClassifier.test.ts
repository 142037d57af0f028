import "@tensorflow/tfjs-backend-cpu";
import { dispose, env, memory, setBackend, tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { ClassifierFileError } from "../format/classifierFileError.ts";
import { saveClassifier } from "../save/saveClassifier.ts";
import { createPreprocess } from "../preprocess/createPreprocess.ts";
import { loadClassifier } from "./loadClassifier.ts";

type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

const black = { data: new Uint8Array(3), height: 1, width: 1, channels: 3 };
const ADDRESS = "https://models.example/moles/";

function modelOf(bias: number): LayersModel {
  const dense = layers.dense({ units: 1, activation: "sigmoid" });
  const model = sequential({ layers: [layers.flatten({ inputShape: [1, 1, 3] }), dense] });
  const weights = [tensor(new Float32Array(3), [3, 1]), tensor([bias])];
  dense.setWeights(weights);
  dispose(weights);
  return model;
}

/** The files of a saved classifier whose positive label and bias have the same name and sign. */
async function saved(label: string, bias: number): Promise<Files> {
  const folder = mkdtempSync(join(tmpdir(), "classifier-"));
  const preprocess = createPreprocess({ height: 1, width: 1 });
  const model = modelOf(bias);
  await saveClassifier(folder, model, { labels: ["no", label], preprocess });
  model.dispose();
  const files = new Map(
    readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]),
  );
  rmSync(folder, { recursive: true });
  return files;
}

/** Answers requests from files, as a server does; `change` may replace them before an answer. */
function serve(files: Files, change: (name: string) => Files = () => files): string[] {
  const requests: string[] = [];
  vi.stubGlobal("fetch", (address: string, { cache, signal }: RequestInit) => {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    const name = new URL(address).pathname.split("/").at(-1) ?? "";
    requests.push(`${name} ${String(cache)}`);
    const body = change(name).get(name);
    return Promise.resolve(body === undefined ? new Response("", { status: 404 }) : new Response(body));
  });
  return requests;
}

const text = (value: string) => new TextEncoder().encode(value);
const withFile = (files: Files, name: string, body: Uint8Array<ArrayBuffer> | undefined): Files => {
  const changed = new Map(files);
  if (body === undefined) changed.delete(name);
  else changed.set(name, body);
  return changed;
};
const asFiles = (files: Files) => [...files].map(([name, body]) => new File([body], name));

const fetchFrom = (files: Files) => {
  serve(files);
  return loadClassifier(ADDRESS);
};

let high: Files;
let low: Files;
const weightsOf = (files: Files) => [...files.keys()].find((name) => name.startsWith("weights.")) ?? "";

let atStart: number;
beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
  atStart = memory().numTensors;
  [high, low] = [await saved("high", 3), await saved("low", -3)];
});
afterEach(() => {
  vi.unstubAllGlobals();
});
afterAll(() => {
  expect(memory().numTensors).toBe(atStart); // of all tests of this file
});

describe("loadClassifier", () => {
  it("fetches a folder, and asks again for all that a save replaces under the same name", async () => {
    const requests = serve(high);
    const progress: number[][] = [];
    const options = { onProgress: (...bytes: number[]) => void progress.push(bytes) };
    const classifier = await loadClassifier(ADDRESS, options);
    const [best] = await classifier.classify(black);
    expect([best.label, best.predicted]).toEqual(["high", true]);
    expect(requests).toEqual([
      "model.json no-cache",
      `${weightsOf(high)} force-cache`,
      "classifier.json no-cache",
    ]);
    expect(progress).toEqual([[16, 16]]);
    await classifier.dispose();
  });

  it.each(["https://models.example/moles", `${ADDRESS}model.json`, `${ADDRESS}?token=1`])(
    "takes %s for the folder",
    async (address) => {
      const seen: string[] = [];
      serve(high);
      const inner = globalThis.fetch;
      vi.stubGlobal("fetch", (url: string, options: RequestInit) => {
        seen.push(url);
        return inner(url, options);
      });
      await (await loadClassifier(new URL(address))).dispose();
      const token = address.includes("?") ? "?token=1" : "";
      expect(seen[0]).toBe(`${ADDRESS}model.json${token}`);
      expect(seen[1]).toBe(`${ADDRESS}${weightsOf(high)}${token}`);
    },
  );

  it("loads one whole save if another replaces it in between", async () => {
    let current = high;
    serve(high, (name) => {
      if (name.startsWith("weights.")) current = low; // the save has removed the weights that were asked for
      return current;
    });
    const classifier = await loadClassifier(ADDRESS);
    const [best] = await classifier.classify(black);
    expect([classifier.labels[1], best.label]).toEqual(["low", "no"]);
    await classifier.dispose();
  });

  it("keeps the labels of its weights if classifier.json is of a newer save, or missing", async () => {
    for (const body of [low.get("classifier.json"), undefined]) {
      serve(withFile(high, "classifier.json", body));
      const classifier = await loadClassifier(ADDRESS);
      expect(classifier.labels).toEqual(["no", "high"]);
      await classifier.dispose();
    }
  });

  it("loads files that a user chose", async () => {
    const classifier = await loadClassifier(asFiles(low));
    expect((await classifier.classify(black))[0].label).toBe("no");
    await classifier.dispose();
  });

  it("loads weights of several files, as tfjs's converter writes them", async () => {
    const name = weightsOf(high);
    const bytes = high.get(name) ?? new Uint8Array();
    const json = JSON.parse(new TextDecoder().decode(high.get("model.json"))) as {
      weightsManifest: { paths: string[] }[];
    };
    json.weightsManifest[0].paths = ["group1-shard1of2.bin", "group1-shard2of2.bin"];
    const split = new Map(withFile(high, "model.json", text(JSON.stringify(json))));
    split.delete(name);
    split.set("group1-shard1of2.bin", bytes.slice(0, 10));
    split.set("group1-shard2of2.bin", bytes.slice(10));
    const classifier = await loadClassifier(asFiles(split));
    expect((await classifier.classify(black))[0].label).toBe("high");
    await classifier.dispose();
  });

  it.each([
    ["no model.json", "model.json", undefined, "model.json: is missing"],
    [
      "a page instead",
      "model.json",
      "<!doctype html><html>",
      'model.json: is not JSON; it begins with "<!doctype html><html"',
    ],
    ["other JSON", "model.json", "{}", "model.json: has no modelTopology and weightsManifest"],
    [
      "a graph-model",
      "model.json",
      '{"format":"graph-model","modelTopology":{},"weightsManifest":[]}',
      "model.json: is a graph-model",
    ],
    [
      "weights elsewhere",
      "model.json",
      '{"modelTopology":{},"weightsManifest":[{"paths":["../a.bin"],"weights":[]}]}',
      'weights must lie beside it, got "../a.bin"',
    ],
    ["no weights", "weights", undefined, ".bin: is missing"],
    ["truncated weights", "weights", "1234", "model.json: its weights must have 16 bytes, got 4"],
    [
      "a classifier.json that is not JSON",
      "classifier.json",
      "labels:",
      'classifier.json: is not JSON; it begins with "labels:"',
    ],
    [
      "a classifier.json of another version",
      "classifier.json",
      '{"format":"tensorloom-classifier","version":9}',
      "classifier.json: version must be 1, got 9",
    ],
  ])("names the file if there is %s", async (_, file, body, message) => {
    const name = file === "weights" ? weightsOf(high) : file;
    const files = withFile(high, name, body === undefined ? undefined : text(body));
    const before = memory().numTensors;
    for (const load of [() => loadClassifier(asFiles(files)), () => fetchFrom(files)]) {
      const error: unknown = await load().catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(ClassifierFileError);
      expect((error as ClassifierFileError).message).toMatch(/^loadClassifier: /);
      expect((error as ClassifierFileError).message).toContain(message);
      expect((error as ClassifierFileError).file).toContain(
        name.startsWith("weights") && body !== undefined ? "model.json" : name,
      );
    }
    expect(memory().numTensors).toBe(before);
  });

  it("names the address and the reason if a server refuses", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("", { status: 503 })));
    await expect(loadClassifier(ADDRESS)).rejects.toThrow(
      `loadClassifier: ${ADDRESS}model.json: cannot be fetched: the server answered 503`,
    );
  });

  it("ends at an abort, with its reason", async () => {
    const controller = new AbortController();
    serve(high, () => {
      controller.abort(new Error("enough"));
      return high;
    });
    await expect(loadClassifier(ADDRESS, { signal: controller.signal })).rejects.toThrow("enough");
    await expect(loadClassifier(ADDRESS, { signal: controller.signal })).rejects.toThrow("enough");
  });

  it.each([
    ["models/moles", "loadModel: models/moles/model.json: cannot be read"],
    [[], "source must be an address, or the files of a saved classifier, got an array of 0"],
    [["model.json"], "or the files of a saved classifier, got an array of 1"],
    [null, "source must be an address, or the files of a saved classifier, got null"],
  ])("refuses %j", async (source, message) => {
    await expect(loadClassifier(source as string)).rejects.toThrow(message);
  });
});
