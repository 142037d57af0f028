import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ScriptedServer, startScriptedServer } from "../../fixtures/scriptedServer.ts";
import { expandBraces } from "./expandBraces.ts";
import { httpStorage } from "./httpStorage.ts";

let server: ScriptedServer;
// the page of nginx's module autoindex, with a link above, a link elsewhere, and a link that sorts
const PAGES: Readonly<Record<string, string | undefined>> = {
  "/isic/": `<h1>Index of /isic/</h1><pre><a href="../">../</a> <a href="?C=N">sort</a> <a href="https://x.org/isic/b.tfrec">b</a>
    <a href="deep/">deep/</a> <a href="train00.tfrec">train00.tfrec</a> <a href='/isic/train%2001.tfrec'>train 01</a></pre>`,
  "/run%5B1%5D/": `<a href="train03.tfrec">3</a><a href="/run[1]/train04.tfrec">4</a><a href="/run1/train05.tfrec">5</a>`,
  "/isic/deep/": `<a href="/isic/">Parent</a><a href="train02.tfrec">train02.tfrec</a>`,
};

beforeEach(async () => {
  server = await startScriptedServer();
  server.respond = ({ path }, response) => {
    const page = PAGES[path.replace(/\?.*/, "")];
    if (page !== undefined) return response.writeHead(200, { "Content-Type": "text/html" }).end(page);
    if (!path.includes("train")) return response.writeHead(404).end();
    return response
      .writeHead(206, { "Content-Range": "bytes 0-0/77", "Last-Modified": "Wed, 01 May 2024 12:00:00 GMT" })
      .end("x");
  };
});
afterEach(() => server.stop());

async function list(pattern: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { address } of httpStorage({ scheme: "http" }).list(`${server.url}${pattern}`))
    found.push(address.slice(server.url.length));
  return found;
}

describe("a web server", () => {
  it("is listed by the links of its pages, and by braces without them", async () => {
    expect(await list("/isic/*.tfrec")).toEqual(["/isic/train%2001.tfrec", "/isic/train00.tfrec"]);
    expect(await list("/isic/")).toEqual([
      "/isic/train%2001.tfrec",
      "/isic/train00.tfrec",
      "/isic/deep/train02.tfrec",
    ]);
    expect(await list("/isic/**/train02.tfrec")).toEqual(["/isic/deep/train02.tfrec"]);
    server.received.length = 0;
    expect(await list("/isic/train{00..02}.tfrec?key=1")).toEqual(
      [0, 1, 2].map((i) => `/isic/train0${String(i)}.tfrec?key=1`),
    );
    expect(await list("/isic/none")).toEqual([]);
    expect(await list("/run%5B1%5D/")).toEqual(["/run%5B1%5D/train03.tfrec", "/run[1]/train04.tfrec"]);
    expect(await list("/run%5B1%5D/*03*")).toEqual(["/run%5B1%5D/train03.tfrec"]);
    expect(
      server.received
        .filter(({ path }) => path.startsWith("/isic"))
        .every(({ headers }) => headers.range === "bytes=0-0"),
    ).toBe(true);
  });

  it("states size and version", async () => {
    const storage = httpStorage({ scheme: "http" });
    const address = `${server.url}/isic/train00.tfrec`;
    expect(await storage.stat(address)).toEqual({
      address,
      size: 77,
      etag: "Wed, 01 May 2024 12:00:00 GMT",
      modified: Date.UTC(2024, 4, 1, 12),
    });
    expect(await storage.stat(`${server.url}/none`)).toBeUndefined();
    await expect(storage.write(address)).rejects.toMatchObject({ kind: "unsupported" });
    await expect(storage.write(address, { replce: false } as object)).rejects.toThrow(
      "did you mean replace?",
    );
    await expect(storage.stat("http://a:secret@:99999/x")).rejects.toMatchObject({
      message: "http://:99999/x: it is not a web address",
    });
  });
});

it("expandBraces expands as bash does", () => {
  expect(expandBraces("a{1,2}{x,}-{08..10}")).toEqual(
    ["1x", "1", "2x", "2"].flatMap((one) => ["08", "09", "10"].map((two) => `a${one}-${two}`)),
  );
  expect(expandBraces("a{b,c{d,e}}")).toEqual(["ab", "acd", "ace"]);
  expect(expandBraces("a{b}")).toEqual(["a{b}"]);
});
