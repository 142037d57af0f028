import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MemoryStorage, memoryStorage } from "../../fixtures/memoryStorage.ts";
import { sequentialReader } from "../storage/sequentialReader.ts";
import { checkPlace } from "./checkPlace.ts";
import { isAddress } from "./isAddress.ts";
import { isMissing } from "./isMissing.ts";
import { folderOf, joinPlace, nameOf } from "./joinPlace.ts";
import { listPlace } from "./listPlace.ts";
import { makePlace } from "./makePlace.ts";
import { readPlace, readPlaceIfAny } from "./readPlace.ts";
import { removePlace } from "./removePlace.ts";
import { statPlace } from "./statPlace.ts";
import { writePlace } from "./writePlace.ts";

let home = "";
let storage: MemoryStorage;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "place-"));
  storage = memoryStorage("place");
});
afterAll(() => {
  storage.restore();
  rmSync(home, { recursive: true });
});

describe("places", () => {
  it.each([["a/b"], ["s3://bucket/a?b"], ["C:\\a"]])("checkPlace returns %s", (place) => {
    expect(checkPlace("read: path", place)).toBe(place);
  });

  it("checkPlace reads addresses of files, and refuses what is neither", () => {
    expect(checkPlace("read: path", pathToFileURL("/a b").href)).toBe("/a b");
    expect(() => checkPlace("read: path", "file://host/a")).toThrow("it is not the address of a file");
    expect(() => checkPlace("read: path", new URL("s3://b") as never)).toThrow(
      "got an object (URL); pass its href",
    );
    expect(() => checkPlace("read: path", "")).toThrow(
      'read: path must be a path or an address (a non-empty string), got ""',
    );
    expect(["a", "C:\\a", "file:///a", "s3://a"].map(isAddress)).toEqual([false, false, false, true]);
  });

  it.each([
    ["runs/a", "x.json", "runs/a/x.json"],
    ["s3://bucket", "x.json", "s3://bucket/x.json"],
    ["s3://bucket/a//", "x.json", "s3://bucket/a/x.json"],
    ["https://a.org/m/?token=1/2", "x.json", "https://a.org/m/x.json?token=1/2"],
    ["gs://bucket/what?", "x.json", "gs://bucket/what?/x.json"],
  ])("joinPlace, folderOf and nameOf: %s", (folder, name, whole) => {
    expect(joinPlace(folder, name)).toBe(whole);
    expect(nameOf(whole)).toBe(name);
    expect(joinPlace(folderOf(whole), name)).toBe(whole);
  });

  it("folderOf leaves a bucket, and nameOf knows folders", () => {
    expect([folderOf("s3://bucket"), folderOf("s3://bucket/a")]).toEqual(["s3://bucket", "s3://bucket"]);
    expect([nameOf("s3://bucket/runs/b3/"), nameOf("runs/b3")]).toEqual(["b3", "b3"]);
  });
});

describe.each([
  ["path", "run"],
  ["address", "run"],
  ["path", "run[1]{a}"],
  ["address", "ru*n[1]?{a,b}"],
])("files of a %s, %s", (kind, name) => {
  const folder = (): string => (kind === "path" ? join(home, name) : `place://bucket/${name}`);

  it("are written, found, listed, read and removed", async () => {
    const file = joinPlace(folder(), "a.txt");
    expect(await readPlaceIfAny(file)).toBeUndefined();
    expect(isMissing(await readPlace(file).catch((error: unknown) => error))).toBe(true);
    expect(await statPlace(folder())).toBeUndefined();
    await makePlace(folder());
    expect(await writePlace(file, ["one", new Uint8Array(2)])).toBe(5);
    expect((await statPlace(folder()))?.kind).toBe("folder");
    expect(await statPlace(file)).toMatchObject({ kind: "file", size: 5 });
    expect((await listPlace(folder())).map(({ name }) => name)).toEqual(["a.txt"]);
    expect([...(await readPlace(file))]).toEqual([111, 110, 101, 0, 0]);
    await expect(writePlace(file, "two", { replace: false })).rejects.toThrow();
    expect((await readPlace(file)).length).toBe(5);
    await removePlace(file);
    await removePlace(file);
    expect(await readPlaceIfAny(file)).toBeUndefined();
  });
});

describe("sequentialReader", () => {
  const bytes = Uint8Array.from({ length: 10_000 }, (_, i) => i % 251);

  it("reads parts through one stream, again from the last offset on, and over gaps", async () => {
    storage.objects.set("place://b/long", bytes);
    storage.requests.length = 0;
    const reader = sequentialReader("place://b/long");
    for (const [offset, length] of [
      [0, 10],
      [5, 1500],
      [1000, 3],
      [4000, 100],
      [9990, 100],
      [10_000, 1],
    ])
      expect(await reader.read(offset, length)).toEqual(bytes.slice(offset, offset + length));
    expect(storage.requests).toEqual(["stream place://b/long 0"]);
    expect(await reader.read(3, 4)).toEqual(bytes.slice(3, 7)); // backwards: another stream
    expect(storage.requests).toEqual(["stream place://b/long 0", "stream place://b/long 3"]);
    await reader.close();
    await reader.close();
  });

  it("begins another stream after a long gap", async () => {
    const long = new Uint8Array(5_000_000).map((_, i) => i);
    storage.objects.set("place://b/longer", long);
    storage.requests.length = 0;
    const reader = sequentialReader("place://b/longer");
    expect(await reader.read(0, 4)).toEqual(long.slice(0, 4));
    expect(await reader.read(4_900_000, 4)).toEqual(long.slice(4_900_000, 4_900_004));
    expect(storage.requests).toEqual(["stream place://b/longer 0", "stream place://b/longer 4900000"]);
    await reader.close();
  });
});
