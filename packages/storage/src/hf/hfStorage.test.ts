import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ScriptedServer, startScriptedServer } from "../../fixtures/scriptedServer.ts";
import { hubAddress } from "./hubAddress.ts";
import { hfStorage } from "./hfStorage.ts";

const [OLD, NEW] = ["a".repeat(40), "b".repeat(40)];
const OID = "c".repeat(40);
const LFS = "d".repeat(64);
let hub: ScriptedServer;
let cdn: ScriptedServer;
let main = OLD;

beforeAll(async () => {
  [hub, cdn] = [await startScriptedServer(), await startScriptedServer()];
});
afterAll(() => Promise.all([hub.stop(), cdn.stop()]));

beforeEach(() => {
  main = OLD;
  hub.received.length = 0;
  cdn.received.length = 0;
  // the shapes of https://huggingface.co/docs/hub/api and of resolve/, which redirects to another host
  const small = { type: "file", oid: OID, size: 5, path: "labels.csv" };
  const large = {
    type: "file",
    oid: "e".repeat(40),
    size: 9,
    path: "data/train 0.tfrec",
    lfs: { oid: LFS, size: 9, pointerSize: 130 },
  };
  hub.respond = ({ path, method, body }, response) => {
    const json = (document: unknown, headers: Record<string, string> = {}): unknown =>
      response
        .writeHead(200, { "Content-Type": "application/json", ...headers })
        .end(JSON.stringify(document));
    const { pathname, search } = new URL(path, hub.url);
    if (pathname === "/api/datasets/isic/moles/revision/main") return json({ id: "isic/moles", sha: main });
    const commit = /\/(?:tree|paths-info|resolve)\/(\w+)/.exec(pathname)?.[1];
    if (pathname.startsWith(`/api/datasets/isic/moles/tree/${String(commit)}`)) {
      if (search.includes("cursor")) return json([large]);
      const next = `<${hub.url}${pathname}?recursive=true&cursor=x>; rel="next"`;
      return search === "?recursive=true"
        ? json([{ type: "directory", oid: OID, size: 0, path: "data" }, small], { Link: next })
        : json([small]);
    }
    if (method === "POST" && pathname === `/api/datasets/isic/moles/paths-info/${String(commit)}`) {
      const { paths } = JSON.parse(body.toString()) as { readonly paths: readonly string[] };
      const oid = commit === NEW ? "f".repeat(40) : OID;
      return json([{ ...small, oid }, large].filter((file) => paths.includes(file.path)));
    }
    if (pathname === `/datasets/isic/moles/resolve/${String(commit)}/labels.csv`)
      return response.writeHead(302, { Location: `${cdn.url}/blob?commit=${String(commit)}` }).end();
    const message = `Entry not found for ${pathname}`;
    return response.writeHead(404, { "X-Error-Code": "EntryNotFound", "X-Error-Message": message }).end();
  };
  cdn.respond = ({ headers }, response) => {
    const [, start = "0", last = "4"] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "") ?? [];
    const part = Buffer.from("a,b\n1").subarray(Number(start), Number(last) + 1);
    response
      .writeHead(206, { "Content-Range": `bytes ${start}-${String(Number(start) + part.length - 1)}/5` })
      .end(part);
  };
});
const saved = { ...process.env };
afterEach(() => {
  process.env = { ...saved };
});

const root = "hf://datasets/isic/moles";
const open = (): ReturnType<typeof hfStorage> =>
  hfStorage({ endpoint: hub.url, token: "hf_secret", retryDelay: 1 });
async function list(pattern: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { address } of open().list(pattern)) found.push(address);
  return found;
}

describe("repositories of the Hub", () => {
  it("are listed over pages", async () => {
    expect(await list(`${root}/`)).toEqual([`${root}/labels.csv`, `${root}/data/train 0.tfrec`]);
    expect(await list(`${root}@main/**/*.tfrec`)).toEqual([`${root}@main/data/train 0.tfrec`]);
    expect(await list(`${root}/*.csv`)).toEqual([`${root}/labels.csv`]);
    expect(hub.received.at(-1)?.path).toContain("recursive=false");
  });

  it("are read at the commit that the revision names first", async () => {
    const storage = open();
    const { etag, size } = (await storage.stat(`${root}/labels.csv`))!;
    expect([etag, size]).toEqual([OID, 5]);
    main = NEW;
    const bytes = await storage.read(`${root}/labels.csv`, { etag, offset: 1, length: 3 });
    expect(new TextDecoder().decode(bytes)).toBe(",b\n");
    expect(cdn.received[0].path).toBe(`/blob?commit=${OLD}`);
    await expect(open().read(`${root}/labels.csv`, { etag })).rejects.toMatchObject({ kind: "changed" });
    expect(await storage.stat(`${root}/data/train 0.tfrec`)).toMatchObject({ size: 9, etag: LFS });
    expect(await storage.stat(`${root}/none`)).toBeUndefined();
  });

  it("pass the token to the Hub only, and to no error", async () => {
    await open().read(`${root}/labels.csv`);
    expect(hub.received.every(({ headers }) => headers.authorization === "Bearer hf_secret")).toBe(true);
    expect(cdn.received[0].headers.authorization).toBeUndefined();
    await expect(open().read(`${root}/none`)).rejects.toThrow("there is no such object: Entry not found for");
    hub.respond = ({ headers }, response) =>
      response.writeHead(403).end(JSON.stringify({ error: headers.authorization }));
    await expect(open().read(`${root}/labels.csv`)).rejects.toThrow(/^[^_]+$/);
  });

  it("have the endpoint and the token of the environment", async () => {
    Object.assign(process.env, { HF_ENDPOINT: hub.url, HF_TOKEN: "hf_env" });
    await hfStorage().read(`${root}/labels.csv`);
    expect(hub.received[0].headers.authorization).toBe("Bearer hf_env");
  });

  it("cannot be written", async () => {
    await expect(open().write(`${root}/x`)).rejects.toMatchObject({ kind: "unsupported" });
    await expect(open().read(`${root}/data/`)).rejects.toThrow("address of a folder");
  });
});

it.each([
  ["hf://isic/model/a/b.h5", "models", "isic/model", "main", "a/b.h5"],
  ["hf://datasets/isic/moles@v1.0/x", "datasets", "isic/moles", "v1.0", "x"],
  ["hf://spaces/isic/moles@refs%2Fpr%2F3/x y", "spaces", "isic/moles", "refs/pr/3", "x y"],
])("hubAddress splits %s", (address, kind, repository, revision, path) => {
  expect(hubAddress(address)).toMatchObject({ kind, repository, revision, path });
});

it("hubAddress refuses what is not an address of a repository", () => {
  expect(() => hubAddress("hf://isic")).toThrow("expected hf://[datasets/]ORG/NAME[@REVISION]/PATH");
});
