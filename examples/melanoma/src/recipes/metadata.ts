import { fitColumns, groupColumns } from "@tensorloom/data";

/** What is known about an image besides its pixels. `undefined` is unknown. */
export interface ImageFacts {
  /** 0 or 1. */
  readonly sex: number | undefined;
  /** In years. */
  readonly age: number | undefined;
  /** The part of the body: a name, or the code of one. */
  readonly site: string | undefined;
  readonly patient: string | undefined;
}

/** Encodes the facts of images as the rows of a model's second input. */
export interface MetadataEncoder {
  /** The names of the numbers. */
  readonly names: readonly string[];
  /**
   * Prepares images of one part of the data: the patients' images are counted among them.
   *
   * @returns For each image, a function from the size of its file in bytes to its row.
   */
  readonly encode: (facts: readonly ImageFacts[]) => readonly ((fileBytes: number) => Float32Array)[];
}

/**
 * Learns from the training images how metadata become numbers, as the first place encoded them.
 *
 * Sex is -1 if it is unknown, age is divided by 90 and 0 if it is unknown, the number of the patient's images and the size
 * of the file are logarithms, and each site of the training images has a column. A flag says if sex, age or site is unknown.
 */
export async function fitMetadata(training: readonly ImageFacts[]): Promise<MetadataEncoder> {
  const records = countImages(training).map((record) => ({ ...record, bytes: 0 })); // fixed scales learn nothing
  const columns = await fitColumns(records, {
    sex: { kind: "number", scale: 1, fill: -1 },
    age: { kind: "number", scale: 1 / 90, fill: 0 },
    images: { kind: "number", log1p: true, scale: 1, missing: "refuse" },
    bytes: { kind: "number", log1p: true, scale: 1, missing: "refuse" },
    ...(training.some(({ site }) => site !== undefined) && { site: { kind: "category" } }),
  });
  return {
    names: columns.names,
    encode: (facts) => countImages(facts).map((record) => (bytes) => columns.encode({ ...record, bytes })),
  };
}

function countImages(facts: readonly ImageFacts[]) {
  return groupColumns(facts, { by: "patient", add: { images: "count" } });
}

/** Reads the facts of the competition's columns, whose names are those of its table and its records. */
export function readFacts(columns: Readonly<Record<string, string | undefined>>): ImageFacts {
  const known = (name: string): string | undefined => {
    const text = columns[name];
    return text === undefined || text === "" || text === "-1" ? undefined : text;
  };
  const sex = known("sex");
  const age = Number(known("age_approx"));
  return {
    sex: sex === undefined ? undefined : Number(sex === "1" || sex === "female"),
    age: Number.isNaN(age) ? undefined : age,
    site: known("anatom_site_general_challenge") ?? known("anatom_site_general"),
    patient: known("patient_id"),
  };
}
