import { afterAll, beforeAll, expect, it } from "vitest";
import { type MemoryStorage, memoryStorage } from "../../fixtures/memoryStorage.ts";
import { sequentialReader } from "./sequentialReader.ts";
import { StorageError } from "./storageError.ts";

let storage: MemoryStorage;
beforeAll(() => {
  storage = memoryStorage("forwards");
});
afterAll(() => {
  storage.restore();
});

it("begins another stream after an error: its end is not the object's", async () => {
  const address = "forwards://a/b";
  const bytes = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);
  storage.objects.set(address, bytes);
  const reader = sequentialReader(address);
  expect(await reader.read(0, 500)).toEqual(bytes.subarray(0, 500));
  storage.objects.delete(address);
  await expect(reader.read(500, 2000)).rejects.toThrow(StorageError);
  storage.objects.set(address, bytes);
  expect(await reader.read(500, 2000)).toEqual(bytes.subarray(500, 2500));
  await reader.close();
});
