import { posix } from "node:path";
import { slug } from "./slug.ts";

/**
 * Mends the links between pages of TypeDoc's Markdown.
 *
 * TypeDoc numbers names that are the same but for upper case: a file `operator-1.md` beside a type `Operator`, and an
 * anchor `#state-1`. Such a page gets its own name, and such a link leads to the heading. A link to something that has
 * no heading, such as a constructor, becomes text.
 *
 * @param pages - The texts of the pages by their files.
 * @returns The pages with their names and texts.
 */
export function mendLinks(pages: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const nameOf = (file: string): string => {
    const plain = file.replace(/-\d+\.md$/, ".md");
    return pages.has(plain) ? file : plain;
  };
  const anchors = new Map([...pages].map(([file, text]) => [nameOf(file), anchorsOf(text)]));
  return new Map(
    [...pages].map(([file, text]) => [
      nameOf(file),
      text.replace(
        /(\[(?:[^\]\n]|\\\])+\])\(([^()\s:]*?)(?:#([^()\s]+))?\)/g,
        (link, label: string, to: string, hash?: string) => {
          const anchor = hash ?? "";
          const target = to === "" ? file : posix.normalize(posix.join(posix.dirname(file), to));
          const known = anchors.get(nameOf(target));
          if (known === undefined || (to === "" && anchor === "")) return link;
          const address = to === "" ? "" : posix.join(posix.dirname(to), posix.basename(nameOf(target)));
          const found = [anchor, anchor.replace(/-\d+$/, "")].find((one) => known.has(one));
          if (anchor !== "" && found === undefined) return label.slice(1, -1);
          return `${label}(${address}${anchor === "" ? "" : `#${found ?? anchor}`})`;
        },
      ),
    ]),
  );
}

/** The anchors of the headings of a page, numbered as the site numbers those that are the same. */
function anchorsOf(text: string): ReadonlySet<string> {
  const rows = [...text.matchAll(/<a id="([^"]+)">/g)]; // of tables
  const anchors = new Set<string>(rows.map(([, id]) => id));
  const withoutCode = text.replace(/^```[^]*?^```$/gm, "");
  for (const [, heading] of withoutCode.matchAll(/^#+ (.+)$/gm)) {
    const plain = slug(heading.replaceAll("\\", ""));
    let anchor = plain;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${plain}-${String(n)}`;
    anchors.add(anchor);
  }
  return anchors;
}
