import { afterAll, beforeAll, expect, it } from "vitest";
import { StorageError } from "@tensorloom/core";
import { type MemoryStorage, memoryStorage } from "../../../core/fixtures/memoryStorage.ts";
import { readRun, writeReport, writeRun } from "../node.ts";

let storage: MemoryStorage;
beforeAll(() => {
  storage = memoryStorage("reports");
});
afterAll(() => {
  storage.restore();
});

/** A PNG of one pixel (RFC 2083). */
const png = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
  (letter) => letter.charCodeAt(0),
);

it("a run and its report are objects below an address", async () => {
  const folder = "reports://runs/b0/";
  const run = {
    name: "b0",
    epochs: [{ epoch: 0, loss: 0.5 }],
    predictions: { ids: ["a", "b"], labels: [0, 1], scores: [0.25, 0.75] },
    pictures: [{ id: "a", role: "example", image: png }],
  } as const;
  await writeRun(folder, run);
  const commits = storage.requests.filter((request) => request.startsWith("commit"));
  expect(commits.at(-1)).toBe("commit reports://runs/b0/run.json"); // the manifest last
  const read = await readRun(folder);
  expect(read).toMatchObject({ name: "b0", epochs: run.epochs });
  expect(read.pictures?.[0].image).toEqual(png);
  expect(await writeReport("reports://runs/b0.html", read)).toBe(
    storage.objects.get("reports://runs/b0.html")?.length,
  );
});

it("errors name the address", async () => {
  await expect(readRun("reports://runs/none")).rejects.toThrow("reports://runs/none");
  storage.onRequest = (request) => {
    if (request.startsWith("read"))
      throw new StorageError("reports://runs/b0/run.json", "denied", "no permission");
  };
  await expect(readRun("reports://runs/b0")).rejects.toThrow("reports://runs/b0/run.json: no permission");
  storage.onRequest = () => undefined;
});
