/** The parts of a declaration. As headings, hundreds of them would fill the outline of a page and its search. */
const PARTS =
  "Parameters|Type Parameters|Returns|Throws|See|Examples?|Default|Default Value|Remarks|Type Declaration|Extends|Extended by|Implements|Inherited from|Overrides|Implementation of|Indexable|Deprecated|Constructors?|Properties|Methods|Accessors|Call Signature|Type Literal|Index Signature";

/**
 * Makes a page of TypeDoc's Markdown easier to read.
 *
 * Parts of a declaration become bold lines. A parameter whose fields have rows of their own is an `object`, without
 * the same fields in one long type. Lines between declarations go.
 */
export function tidyApi(page: string): string {
  return page
    .replace(new RegExp(`^#{4,6} (${PARTS})$`, "gm"), "**$1**")
    .replace(/^#{5,6} /gm, "#### ")
    .replace(/^\| (`(\w+)\??`) \| [^\n]+ \| ([^|\n]*) \|\n(?=\| `\2\.)/gm, "| $1 | `object` | $3 |\n")
    .replace(/ \| - \|$/gm, " | |")
    .replace(/^\*\*\*\n\n/gm, "")
    .replace(/^```ts no-run$/gm, "```ts");
}
