import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromFolder } from "../node.ts";

const fixtures = join(import.meta.dirname, "..", "..", "fixtures");

describe("fromFolder", () => {
  it("lists the files in the order of their names, and can be shuffled globally", async () => {
    const scripts = fromFolder(fixtures, { match: /^(built|square)\.js$/ });
    expect(await scripts.toArray()).toEqual([join(fixtures, "built.js"), join(fixtures, "square.js")]);
    expect(scripts.size).toBe(2);
    expect(await scripts.shuffle({ seed: 1 }).toArray()).toHaveLength(2);
    expect(
      (await fromFolder(join(fixtures, ".."), { recursive: true, match: /square/ }).toArray()).length,
    ).toBe(1);
  });

  it("throws if the folder does not exist", () => {
    expect(() => fromFolder(join(fixtures, "nowhere"))).toThrow(
      `fromFolder: expected a folder, got ${join(fixtures, "nowhere")}, which does not exist`,
    );
  });

  it.each<[string, () => unknown]>([
    ["folder must be a string that is not empty, got undefined", () => fromFolder(undefined as never)],
    ['match must be a regular expression, got ".ts"', () => fromFolder(fixtures, { match: ".ts" as never })],
    ["options must be a plain object, got an object (RegExp)", () => fromFolder(fixtures, /square/ as never)],
    ["options must be a plain object, got null", () => fromFolder(fixtures, null as never)],
    [
      "unknown option deep; known are match, recursive, hidden",
      () => fromFolder(fixtures, { deep: 1 } as never),
    ],
    ["recursive must be a boolean, got 1", () => fromFolder(fixtures, { recursive: 1 as never })],
  ])("throws immediately: %s", (sentence, call) => {
    expect(call).toThrow(`fromFolder: ${sentence}`);
  });

  it("skips hidden files and the files of operating systems", async () => {
    const home = mkdtempSync(join(tmpdir(), "tensorloom-hidden-"));
    try {
      const odd = [".DS_Store", "Thumbs.db", "desktop.ini", "._a.jpg", ".git/b.jpg", "__MACOSX/a.jpg"];
      for (const name of [...odd, "a.jpg", "c.d/e.jpg"]) {
        mkdirSync(join(home, dirname(name)), { recursive: true });
        writeFileSync(join(home, name), "");
      }
      expect(await fromFolder(home).toArray()).toEqual([join(home, "a.jpg")]);
      const all = fromFolder(home, { recursive: true });
      expect(await all.toArray()).toEqual([join(home, "a.jpg"), join(home, "c.d", "e.jpg")]);
      expect(fromFolder(home, { recursive: true, hidden: true }).size).toBe(8);
      expect(fromFolder(join(home, ".git")).size).toBe(1);
    } finally {
      rmSync(home, { recursive: true });
    }
  });

  describe("a folder that contains a folder and links", () => {
    const home = mkdtempSync(join(tmpdir(), "tensorloom-folder-"));
    afterAll(() => rmSync(home, { recursive: true, force: true }));
    beforeAll(() => {
      mkdirSync(join(home, "train"));
      for (const name of ["a.jpg", "b.jpg", "c.jpg", "note.txt", "train/e.jpg"])
        writeFileSync(join(home, name), "");
      symlinkSync(join(home, "a.jpg"), join(home, "link.jpg"));
      symlinkSync(join(home, "nothing"), join(home, "lost.jpg"));
      symlinkSync(join(home, "train"), join(home, "folder.jpg"));
    });

    it("matches every file name from its start, with any flags of the pattern", async () => {
      const names = ["a.jpg", "b.jpg", "c.jpg", "link.jpg"].map((name) => join(home, name));
      for (const match of [/\.jpg$/, /\.jpg$/g, /[a-z]+\.jpg$/y])
        expect(await fromFolder(home, { match }).toArray()).toEqual(names);
    });

    it.each([home, `${home}/`, relative(".", home), `./${relative(".", home)}`])(
      "matches the path relative to %s",
      async (folder) => {
        const paths = await fromFolder(folder, { match: /^(?:a\.|train\/)/, recursive: true }).toArray();
        expect(paths.map((path) => relative(home, path))).toEqual(["a.jpg", join("train", "e.jpg")]);
      },
    );
  });
});
