import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { root } from "./pages.ts";

/** A page in the contents: its file by the path from the root of the repository, and its title. */
export interface ListedPage {
  readonly file: string;
  readonly title: string;
}

/** A section of the contents: pages, in the order of docs/README.md. */
export interface Section {
  readonly title: string;
  readonly pages: readonly ListedPage[];
  /** The sections below it. */
  readonly sections: readonly Section[];
}

/**
 * The contents of the documentation, as docs/README.md lists them: a section per heading, a page per row of a table.
 *
 * @throws Error - Names a page that is listed and does not exist.
 */
export function readContents(file = "docs/README.md"): readonly Section[] {
  const lines = readFileSync(join(root, file), "utf8").split("\n");
  const sections: { title: string; pages: ListedPage[]; sections: Section[]; level: number }[] = [];
  for (const line of lines) {
    const [, marks, heading] = /^(#{1,3}) (.+)$/.exec(line) ?? [];
    if ((heading as string | undefined) !== undefined)
      sections.push({ title: heading, pages: [], sections: [], level: marks.length });
    const [, link] = /^(?:\||[-*]) *\[[^\]]*\]\(([^)#]+\.md)\)/.exec(line) ?? [];
    if ((link as string | undefined) === undefined) continue;
    const page = posix.normalize(posix.join(posix.dirname(file), link));
    sections.at(-1)?.pages.push({ file: page, title: titleOf(page, file) });
  }
  const top: Section[] = [];
  let parent: { sections: Section[] } | undefined;
  for (const section of sections) {
    if (section.level === 3 && parent !== undefined) parent.sections.push(section);
    else {
      parent = section;
      top.push(section);
    }
  }
  return top.filter(({ pages, sections: below }) => pages.length + below.length > 0);
}

/** The heading of a page. */
export function titleOf(page: string, listedIn = "the contents"): string {
  const path = join(root, page);
  if (!existsSync(path)) throw new Error(`${listedIn}: lists a page that does not exist: ${page}`);
  const [, title] = /^# (.+)$/m.exec(readFileSync(path, "utf8")) ?? [];
  if ((title as string | undefined) === undefined) throw new Error(`${page}: has no heading "# …"`);
  return title.replaceAll("`", "").replace(/\[([^\]]+)\]\([^)]*\)/g, "$1");
}
