import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** The built site: `npm run docs` writes it. */
export const site: string = join(import.meta.dirname, "..", "..", ".cache", "site");

/** The path under which the site was built: `npm run docs -- --base /tensorloom/`. */
export const base: string = readBase();

/** A page of the built site. */
export interface SitePage {
  /** Its file, such as `guides/data.html`. */
  readonly file: string;
  readonly html: string;
  /** The anchors of the page. */
  readonly ids: ReadonlySet<string>;
  /** The addresses of its links, scripts, styles, images and frames, as they are written. */
  readonly references: readonly string[];
}

/** Every page of the built site, without the example for browsers, which has tests of its own. */
export function sitePages(): readonly SitePage[] {
  return siteFiles()
    .filter((file) => file.endsWith(".html") && !file.startsWith("app/"))
    .map((file) => readPage(file));
}

/** Every file of the built site, by its path. */
export function siteFiles(): readonly string[] {
  return readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) =>
      posix.join(
        ...join(one.parentPath, one.name)
          .slice(site.length + 1)
          .split(/[\\/]/),
      ),
    )
    .sort();
}

function readPage(file: string): SitePage {
  const html = readFileSync(join(site, file), "utf8");
  const ids = [...html.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => decodeHtml(id));
  const references = [
    ...html.matchAll(/<(?:a|link|script|img|iframe|source)\b[^>]*?\s(?:href|src)="([^"]*)"/g),
  ];
  return { file, html, ids: new Set(ids), references: references.map(([, address]) => decodeHtml(address)) };
}

function readBase(): string {
  const found = /href="([^"]*)logo\.svg"/.exec(readFileSync(join(site, "index.html"), "utf8"));
  return found?.[1] ?? "/";
}

function decodeHtml(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
