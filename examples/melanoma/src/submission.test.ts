import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSubmissionOrder, writeSubmission } from "./submission.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "submission-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function sample(text: string): string {
  const path = join(folder, "sample_submission.csv");
  writeFileSync(path, text);
  return path;
}

describe("readSubmissionOrder", () => {
  it("returns the sample's order, with any line ends and a byte order mark", async () => {
    const path = sample("\uFEFFimage_name,target\r\nc,0\r\na,0\r\n");
    expect(await readSubmissionOrder(path, ["a", "b", "c"])).toEqual(["c", "a"]);
  });

  it("reads quoted names", async () => {
    expect(await readSubmissionOrder(sample('image_name,target\n"b, 2",0\n'), ["b, 2"])).toEqual(["b, 2"]);
  });

  it("returns the order of the files without a sample", async () => {
    expect(await readSubmissionOrder(undefined, ["b", "a"])).toEqual(["b", "a"]);
  });

  it("refuses a sample with unknown images", async () => {
    const path = sample("image_name,target\na,0\nw,0\nx,0\ny,0\nz,0\n");
    await expect(readSubmissionOrder(path, ["a"])).rejects.toThrow(
      `${path} asks for 4 images that no test file holds: w, x, y, …`,
    );
  });

  it("refuses a sample without images, or with an image twice", async () => {
    const empty = sample("image_name,target\n");
    await expect(readSubmissionOrder(empty, ["a"])).rejects.toThrow(
      `${empty} names no image below its first line`,
    );
    const twice = sample("image_name,target\na,0\nb,0\na,0\n");
    await expect(readSubmissionOrder(twice, ["a", "b"])).rejects.toThrow(
      `${twice} names image a more than once`,
    );
  });

  it("refuses a file without a column of image names", async () => {
    const path = sample("name,score\na,0\n");
    await expect(readSubmissionOrder(path, ["a"])).rejects.toThrow(
      `${path} must have a column image_name in its first line`,
    );
  });
});

describe("writeSubmission", () => {
  it("writes the scores in order, with enough digits for a float32", async () => {
    const scores = new Map([
      ["a", Math.fround(0.1)],
      ["b", Math.fround(1e-9)],
    ]);
    const path = join(folder, "submission.csv");
    await writeSubmission(path, ["b", "a"], scores);
    expect(readFileSync(path, "utf8")).toBe("image_name,target\nb,1e-9\na,0.1\n");
  });
});
