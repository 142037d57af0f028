import { mkdirSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { jpeg, temporaryFolder, write, writePictures } from "../../../fixtures/pictures.ts";
import type { CreateProgress } from "./createProgress.ts";
import { createRecords } from "./createRecords.ts";
import { UnfinishedRunError } from "./unfinishedRunError.ts";

const home = temporaryFolder();
const pictures = writePictures(join(home, "pictures"), 24);
const options = { shards: 4, size: 10, workers: 0 } as const;

/** Every file of a folder with its bytes. */
function content(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString("base64")]),
  );
}

/** Starts a run and aborts it after some complete files. */
async function interrupt(source: string, out: string, files: number): Promise<void> {
  const controller = new AbortController();
  const onProgress = ({ shards }: CreateProgress): void => {
    if (shards === files) controller.abort(new Error("stopped"));
  };
  const run = createRecords(source, out, { ...options, onProgress, signal: controller.signal });
  await expect(run).rejects.toThrow("stopped");
}

const reference = join(home, "reference");
const whole = createRecords(pictures, join(reference, "train"), options);

describe("a run that was interrupted", () => {
  it("shows no file, and continues with the missing ones to the same bytes", async () => {
    await whole;
    const folder = join(home, "continued");
    await interrupt(pictures, join(folder, "train"), 2);
    expect(readdirSync(folder)).toEqual([".train.create"]);
    const work = join(folder, ".train.create");
    expect(readdirSync(work).sort()).toEqual([
      "complete.json",
      "plan.json",
      "train00-6.tfrec",
      "train01-6.tfrec",
    ]);
    const seen: number[] = [];
    await createRecords(pictures, join(folder, "train"), {
      ...options,
      onProgress: ({ records }) => seen.push(records),
    });
    expect(seen[0]).toBe(13); // 12 are complete
    expect(content(folder)).toEqual(content(reference));
  });

  it("continues after it was killed while its files appeared", async () => {
    const folder = join(home, "killed");
    await interrupt(pictures, join(folder, "train"), 3);
    renameSync(join(folder, ".train.create", "train00-6.tfrec"), join(folder, "train00-6.tfrec"));
    await createRecords(pictures, join(folder, "train"), options);
    expect(content(folder)).toEqual(content(reference));
  });

  it("writes a complete file again if it has another size", async () => {
    const folder = join(home, "cut");
    await interrupt(pictures, join(folder, "train"), 2);
    writeFileSync(join(folder, ".train.create", "train01-6.tfrec"), "cut");
    await createRecords(pictures, join(folder, "train"), options);
    expect(content(folder)).toEqual(content(reference));
  });

  it("refuses other options and other pictures, says what differs, and keeps its files", async () => {
    const own = writePictures(join(home, "own"), 24);
    const folder = join(home, "refused");
    const out = join(folder, "train");
    await interrupt(own, out, 2);
    write(join(own, "dog", "new.jpg"), jpeg(99));
    utimesSync(join(own, "cat", "p0.jpg"), 1, 1);
    const error = await createRecords(own, out, { ...options, size: 20, seed: 3 }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UnfinishedRunError);
    expect((error as UnfinishedRunError).differences).toEqual([
      "size: 10 then, 20 now",
      "seed: 0 then, 3 now",
      `pictures changed: ${JSON.stringify(join(own, "cat", "p0.jpg"))}`,
      `pictures added: ${JSON.stringify(join(own, "dog", "new.jpg"))}`,
    ]);
    expect(readdirSync(join(folder, ".train.create"))).toContain("train01-6.tfrec");
    const { records } = await createRecords(own, out, { ...options, replace: true });
    expect(records).toBe(25);
    expect(readdirSync(folder)).not.toContain(".train.create");
  });

  it("refuses changed rows of a table", async () => {
    const rows = (age: number): object[] => [
      { image: join(pictures, "cat", "p0.jpg"), age },
      { image: join(pictures, "cat", "p2.jpg"), age: 2 },
    ];
    const out = join(home, "rows", "train");
    const controller = new AbortController();
    const onProgress = ({ shards }: CreateProgress): void => {
      if (shards === 1) controller.abort(new Error("stopped"));
    };
    const first = createRecords(rows(1), out, { shards: 2, onProgress, signal: controller.signal });
    await expect(first).rejects.toThrow("stopped");
    await expect(createRecords(rows(5), out, { shards: 2 })).rejects.toThrow(
      "the rows of the table have changed",
    );
  });

  it("leaves nothing if no file was complete, and an existing folder", async () => {
    const out = join(home, "nothing", "train");
    mkdirSync(join(home, "there"));
    for (const path of [out, join(home, "there", "train")]) {
      const stopped = AbortSignal.abort(new Error("stopped"));
      await expect(createRecords(pictures, path, { signal: stopped })).rejects.toThrow("stopped");
    }
    await interrupt(pictures, out, 0);
    expect(readdirSync(home)).not.toContain("nothing");
    expect(readdirSync(home)).toContain("there");
  });

  it("may skip damaged pictures from then on", async () => {
    const own = writePictures(join(home, "spoilt"), 24);
    write(join(own, "cat", "p0.jpg"), jpeg(1).subarray(0, 200));
    const out = join(home, "spoilt-out", "train");
    const error = await createRecords(own, out, options).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain("p0.jpg is damaged");
    const { skipped, records } = await createRecords(own, out, { ...options, skipDamaged: true });
    expect([skipped.length, records]).toEqual([1, 23]);
  });
});
