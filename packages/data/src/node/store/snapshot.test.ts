import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { runCompiled } from "../../../../../.config/compiled/runCompiled.ts";
import { type Dataset, fromGenerator, type Operator, type Pass, range } from "../../index.ts";
import { checkSourceContract } from "../../operator.ts";
import { cacheToFile, snapshot, StoreError } from "../../node.ts";

const home = mkdtempSync(join(tmpdir(), "tensorloom-store-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

let computed: number[] = [];
let folder = "";
beforeEach(() => {
  computed = [];
  folder = mkdtempSync(join(home, "case-"));
});

const rows = (count = 11): Dataset<{ x: number; bytes: Uint8Array }> =>
  range(count)
    .shuffle({ seed: 2 })
    .map((x) => {
      computed.push(x);
      return { x, bytes: Uint8Array.of(x, x) };
    });

const STORES: Readonly<Record<string, () => Operator<{ x: number; bytes: Uint8Array }, unknown>>> = {
  cacheToFile: () => cacheToFile(join(folder, "deep", "rows.cache")),
  "snapshot, every 4": () => snapshot(folder, { every: 4 }),
  "snapshot, every 1000": () => snapshot(folder),
};

it.each<[string, () => unknown]>([
  [
    "cacheToFile: path must be a path or an address (a non-empty string), got undefined",
    () => cacheToFile(undefined as never),
  ],
  ['cacheToFile: path must be a path or an address (a non-empty string), got ""', () => cacheToFile("")],
  ["cacheToFile: options must be a plain object, got null", () => cacheToFile("a", null as never)],
  ["cacheToFile: version must be a string, got 5", () => cacheToFile("a", { version: 5 as never })],
  [
    "snapshot: folder must be a path or an address (a non-empty string), got undefined",
    () => snapshot(undefined as never),
  ],
  ["snapshot: options must be a plain object, got 9; say { every: 9 }", () => snapshot("a", 9 as never)],
  ["snapshot: unknown option size; known are every, version", () => snapshot("a", { size: 9 } as never)],
])("throws immediately: %s", (sentence, call) => {
  expect(call).toThrow(sentence);
});

const files = (): readonly string[] => readdirSync(folder, { recursive: true, encoding: "utf8" });

describe.each(Object.entries(STORES))("%s", (_, store) => {
  it("computes the elements once and reads them in every epoch", async () => {
    const stored = rows().apply(store());
    const first = await stored.epoch(1).toArray();
    expect(computed).toHaveLength(11);
    expect(await stored.epoch(2).toArray()).toEqual(first);
    expect(await rows().apply(store()).toArray()).toEqual(first);
    expect(computed).toHaveLength(11);
    expect(first).toEqual(await rows().toArray());
    expect(files().filter((file) => file.includes("partial"))).toEqual([]);
  });

  it("resumes from every step, with a complete, a partial or no store", async () => {
    for (const count of [0, 1, 8, 11]) {
      folder = mkdtempSync(join(home, "case-"));
      const stored = rows(count).apply(store());
      expect(await checkSourceContract(stored)).toEqual([]);
      expect(await checkSourceContract(stored)).toEqual([]);
    }
  });

  it("leaves no complete file if a pass stops early", async () => {
    const stored = rows(3).apply(store());
    for await (const row of stored) {
      expect(row).toBeDefined();
      break;
    }
    expect(files().filter((file) => /\.(partial|cache|elements)$/.test(file))).toEqual([]);
    expect(await stored.toArray()).toHaveLength(3);
  });

  it("is written again if the pipeline before it changes", async () => {
    await range(6)
      .map((x) => ({ x, bytes: Uint8Array.of(x) }))
      .apply(store())
      .toArray();
    const changed = await range(6)
      .map((x) => ({ x: x + 1, bytes: Uint8Array.of(x) }))
      .apply(store())
      .toArray();
    expect(changed.at(0)).toEqual({ x: 1, bytes: Uint8Array.of(0) });
  });

  it("reports the byte at which a file is damaged", async () => {
    const stored = rows().apply(store());
    await stored.toArray();
    const file = files()
      .map((name) => join(folder, name))
      .find((name) => /\.(cache|elements)$/.test(name));
    if (file === undefined) throw new Error("no file");
    const bytes = readFileSync(file);
    bytes[bytes.length - 30] ^= 1;
    writeFileSync(file, bytes);
    await expect(stored.toArray()).rejects.toThrow(StoreError);
    truncateSync(file, bytes.length - 20);
    await expect(stored.toArray()).rejects.toThrow(/an unexpected end at byte \d+; remove the file/);
  });
});

describe("a snapshot", () => {
  it("continues after the elements that an unfinished pass stored", async () => {
    const stored = rows(20).apply(snapshot(folder, { every: 4 }));
    const seen: unknown[] = [];
    for await (const row of stored) if (seen.push(row) === 10) break;
    expect(computed).toHaveLength(10);
    expect(await stored.toArray()).toHaveLength(20);
    expect(computed).toHaveLength(22); // two files of four elements existed; the two elements after them are computed again
    expect(existsSync(folder)).toBe(true);
  });

  it("continues after the elements that a killed process stored", () => {
    const script = join(import.meta.dirname, "..", "..", "..", "fixtures", "killed.ts");
    const run = (...args: readonly string[]): { signal: string | null; stdout: string } =>
      spawnSync(process.execPath, [runCompiled, script, folder, ...args], {
        encoding: "utf8",
      });
    expect(run("11").signal).toBe("SIGKILL");
    expect(files().filter((file) => file.endsWith(".elements"))).toHaveLength(2);
    expect(JSON.parse(run().stdout)).toEqual([12, 20]); // two files of four elements were complete
    expect(JSON.parse(run().stdout)).toEqual([0, 20]);
  });

  it("does not mix the files of two passes that store at the same time", async () => {
    let isReversed = false;
    const stored = fromGenerator(function* () {
      const reversed = isReversed; // each pass has its own order, like an unordered map
      for (let x = 0; x < 8; x++) yield reversed ? 7 - x : x;
    }).apply(snapshot(folder, { every: 4 }));
    const pull = async (pass: Pass<number>, steps: number): Promise<void> => {
      for (let i = 0; i < steps; i++) await pass.next();
    };
    const forward = stored.open();
    await pull(forward, 1);
    isReversed = true;
    const backward = stored.open();
    await pull(backward, 1);
    await pull(forward, 5); // writes the first file
    await pull(backward, 8); // writes it again, and the second one
    await pull(forward, 3); // writes that again
    await Promise.all([forward.close(), backward.close()]);
    for (let pass = 0; pass < 2; pass++) expect(await stored.toArray()).toEqual([7, 6, 5, 4, 3, 2, 1, 0]);
  });

  it("is written again if its version changes", async () => {
    await rows(4)
      .apply(snapshot(folder, { version: "1" }))
      .toArray();
    await rows(4)
      .apply(snapshot(folder, { version: "2" }))
      .toArray();
    expect(computed).toHaveLength(8);
  });
});
