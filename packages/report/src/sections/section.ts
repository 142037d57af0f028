import type { Figure } from "../figures/figure.ts";
import type { Markup } from "../text/markup.ts";

/** A part of a report under a heading. */
export interface Section {
  /** A short name without spaces, for links. */
  readonly id: string;
  readonly title: string;
  /** The text of the link to it; sections that follow with the same one have none. Default: the title. */
  readonly link?: string;
  readonly body: Markup;
  /** The figures in the body, which the page draws. */
  readonly figures: readonly Figure[];
}
