import { expect, it } from "vitest";
import { fromImageFiles } from "./fromImageFiles.ts";

function fileOf(path: string, byte: number): File {
  const file = new File([Uint8Array.of(byte)], path.split("/").pop() ?? "");
  return Object.defineProperty(file, "webkitRelativePath", { value: path });
}

const PATHS = ["in/dog/b.png", "in/cat/deep/2.jpg", "in/cat/1.jpg", "in/cat/.hidden.jpg", "in/cat/notes.txt"];
const chosen = PATHS.map(fileOf);

/** The same files as a drop and as `showDirectoryPicker` returns them. */
function entryOf(path: string): object {
  const inside = PATHS.filter((one) => one.startsWith(`${path}/`));
  const name = path.split("/").pop() ?? "";
  if (inside.length === 0) {
    const file = chosen[PATHS.indexOf(path)];
    const take = (resolve: (file: File) => void): void => resolve(file);
    return {
      isFile: true,
      isDirectory: false,
      kind: "file",
      name,
      file: take,
      getFile: () => Promise.resolve(file),
    };
  }
  const names = [...new Set(inside.map((one) => one.slice(path.length + 1).split("/")[0]))];
  const children = names.map((one) => entryOf(`${path}/${one}`));
  return {
    isFile: false,
    isDirectory: true,
    kind: "directory",
    name,
    createReader: () => {
      const parts = [...children.map((one) => [one]), []]; // a part at a time
      return { readEntries: (resolve: (part: unknown) => void) => resolve(parts.shift()) };
    },
    async *values() {
      yield* await Promise.resolve(children);
    },
  };
}

it.each([
  ["an input", () => chosen],
  ["a drop", () => [{ webkitGetAsEntry: () => null }, { webkitGetAsEntry: () => entryOf("in") }]],
  ["a directory's handle", () => entryOf("in")],
])("reads the classes and the bytes of %s", async (_, source) => {
  const pictures = await fromImageFiles(source() as never);
  expect(pictures.labels).toEqual(["cat", "dog"]);
  expect(pictures.files.map(({ name, target }) => [name, target])).toEqual([
    ["cat/1.jpg", 0],
    ["cat/deep/2.jpg", 0],
    ["dog/b.png", 1],
  ]);
  expect((await pictures.toArray()).map(({ bytes }) => bytes[0])).toEqual([2, 1, 0]);
});

it("takes classes that were dropped without their folder, and the labels of training", async () => {
  const pictures = await fromImageFiles([fileOf("cat/1.jpg", 0), fileOf("dog/2.jpg", 1)], {
    labels: ["dog", "cat", "owl"],
  });
  expect(pictures.files.map(({ name, target }) => [name, target])).toEqual([
    ["dog/2.jpg", 0],
    ["cat/1.jpg", 1],
  ]);
});

it.each([
  [[], "source must be files of a folder, the items of a drop or a directory's handle, got an array of 0"],
  ["pictures", 'got "pictures"'],
  [[fileOf("1.jpg", 0)], "1.jpg is in no class"],
])("refuses %j", async (source, message) => {
  await expect(fromImageFiles(source as never)).rejects.toThrow(message);
});
