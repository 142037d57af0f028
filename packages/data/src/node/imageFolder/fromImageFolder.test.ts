import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fromArray, kFold, StageError } from "../../index.ts";
import { fromImageFolder } from "../../node.ts";
import { checkSourceContract } from "../../operator.ts";

let home = "";

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "tensorloom-images-"));
});

afterEach(() => {
  rmSync(home, { recursive: true });
});

/** Writes files whose content is their name. */
function write(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(join(home, dirname(name)), { recursive: true });
    writeFileSync(join(home, name), name);
  }
}

function thrownBy(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

describe("fromImageFolder", () => {
  it("has the sorted subfolders as labels, and the images of each by name", async () => {
    write("dog/2.PNG", "dog/1.jpeg", "cat/b.webp", "cat/a.jpg", "cat a/1.gif", "dog/more/0.bmp");
    const pictures = fromImageFolder(home);
    expect(pictures.labels).toEqual(["cat", "cat a", "dog"]);
    expect(pictures.files.map(({ name, target }) => [name, target])).toEqual([
      ["cat/a.jpg", 0],
      ["cat/b.webp", 0],
      ["cat a/1.gif", 1],
      ["dog/1.jpeg", 2],
      ["dog/2.PNG", 2],
      ["dog/more/0.bmp", 2],
    ]);
    expect(pictures.size).toBe(6);
    const elements = await pictures.toArray();
    expect(elements.map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual(
      pictures.files.map(({ name }) => name),
    );
    expect(elements[3]).toMatchObject({ path: join(home, "dog", "1.jpeg"), label: "dog", target: 2 });
    expect(elements[3].bytes.constructor).toBe(Uint8Array);
  });

  it("leaves out hidden files, hidden folders, and files other than images", () => {
    write("cat/a.jpg", "cat/.b.jpg", "cat/Thumbs.db", "cat/notes.txt", ".git/c.jpg", "__MACOSX/d.jpg");
    write("readme.md", "cat/.cache/e.jpg", "cat/jpg");
    const { labels, files } = fromImageFolder(home);
    expect([labels, files.map(({ name }) => name)]).toEqual([["cat"], ["cat/a.jpg"]]);
  });

  it("reads a class whose folder is a link", () => {
    write("all/a.jpg", "pictures/dog/b.jpg");
    symlinkSync(join(home, "all"), join(home, "pictures", "cat"));
    expect(fromImageFolder(join(home, "pictures")).files.map(({ name }) => name)).toEqual([
      "cat/a.jpg",
      "dog/b.jpg",
    ]);
  });

  it("reads a file when its element is read", async () => {
    write("cat/a.jpg", "cat/b.jpg");
    const pictures = fromImageFolder(home);
    rmSync(join(home, "cat", "b.jpg"));
    expect(await pictures.take(1).toArray()).toHaveLength(1);
    await expect(pictures.toArray()).rejects.toThrow("b.jpg");
  });

  it("names the file if a later stage fails", async () => {
    write("cat/a.jpg", "cat/b.jpg");
    const decode = ({ name }: { readonly name: string }): never => {
      throw new Error(`not an image: ${String(name.length)}`);
    };
    for (const pictures of [fromImageFolder(home), fromArray(fromImageFolder(home).files)]) {
      const error: unknown = await pictures
        .skip(1)
        .map(decode)
        .toArray()
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StageError);
      expect(String(error)).toContain(`element 0 (${join(home, "cat", "b.jpg")}): not an image`);
    }
  });

  it("is split, shuffled and resumed as any indexed dataset", async () => {
    write(...Array.from({ length: 10 }, (_, i) => `${i % 2 === 0 ? "cat" : "dog"}/${String(i)}.jpg`));
    const pictures = fromImageFolder(home);
    const stratifyBy = pictures.files.map(({ label }) => label);
    for (const { train, validation } of kFold(10, { stratifyBy, seed: 1 })) {
      const held = await pictures.select(validation).toArray();
      expect(held.map(({ label }) => label)).toEqual(["cat", "dog"]);
      const trained = await pictures.select(train).shuffle({ seed: 1 }).toArray();
      expect(trained.filter(({ name }) => held.some((file) => file.name === name))).toEqual([]);
    }
    expect(await checkSourceContract(pictures)).toEqual([]);
  });

  it("uses the labels of the training images, some of which may lack images", () => {
    write("dog/1.jpg", "bird/1.jpg", "horse/notes.txt");
    const { labels, files } = fromImageFolder(home, { labels: ["horse", "dog", "cat", "bird"] });
    expect(labels).toEqual(["horse", "dog", "cat", "bird"]);
    expect(files.map(({ label, target }) => [label, target])).toEqual([
      ["dog", 1],
      ["bird", 3],
    ]);
  });

  it.each<[string, readonly string[], object | undefined]>([
    ["HOME has no subfolders; each class is a subfolder with images", ["notes.txt"], {}],
    ["HOME/a.jpg is in no class; put each image into a subfolder", ["a.jpg", "cat/b.jpg"], {}],
    [
      "HOME/dog has no images (.jpg, .jpeg, .png, .webp, .gif, .bmp or .avif); it has 2 other files, such as a.heic",
      ["cat/a.jpg", "dog/a.heic", "dog/b.tif"],
      {},
    ],
    [
      "HOME/dog has no images (.jpg, .jpeg, .png, .webp, .gif, .bmp or .avif)",
      ["cat/a.jpg", "dog/.b.jpg"],
      {},
    ],
    ["HOME has no images", ["cat/a.txt"], { labels: ["cat"] }],
    [
      'labels must have every subfolder, but "dog" is missing',
      ["cat/a.jpg", "dog/a.jpg"],
      { labels: ["cat"] },
    ],
    ["labels must differ, but cat occurs twice", ["cat/a.jpg"], { labels: ["cat", "cat"] }],
    ["labels[0] must be a string that is not empty, got 3", ["cat/a.jpg"], { labels: [3] }],
    ["unknown option label; known are labels; did you mean labels?", ["cat/a.jpg"], { label: ["cat"] }],
  ])("throws: %s", (sentence, names, options) => {
    write(...names);
    expect(() => fromImageFolder(home, options)).toThrow(
      `fromImageFolder: ${sentence.replace("HOME", home)}`,
    );
  });

  it("throws if the folder does not exist, or is a file", () => {
    const error = thrownBy(() => fromImageFolder("nowhere"));
    expect(error).toMatchObject({
      code: "ENOENT",
      message: `fromImageFolder: expected a folder, got nowhere (${resolve("nowhere")}), which does not exist`,
    });
    write("file");
    const file = join(home, "file");
    expect(() => fromImageFolder(file)).toThrow(`expected a folder, got ${file}, which is not a folder`);
    expect(() => fromImageFolder("")).toThrow("folder must be a string that is not empty");
  });
});
