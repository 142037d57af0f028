import { split } from "@tensorloom/data";
import type { PictureClass, PictureFile, PictureSet } from "../../messages/pictures.ts";
import { classOf } from "./classOf.ts";
import { isPicture } from "./isPicture.ts";
import { thumbnail } from "./thumbnail.ts";

/** A picture of the set. */
export interface StoredPicture {
  readonly path: string;
  readonly file: Blob;
  /** The number of its class. */
  readonly label: number;
}

/** More would not fit into the memory of a page at 224 pixels. */
const MAX_PICTURES = 6000;
const THUMBNAILS = 10;
/** The share of the pictures that is held back. */
const VALIDATION = 0.2;

/** The pictures of the page, by class. */
export class PictureStore {
  #files: readonly PictureFile[] = [];
  #notes: readonly string[] = [];

  /** The names of the classes, in the order of the alphabet. */
  get classes(): readonly string[] {
    return [...new Set(this.#files.map(({ path }) => classOf(path) ?? ""))].sort();
  }

  /** All pictures, in the order of their paths. */
  get pictures(): readonly StoredPicture[] {
    const { classes } = this;
    return this.#files.map(({ path, file }) => ({ path, file, label: classes.indexOf(classOf(path) ?? "") }));
  }

  get files(): readonly PictureFile[] {
    return this.#files;
  }

  /** Adds files; files of other kinds, and those outside of folders, are counted in the notes. */
  add(files: readonly PictureFile[]): void {
    const pictures = files.filter(({ path }) => isPicture(path));
    const placed = pictures.filter(({ path }) => classOf(path) !== undefined);
    const known = new Map([...this.#files, ...placed].map((one) => [one.path, one]));
    const all = [...known.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    this.#files = all.slice(0, MAX_PICTURES);
    this.#notes = [
      ...note(files.length - pictures.length, "is not a picture", "are not pictures"),
      ...note(pictures.length - placed.length, "lies in no folder", "lie in no folder"),
      ...note(all.length - this.#files.length, "is more than fits", "are more than fit"),
    ];
  }

  clear(): void {
    this.#files = [];
    this.#notes = [];
  }

  /** The pictures to train on and to validate with, as numbers; the same for every call. */
  split(): { readonly train: readonly number[]; readonly validation: readonly number[] } {
    const { pictures } = this;
    const stratifyBy = pictures.map(({ label }) => label);
    return split(pictures.length, {
      fractions: { train: 1 - VALIDATION, validation: VALIDATION },
      stratifyBy,
      seed: 1,
    });
  }

  /** What the page shows. */
  async describe(): Promise<PictureSet> {
    const { pictures, classes } = this;
    const shown = classes.map(async (name, label): Promise<PictureClass> => {
      const own = pictures.filter((one) => one.label === label);
      const first = own
        .slice(0, THUMBNAILS)
        .map(({ file, path }) => thumbnail(file, path).catch(() => undefined));
      const thumbnails = (await Promise.all(first)).filter((one) => one !== undefined);
      return { name, count: own.length, thumbnails };
    });
    const counts = classes.map((_, label) => pictures.filter((one) => one.label === label).length);
    const enough = classes.length > 1 && counts.every((count) => count > 1);
    const validation = enough ? this.split().validation.length : 0;
    return { classes: await Promise.all(shown), validation, notes: this.#notes };
  }
}

function note(count: number, one: string, many: string): readonly string[] {
  if (count === 0) return [];
  return [
    count === 1 ? `1 file ${one} and was left out.` : `${String(count)} files ${many} and were left out.`,
  ];
}
