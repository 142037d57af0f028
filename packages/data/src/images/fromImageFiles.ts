import { checkOptions, shown } from "@tensorloom/core/internal";
import type { ImageFolder } from "./imageFolder.ts";
import { checkLabels, type ImageFolderOptions, makeImageFolder, OPTIONS } from "./makeImageFolder.ts";

/** A folder that a page may read: `showDirectoryPicker` returns one. */
interface FolderHandle {
  readonly kind: "directory";
  readonly name: string;
  values(): AsyncIterable<FolderHandle | FileHandle>;
}

interface FileHandle {
  readonly kind: "file";
  readonly name: string;
  getFile(): Promise<File>;
}

/** How a file is read later, by its path in the chosen folder: `pictures/cat/1.jpg`. */
type Files = Map<string, () => Promise<File>>;

/**
 * Makes a dataset of the pictures in a folder that a user chose or dropped, whose subfolders are the classes.
 *
 * The portable form of `fromImageFolder` of `@tensorloom/data/node`, with the same rules: each subfolder is a class,
 * hidden and other files are left out. Only names are read now; the bytes of a picture are read when it is.
 *
 * @param source - The `files` of an `<input type="file" webkitdirectory>`, the `dataTransfer.items` of a drop (call this
 * function within the event, before anything is awaited), or a directory's handle.
 * @returns A dataset with random access, and with `labels` and `files`.
 * @throws TypeError for anything else; RangeError if there are no subfolders, an image is in none of them, or one has
 * no images.
 * @example
 * ```ts
 * import { fromImageFiles } from "@tensorloom/data";
 *
 * const picture = (path: string): File => {
 *   const file = new File([Uint8Array.of(0xff, 0xd8)], path.split("/").pop() ?? "");
 *   return Object.defineProperty(file, "webkitRelativePath", { value: path }); // as a browser sets it
 * };
 * const pictures = await fromImageFiles([picture("pictures/dog/1.png"), picture("pictures/cat/1.jpg")]);
 * pictures.labels; // => ["cat", "dog"]
 * (await pictures.toArray())[0].bytes; // => Uint8Array.of(0xff, 0xd8)
 * ```
 */
export async function fromImageFiles(
  source: Iterable<File> | DataTransferItemList | FileSystemDirectoryHandle,
  options: ImageFolderOptions = {},
): Promise<ImageFolder> {
  const { labels } = checkOptions("fromImageFiles", options, OPTIONS);
  if (labels !== undefined) checkLabels("fromImageFiles", labels);
  const files = await listFiles(source);
  const folder = commonFolder([...files.keys()]);
  const loose: string[] = [];
  const subfolders = new Map<string, string[]>();
  for (const path of files.keys()) {
    const names = path.slice(folder.length).replace(/^\//, "").split("/");
    if (names.some((name) => name.startsWith("."))) continue;
    const [label, ...inside] = names;
    if (inside.length === 0) loose.push(label);
    else subfolders.set(label, [...(subfolders.get(label) ?? []), inside.join("/")]);
  }
  return makeImageFolder("fromImageFiles", { folder, loose, subfolders }, labels, join, async ({ path }) => {
    const file = await files.get(path)?.();
    return file === undefined ? new Uint8Array() : new Uint8Array(await file.arrayBuffer());
  });
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** The chosen folder, if all files are in one; several classes may also be dropped without it. */
function commonFolder(paths: readonly string[]): string {
  const [first] = paths[0]?.split("/") ?? [];
  const isDeep = paths.some((path) => path.split("/").length > 2);
  return isDeep && paths.every((path) => path.startsWith(`${first}/`)) ? first : "";
}

async function listFiles(source: unknown): Promise<Files> {
  const files: Files = new Map();
  if (typeof source === "object" && source !== null) {
    if ("kind" in source && source.kind === "directory") {
      await walkHandle(source as FolderHandle, "", files); // its kind says so
      return files;
    }
    const items = Symbol.iterator in source ? [...(source as Iterable<unknown>)] : []; // checked on this line
    // entries exist only until the drop event ends, so all are taken before anything is awaited
    const entries = items.map((item) =>
      item instanceof Object && "webkitGetAsEntry" in item
        ? (item as DataTransferItem).webkitGetAsEntry()
        : item,
    );
    if (entries.length > 0 && entries.every((entry) => entry instanceof File)) {
      for (const file of entries)
        files.set(file.webkitRelativePath || file.name, () => Promise.resolve(file));
      return files;
    }
    if (entries.some((entry) => entry instanceof Object && "isDirectory" in entry)) {
      for (const entry of entries) await walkEntry(entry as FileSystemEntry | null, "", files);
      return files;
    }
  }
  throw new TypeError(
    `fromImageFiles: source must be files of a folder, the items of a drop or a directory's handle, got ${shown(source)}`,
  );
}

async function walkHandle(handle: FolderHandle | FileHandle, above: string, files: Files): Promise<void> {
  const path = join(above, handle.name);
  if (handle.kind === "file") files.set(path, () => handle.getFile());
  else for await (const inside of handle.values()) await walkHandle(inside, path, files);
}

async function walkEntry(entry: FileSystemEntry | null, above: string, files: Files): Promise<void> {
  if (entry === null) return; // text that was dropped with the files
  const path = join(above, entry.name);
  if (entry.isFile) {
    const file = entry as FileSystemFileEntry;
    files.set(path, () => new Promise((resolve, reject) => file.file(resolve, reject)));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // a reader returns a part of the folder at a time, and nothing at the end
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (part.length === 0) return;
    for (const inside of part) await walkEntry(inside, path, files);
  }
}
