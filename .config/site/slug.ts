/**
 * The anchor of a heading, as GitHub makes it: `Node's "at"` is `nodes-at`.
 *
 * Links to headings of a page then lead to the same place on GitHub and on the site.
 */
export function slug(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .replaceAll(" ", "-");
}
