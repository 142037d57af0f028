import { type StorageObject, StorageError } from "@tensorloom/core";
import { parseGlob } from "@tensorloom/core/internal";
import type { ObjectRequest } from "../http/transport.ts";
import type { HttpClient } from "../http/httpClient.ts";
import type { Protocol } from "../object/protocol.ts";
import { expandBraces } from "./expandBraces.ts";

interface ListOptions {
  readonly stat: Protocol["stat"];
  readonly request: (address: string) => ObjectRequest;
  readonly signal: AbortSignal | undefined;
}

/** How many files are asked for their size together. */
const TOGETHER = 16;

/**
 * Lists files of a web server: one address, those of braces, or the links of a folder's page that a glob matches.
 *
 * Folders are visited if the pattern says so: with a slash at its end, or `**`.
 */
export async function* listLinks(
  client: HttpClient,
  pattern: string,
  { stat, request, signal }: ListOptions,
): AsyncGenerator<StorageObject, void, undefined> {
  const at = pattern.search(/[?#]/);
  const [place, query] = at < 0 ? [pattern, ""] : [pattern.slice(0, at), pattern.slice(at)];
  const found: string[] = [];
  for (const one of expandBraces(place)) {
    if (!/[*[]/.test(one) && !one.endsWith("/")) found.push(`${one}${query}`);
    else for await (const link of linksBelow(one)) found.push(`${link}${query}`);
  }
  for (let from = 0; from < found.length; from += TOGETHER) {
    const objects = await Promise.all(
      found.slice(from, from + TOGETHER).map((address) => stat(address, signal)),
    );
    for (const object of objects) if (object !== undefined) yield object;
  }

  /** The addresses of files that a pattern with `*` or a slash at its end matches, in the order of their names. */
  async function* linksBelow(one: string): AsyncGenerator<string> {
    const root = /^[a-z]+:\/\/[^/]+\//i.exec(one)?.[0];
    if (root === undefined) throw new StorageError(one, "unsupported", "expected https://HOST/PATH");
    const { base, rest, matches } = globOf(root, one.slice(root.length));
    const start = decode(base).length;
    const isDeep = one.endsWith("/") || one.includes("**") || rest.includes("/");
    const open = [base];
    const seen = new Set(open);
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      const links = (await linksOf(folder)).filter((link) => !seen.has(link));
      const folders = links.filter((link) => link.endsWith("/"));
      if (isDeep) open.push(...folders.reverse());
      for (const link of links) {
        seen.add(link);
        if (!link.endsWith("/") && matches(decode(link).slice(start))) yield link;
      }
    }
  }

  /** The addresses below a folder that its page links, sorted. */
  function linksOf(folder: string): Promise<readonly string[]> {
    return client.exchange({
      address: folder,
      signal,
      request: () => request(`${folder}${query}`),
      async use(reply) {
        const page = await reply.text();
        const targets = [...page.matchAll(/<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(
          ([, a, b]) => (a as string | undefined) ?? b,
        );
        const links = targets
          .map((target) => target.replaceAll("&amp;", "&"))
          .filter((target) => URL.canParse(target, folder))
          .map((target) => new URL(target, folder).href.replace(/[?#].*$/, ""));
        const own = decode(folder);
        const isBelow = (name: string): boolean => name.startsWith(own) && name !== own;
        return [...new Set(links)].filter((link) => isBelow(decode(link))).sort();
      },
    });
  }
}

/** Divides a pattern into the folder whose page is read, and the glob of the names below it. */
function globOf(
  root: string,
  pattern: string,
): { readonly base: string; readonly rest: string; readonly matches: (name: string) => boolean } {
  const folders = parseGlob(pattern).prefix.split("/").slice(0, -1);
  const rest = pattern.split("/").slice(folders.length).join("/");
  const glob = parseGlob(rest);
  const base = `${root}${folders.map((folder) => `${folder}/`).join("")}`;
  return { base, rest, matches: (name) => glob.matches(name) };
}

/** The name of a link, whose letters may be percent-encoded. */
function decode(link: string): string {
  try {
    return decodeURIComponent(link);
  } catch {
    return link;
  }
}
