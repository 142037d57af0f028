import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Predictions } from "../prediction/predictions.ts";
import { writePredictions } from "./writePredictions.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "write-predictions-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Options = Parameters<typeof writePredictions>[2];

function predictions(ids: readonly string[], width: number, ...numbers: readonly number[]): Predictions {
  return { ids, outputs: { data: Float32Array.from(numbers), shape: [ids.length, width] } };
}

/** The text of a file that is written with these options. */
async function written(name: string, of: Parameters<typeof writePredictions>[1], options?: Options) {
  const path = join(folder, name);
  const rows = await writePredictions(path, of, options);
  return { rows, text: readFileSync(path, "utf8") };
}

const three = predictions(["x", "y"], 3, 0.2, 0.7, 0.1, 0.6, 0.15, 0.8);
const names = ["cat", "dog", "emu"];

describe("a CSV file", () => {
  it("has a header, a line per row, and as many digits as a float32 needs", async () => {
    const one = predictions(["a", "b", "c", "d"], 1, 0.1, 1e-9, 1 / 3, 16777216);
    const { rows, text } = await written("one.csv", one, { id: "image_name", columns: ["target"] });
    expect(rows).toBe(4);
    expect(text).toBe("image_name,target\na,0.1\nb,1e-9\nc,0.33333334\nd,16777216\n");
  });

  it("reads back as the same float32 numbers", async () => {
    const bits = Uint32Array.from({ length: 2000 }, (_, i) => Math.imul(i + 1, 2_654_435_761) & 0x7f7fffff);
    const data = new Float32Array(bits.buffer);
    const ids = [...data.keys()].map(String);
    const { text } = await written("bits.csv", { ids, outputs: { data, shape: [data.length, 1] } });
    const lines = text.trimEnd().split("\n").slice(1);
    expect(Float32Array.from(lines, (line) => Number(line.split(",")[1]))).toEqual(data);
  });

  it("quotes what RFC 4180 quotes", async () => {
    const odd = predictions(['a,"b"', "c\nd", "é", " e"], 1, 1, 2, 3, 4);
    const { text } = await written("odd.csv", odd, { id: "the, id", columns: ['"x"'] });
    expect(text).toBe('"the, id","""x"""\n"a,""b""",1\n"c\nd",2\né,3\n" e",4\n');
  });

  it("names outputs by number by default, and leaves NaN empty", async () => {
    const { text } = await written("default.csv", predictions(["x"], 3, NaN, 1, Infinity));
    expect(text).toBe("id,output_0,output_1,output_2\nx,,1,Infinity\n");
  });

  it.each<[string, Options, string]>([
    [
      "the largest output",
      { columns: names, label: "class" },
      "id,cat,dog,emu,class\nx,0.2,0.7,0.1,dog\ny,0.6,0.15,0.8,emu\n",
    ],
    ["its number without names", { label: "class", outputs: false }, "id,class\nx,1\ny,2\n"],
    [
      "all outputs above a threshold",
      { columns: names, label: "class", threshold: 0.5, outputs: false },
      "id,class\nx,dog\ny,cat emu\n",
    ],
  ])("has a column of labels: %s", async (_, options, expected) => {
    expect((await written("labels.csv", three, options)).text).toBe(expected);
  });

  it("labels one output with 1 if it is above the threshold", async () => {
    const one = predictions(["a", "b", "c"], 1, 0.5, 0.75, NaN);
    expect((await written("binary.csv", one, { label: "is" })).text).toBe(
      "id,output,is\na,0.5,0\nb,0.75,1\nc,,\n",
    );
    expect((await written("binary.csv", one, { label: "is", threshold: 0.4, outputs: false })).text).toBe(
      "id,is\na,1\nb,1\nc,\n",
    );
  });

  it("has its header even without rows", async () => {
    const { rows, text } = await written("none.csv", [], { columns: names });
    expect([rows, text]).toEqual([0, "id,cat,dog,emu\n"]);
  });
});

