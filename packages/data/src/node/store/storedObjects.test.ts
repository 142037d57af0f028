import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { memoryStorage } from "../../../../core/fixtures/memoryStorage.ts";
import { type Dataset, range } from "../../index.ts";
import { cacheToFile, snapshot, StoreError } from "../../node.ts";
import { checkSourceContract } from "../../operator.ts";

const storage = memoryStorage("stored");
afterAll(() => {
  storage.restore();
});
const FOLDER = "stored://bucket/ru*n[1]{a}";
let computed = 0;
beforeEach(() => {
  computed = 0;
  storage.objects.clear();
  storage.requests.length = 0;
  storage.onRequest = () => undefined;
});

const rows = (count = 11): Dataset<Uint8Array> =>
  range(count)
    .shuffle({ seed: 2 })
    .map((x) => {
      computed += 1;
      return new Uint8Array(1500).fill(x); // longer than a chunk of the storage's streams
    });
const names = (): readonly string[] => [...storage.objects.keys()];
const onlyObject = (): readonly [string, Uint8Array] => [...storage.objects][0];

describe.each([
  ["cacheToFile", () => cacheToFile<Uint8Array>(`${FOLDER}/rows.cache`), 1],
  ["snapshot, every 4", () => snapshot<Uint8Array>(FOLDER, { every: 4 }), 3],
  ["snapshot, every 1000", () => snapshot<Uint8Array>(FOLDER), 1],
])("%s, at an address", (_, store, objects) => {
  it("computes the elements once and reads them in every epoch", async () => {
    const stored = rows().apply(store());
    const first = await stored.toArray();
    expect(await stored.epoch(3).toArray()).toEqual(first);
    expect(await rows().apply(store()).toArray()).toEqual(first);
    expect(computed).toBe(11);
    expect(names()).toHaveLength(objects);
    expect(names().every((name) => name.startsWith(`${FOLDER}/`))).toBe(true);
    expect(await checkSourceContract(stored)).toEqual([]);
  });

  it("keeps no half of an object, whether a pass stops or a commit fails", async () => {
    const stored = rows(3).apply(store());
    for await (const row of stored) {
      expect(row).toBeDefined();
      break;
    }
    expect(names()).toEqual([]);
    storage.onRequest = (request) => {
      if (request.startsWith("commit")) throw new Error("no space in the bucket");
    };
    await expect(stored.toArray()).rejects.toThrow(/element 3: no space in the bucket/);
    expect(names()).toEqual([]);
    storage.onRequest = () => undefined;
    expect(await stored.toArray()).toHaveLength(3);
    expect(names()).toHaveLength(1);
  });

  it("reports damage, and an object that becomes shorter", async () => {
    const stored = rows(3).apply(store());
    await stored.toArray();
    const [name, bytes] = onlyObject();
    storage.objects.set(name, bytes.subarray(0, bytes.length - 20));
    await expect(stored.toArray()).rejects.toThrow(/an unexpected end at byte \d+; remove the file/);
    storage.objects.set(
      name,
      bytes.map((byte, i) => byte ^ Number(i === bytes.length - 30)),
    );
    await expect(stored.toArray()).rejects.toThrow(StoreError);
    storage.objects.delete(name);
    expect(await stored.toArray()).toHaveLength(3);
    storage.onRequest = (request) => {
      if (request.startsWith("stream")) storage.objects.set(name, bytes.slice(0, 400));
    };
    await expect(stored.toArray()).rejects.toThrow(`${name}: an unexpected end`);
  });
});

it("a snapshot continues after the objects of an interrupted pass", async () => {
  const stored = rows(20).apply(snapshot(FOLDER, { every: 4 }));
  const seen: unknown[] = [];
  for await (const row of stored) if (seen.push(row) === 10) break;
  expect([computed, names().length]).toEqual([10, 2]);
  expect(await stored.toArray()).toHaveLength(20);
  expect(computed).toBe(22); // the two elements after the objects are computed again
});

it("says which web address cannot be written", async () => {
  await expect(range(2).apply(cacheToFile("ftp://host/a")).toArray()).rejects.toThrow(
    "ftp://host/a: no storage is registered for ftp://",
  );
});
