import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { GraphBuilder } from "../format/graphBuilder.ts";
import type { OnnxModel } from "../format/onnxModel.ts";
import { compileGraph } from "./compileGraph.ts";
import { findRuntime } from "./findRuntime.ts";
import { type GraphCache, openGraphCache } from "./graphCache.ts";
import type { OrtSessionOptions } from "./ortModule.ts";
import type { Runtime } from "./runtime.ts";

const { runtime: own } = (await findRuntime({ threads: 1 })) as { readonly runtime: Runtime }; // the tests are skipped without
const isMissing = (own as Runtime | undefined) === undefined;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "graphs-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

function cacheIn(options: { readonly maxBytes?: number } = {}): GraphCache {
  const cache = openGraphCache({ folder, ...options });
  if (cache === undefined) throw new Error("there is no cache");
  return cache;
}

/** `x + addend`. */
function graph(addend: number): OnnxModel {
  const builder = new GraphBuilder();
  builder.output("y", builder.node("Add", [builder.input("x", [2]), builder.float(addend)]));
  return builder.finish("add");
}

/** The runtime, and how it was asked to compile. */
function watched(runtime: Runtime): {
  readonly runtime: Runtime;
  readonly levels: OrtSessionOptions["graphOptimizationLevel"][];
} {
  const levels: OrtSessionOptions["graphOptimizationLevel"][] = [];
  const { InferenceSession } = runtime.module;
  const module = {
    ...runtime.module,
    InferenceSession: {
      create(bytes: Uint8Array, options: OrtSessionOptions) {
        levels.push(options.graphOptimizationLevel);
        return InferenceSession.create(bytes, options);
      },
    },
  };
  return { runtime: { ...runtime, module }, levels };
}

/** Compiles `x + addend` and computes it for 1 and 2. */
async function compute(
  runtime: Runtime,
  addend: number,
  cache: GraphCache | null,
): Promise<readonly number[]> {
  const session = await compileGraph(runtime, graph(addend), { name: "sum", cache });
  const { Tensor } = runtime.module;
  const made = await session.run(
    () => ({ x: new Tensor("float32", Float32Array.of(1, 2), [2]) }),
    () => ({ y: null }),
  );
  await session.release();
  return [...made["y"].data].map(Number);
}

describe.skipIf(isMissing)("compiled graphs on the disk", () => {
  it("are compiled once", async () => {
    const { runtime, levels } = watched(own);
    expect(await compute(runtime, 10, cacheIn())).toEqual([11, 12]);
    expect(await compute(runtime, 10, cacheIn())).toEqual([11, 12]);
    expect(await compute(runtime, 20, cacheIn())).toEqual([21, 22]);
    expect(levels).toEqual(["all", "disabled", "all"]);
    expect(readdirSync(folder).length).toBe(2);
  });

  it("are of one version of ONNX Runtime", async () => {
    const { runtime, levels } = watched(own);
    await compute(runtime, 10, cacheIn());
    await compute({ ...runtime, version: "1.99.0" }, 10, cacheIn());
    expect(levels).toEqual(["all", "all"]);
  });

  it.each([
    ["cut", (bytes: Buffer) => bytes.subarray(0, bytes.length - 5)],
    ["empty", () => Buffer.alloc(0)],
    [
      "changed",
      (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === bytes.length - 9 ? byte ^ 1 : byte))),
    ],
  ])("are compiled again if the file is %s", async (_what, damage) => {
    const { runtime, levels } = watched(own);
    await compute(runtime, 10, cacheIn());
    const file = join(folder, readdirSync(folder)[0]);
    const whole = readFileSync(file);
    writeFileSync(file, damage(whole));
    expect(await compute(runtime, 10, cacheIn())).toEqual([11, 12]);
    expect(levels).toEqual(["all", "all"]);
    expect(readFileSync(file)).toEqual(whole);
  });

  it("may be compiled by several together", async () => {
    const { runtime } = watched(own);
    const all = await Promise.all(Array.from({ length: 5 }, () => compute(runtime, 10, cacheIn())));
    expect(all).toEqual(Array.from({ length: 5 }, () => [11, 12]));
    expect(readdirSync(folder).length).toBe(1);
  });

  it("leave when they are too many, the ones not used for longest first", async () => {
    await compute(own, 10, cacheIn());
    const [first] = readdirSync(folder);
    const size = readFileSync(join(folder, first)).length;
    utimesSync(join(folder, first), new Date(0), new Date(Date.now() - 60_000));
    await compute(own, 20, cacheIn({ maxBytes: size * 1.5 }));
    expect(readdirSync(folder).length).toBe(1);
    expect(readdirSync(folder)).not.toEqual([first]);
  });

  it("leave no parts of a killed process", async () => {
    const left = join(folder, ".0000.partial");
    writeFileSync(left, "half");
    utimesSync(left, new Date(0), new Date(Date.now() - 2 * 3600_000));
    await compute(own, 10, cacheIn());
    expect(readdirSync(folder).length).toBe(1);
  });

  it("are not needed", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "not a folder");
    const cache = openGraphCache({ folder: join(file, "below") });
    expect(await compute(own, 10, cache ?? null)).toEqual([11, 12]);
    expect(await compute(own, 10, null)).toEqual([11, 12]);
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("are in the cache folder of the user", async () => {
    vi.stubEnv("TENSORLOOM_CACHE", folder);
    const session = await compileGraph(own, graph(30), { name: "sum" });
    await session.release();
    expect(readdirSync(join(folder, "graphs")).length).toBe(1);
  });
});

it("keeps no compiled graphs if TENSORLOOM_GRAPH_CACHE is off", () => {
  vi.stubEnv("TENSORLOOM_GRAPH_CACHE", "off");
  expect(openGraphCache({ folder })).toBeUndefined();
});
