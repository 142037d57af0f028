import { checkOptions, type OptionKinds, shown } from "@tensorloom/core/internal";

/**
 * What a model card says in words. Every field is optional: the card has no section for what is unknown.
 *
 * @inline
 */
export interface Card {
  /** The title. */
  readonly name?: string | undefined;
  /** What the classifier does, in a sentence or two. Markdown, as all texts. */
  readonly description?: string | undefined;
  /** Who should use it, and for what. */
  readonly intendedUse?: string | undefined;
  /** What it cannot do, and known biases. */
  readonly limitations?: string | undefined;
  /** What it was trained on. */
  readonly trainingData?: string | undefined;
  /** What the metrics were measured on. */
  readonly evaluationData?: string | undefined;
  /** An identifier such as `"apache-2.0"`. */
  readonly license?: string | undefined;
  /** Words to find the model by. */
  readonly tags?: readonly string[] | undefined;
}

const KNOWN: OptionKinds<Card> = {
  name: "string",
  description: "string",
  intendedUse: "string",
  limitations: "string",
  trainingData: "string",
  evaluationData: "string",
  license: "string",
  tags: "any",
};

/** @throws TypeError if a field is unknown or not a text. */
export function checkCard(caller: string, card: Card): void {
  const { tags = [] }: { readonly tags?: unknown } = checkOptions(`${caller}: card`, card, KNOWN);
  if (!Array.isArray(tags) || tags.some((tag) => typeof tag !== "string"))
    throw new TypeError(`${caller}: card: tags must be a list of strings, got ${shown(tags)}`);
}
