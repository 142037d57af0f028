import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { submission, submissionOrder } from "./submission.ts";

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

describe("submissionOrder", () => {
  it("is the sample's, whatever the files' and whatever its line ends", async () => {
    const path = sample("\uFEFFimage_name,target\r\nc,0\r\na,0\r\n");
    expect(await submissionOrder(path, ["a", "b", "c"])).toEqual(["c", "a"]);
  });

  it("is the files' where there is no sample", async () => {
    expect(await submissionOrder(undefined, ["b", "a"])).toEqual(["b", "a"]);
  });

  it("refuses a sample that asks for other images", async () => {
    const path = sample("image_name,target\na,0\nw,0\nx,0\ny,0\nz,0\n");
    await expect(submissionOrder(path, ["a"])).rejects.toThrow(
      `${path} asks for 4 images that no test file holds: w, x, y, …`,
    );
  });

  it("refuses a sample that asks for nothing, or for an image twice", async () => {
    const empty = sample("image_name,target\n");
    await expect(submissionOrder(empty, ["a"])).rejects.toThrow(
      `${empty} names no image below its first line`,
    );
    const twice = sample("image_name,target\na,0\nb,0\na,0\n");
    await expect(submissionOrder(twice, ["a", "b"])).rejects.toThrow(`${twice} names image a more than once`);
  });

  it("refuses what is no table of image names", async () => {
    const path = sample("name,score\na,0\n");
    await expect(submissionOrder(path, ["a"])).rejects.toThrow(
      `${path} must have a column image_name in its first line`,
    );
  });
});

describe("submission", () => {
  it("writes the scores in order, with digits enough for a float32", () => {
    const scores = new Map([
      ["a", Math.fround(0.1)],
      ["b", Math.fround(1e-9)],
    ]);
    expect(submission(["b", "a"], scores)).toBe("image_name,target\nb,9.99999972e-10\na,0.100000001\n");
  });
});
