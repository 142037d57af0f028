import type { PictureRow } from "../pictures/trainingData.ts";
import { planDiagnoses } from "./diagnoses.ts";
import { fitMetadata, readFacts } from "./metadata.ts";
import type { Recipe } from "./recipe.ts";
import type { FactsOf, PictureFacts } from "./recipePipeline.ts";

/** What a recipe's model learns and reads of all pictures. */
export interface DescribedPictures {
  readonly factsOf: FactsOf;
  /** The names of the classes, if the model distinguishes diagnoses. */
  readonly classes: readonly string[] | undefined;
  /** The outputs whose sum is the score; the model has one output if it is undefined. */
  readonly malignant: readonly number[] | undefined;
  /** Numbers of metadata per picture; 0: none. */
  readonly metadata: number;
}

/**
 * Describes pictures for a recipe: their classes and their metadata.
 *
 * Labels and columns follow from the training pictures. Metadata count the images of a patient among the training
 * pictures or among the test pictures, as the first place did.
 *
 * @throws UserError if the pictures lack the diagnoses that the recipe needs.
 */
export async function describePictures(
  { classes, metadata }: Pick<Recipe, "classes" | "metadata">,
  labelled: readonly PictureRow[],
  unlabelled: readonly PictureRow[],
): Promise<DescribedPictures> {
  const diagnosed = labelled.map(({ target = 0, metadata: columns }) => ({
    target,
    diagnosis: (columns as Partial<typeof columns>)["diagnosis"],
  }));
  const diagnoses = classes === 2 ? undefined : planDiagnoses(diagnosed, classes);
  const facts = [labelled, unlabelled].map((rows) => rows.map((row) => readFacts(row.metadata)));
  const encoder = metadata ? await fitMetadata(facts[0]) : undefined;
  const encoded = encoder === undefined ? [] : facts.flatMap((rows) => encoder.encode(rows));
  const known = new Map<string, PictureFacts>();
  for (const [at, { id }] of [...labelled, ...unlabelled].entries()) {
    const row = diagnosed.at(at);
    const target = row === undefined || at >= diagnosed.length ? 0 : (diagnoses?.classOf(row) ?? row.target);
    known.set(id, { target, metadata: encoded.at(at) });
  }
  const unknown: PictureFacts = { target: 0, metadata: undefined };
  return {
    factsOf: (id) => known.get(id) ?? unknown,
    classes: diagnoses?.names,
    malignant: diagnoses?.malignant,
    metadata: encoder?.names.length ?? 0,
  };
}
