import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { fromArray, StageError } from "../../index.ts";
import { cacheToFile } from "../../node.ts";

const home = mkdtempSync(join(tmpdir(), "tensorloom-storable-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
let path = "";
beforeEach(() => (path = join(mkdtempSync(join(home, "case-")), "store")));

describe("stored elements", () => {
  it("are read back unchanged", async () => {
    const elements = [
      { a: [1, { b: null }], c: undefined, d: 1n, e: new Date(5), f: /x/g },
      new Map([["a", new Set([Int16Array.of(1)])]]),
      Object.assign(Object.create(null) as object, { x: Buffer.from("x") }), // a record without a prototype
      new RangeError("far"),
    ];
    const dataset = fromArray<unknown>(elements).apply(cacheToFile(path));
    const first = await dataset.toArray();
    expect(await dataset.toArray()).toEqual(first);
  });

  class Pixel {
    readonly level = 1;
  }
  it.each([
    ["an instance of Pixel", { a: [new Pixel()] }, 'element["a"][0]'],
    ["an instance of URL", new URL("file:///a"), "element"],
    ["an instance of Derived", new (class Derived extends Map {})(), "element"],
    ["the function abs", { f: Math.abs }, 'element["f"]'],
    ["Symbol(s)", Symbol("s"), "element"],
  ])("are refused if %s is among them", async (name, element, location) => {
    const pass = fromArray<unknown>([1, element]).apply(cacheToFile(path)).open();
    await pass.next();
    const error: unknown = await (async () => pass.next())().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StageError);
    expect(String(error)).toContain(`element 1: ${location} must be a plain object`);
    expect(String(error)).toContain(`got ${name}`);
    await pass.close();
    expect(readdirSync(join(path, ".."))).toEqual([]);
  });
});
