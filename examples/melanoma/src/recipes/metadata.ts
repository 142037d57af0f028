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

/** How facts become numbers: fixed by the training images, and used for all others. */
export interface MetadataPlan {
  /** The sites that have a column each, sorted. */
  readonly sites: readonly string[];
  /** The numbers of an image. */
  readonly width: number;
}

/** The column of the logarithm of the file's size, which is known when the picture is read. */
const FILE_SIZE = 3;

/** Plans the columns: sex, age, images of the patient, size of the file, two flags, and a column per site. */
export function planMetadata(rows: readonly ImageFacts[]): MetadataPlan {
  const sites = [...new Set(rows.flatMap(({ site }) => site ?? []))].sort();
  return { sites, width: 7 + sites.length };
}

/**
 * Encodes the facts of images as the first place did.
 *
 * Sex is -1 if it is unknown, age is divided by 90 and 0 if it is unknown, and each of the two, and the site, has a column
 * that is 1 if it is unknown. The other columns are `log1p` of the number of the patient's images in `rows`, 1 in the
 * column of the site, and the logarithm of the file's size, which {@link withFileSize} fills in.
 *
 * @returns A row of `plan.width` numbers per image.
 */
export function encodeMetadata(
  rows: readonly ImageFacts[],
  { sites, width }: MetadataPlan,
): readonly Float32Array[] {
  const images = new Map<string, number>();
  for (const { patient } of rows)
    if (patient !== undefined) images.set(patient, (images.get(patient) ?? 0) + 1);
  return rows.map(({ sex, age, site, patient }) => {
    const ofPatient = patient === undefined ? 1 : (images.get(patient) ?? 1);
    const row = new Float32Array(width);
    const isUnknown = [sex, age, site].map((fact) => Number(fact === undefined));
    row.set([sex ?? -1, (age ?? 0) / 90, Math.log1p(ofPatient), 0, ...isUnknown]);
    const at = site === undefined ? -1 : sites.indexOf(site);
    if (at >= 0) row[7 + at] = 1;
    return row;
  });
}

/** A row of metadata with the size of the picture's file, in bytes. */
export function withFileSize(row: Float32Array, bytes: number): Float32Array {
  const filled = row.slice();
  filled[FILE_SIZE] = Math.log(bytes);
  return filled;
}

/** Reads the facts of the competition's columns, whose names are those of its table and its records. */
export function factsOf(columns: Readonly<Record<string, string | undefined>>): ImageFacts {
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