describe("a JSONL file", () => {
  const parsed = (text: string): unknown[] =>
    text
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line));

  it("has an object per row", async () => {
    expect(parsed((await written("one.jsonl", predictions(["a"], 1, 0.1))).text)).toEqual([
      { id: "a", output: 0.1 },
    ]);
    expect(parsed((await written("list.ndjson", three)).text)).toEqual([
      { id: "x", outputs: [0.2, 0.7, 0.1] },
      { id: "y", outputs: [0.6, 0.15, 0.8] },
    ]);
    const options = { columns: names, label: "is", threshold: 0.5, id: "name" };
    expect(parsed((await written("named.jsonl", three, options)).text)).toEqual([
      { name: "x", cat: 0.2, dog: 0.7, emu: 0.1, is: ["dog"] },
      { name: "y", cat: 0.6, dog: 0.15, emu: 0.8, is: ["cat", "emu"] },
    ]);
  });

  it("writes null for a number that is not finite, and the requested format", async () => {
    const { text } = await written("odd.txt", predictions(["a"], 2, NaN, -Infinity), { format: "jsonl" });
    expect(text).toBe('{"id":"a","outputs":[null,null]}\n');
  });
});

describe("writePredictions", () => {
  it("reads a batch when the one before is written, and makes folders", async () => {
    const path = join(folder, "new", "deep", "stream.csv");
    const seen: string[] = [];
    async function* batches() {
      for (const id of ["a", "b", "c"]) {
        seen.push(`${id}: ${readdirSync(join(folder, "new", "deep")).join("")}`);
        yield await Promise.resolve(predictions([id], 1, 1));
      }
    }
    expect(await writePredictions(path, batches())).toBe(3);
    expect(seen).toEqual(
      ["a", "b", "c"].map((id) => expect.stringMatching(`^${id}: \\.stream\\.csv.*partial$`) as string),
    );
    expect(readFileSync(path, "utf8")).toBe("id,output\na,1\nb,1\nc,1\n");
  });

  it("leaves an older file as it was if a batch fails", async () => {
    const path = join(folder, "kept.csv");
    writeFileSync(path, "older\n");
    async function* failing() {
      yield await Promise.resolve(predictions(["a"], 1, 1));
      throw new Error("the camera is gone");
    }
    await expect(writePredictions(path, failing())).rejects.toThrow("the camera is gone");
    expect(readFileSync(path, "utf8")).toBe("older\n");
    expect(readdirSync(folder).filter((name) => name.includes("kept"))).toEqual(["kept.csv"]);
  });

  it.each<[string, unknown, object, string]>([
    [
      "a.tsv",
      three,
      {},
      "writePredictions: path must end in .csv, .jsonl or .ndjson if format is not set, got ",
    ],
    ["a.csv", three, { format: "xml" }, 'writePredictions: format must be one of "csv", "jsonl", got "xml"'],
    [
      "a.csv",
      three,
      { columns: ["x"] },
      "writePredictions: columns must name each output, got 1 names for 3 outputs",
    ],
    [
      "a.csv",
      three,
      { columns: "target" },
      'writePredictions: columns must be a list of names, got "target"; write columns: ["target"]',
    ],
    [
      "a.csv",
      three,
      { columns: ["id", "b", "c"] },
      "writePredictions: columns must have different names, got id twice",
    ],
    ["a.csv", three, { threshold: 0.5 }, "writePredictions: threshold needs label"],
    ["a.csv", three, { outputs: false }, "writePredictions: outputs: false needs label"],
    [
      "a.csv",
      [three, predictions(["z"], 1, 1)],
      {},
      "writePredictions: every row must have 3 outputs, got 1",
    ],
    [
      "a.csv",
      "three",
      {},
      "writePredictions: predictions must be predictions { ids, outputs }, as predict returns them, got ",
    ],
    ["", three, {}, "writePredictions: path must be a path"],
  ])("refuses %#", async (name, of, options, sentence) => {
    const path = name === "" ? "" : join(folder, name);
    await expect(writePredictions(path, of as never, options)).rejects.toThrow(sentence);
    expect(readdirSync(folder)).not.toContain(name);
  });
});
