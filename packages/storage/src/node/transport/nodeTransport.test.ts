import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ScriptedServer, startScriptedServer } from "../../../fixtures/scriptedServer.ts";
import { httpStorage } from "../../web/httpStorage.ts";
import { platformTransport } from "./nodeTransport.ts";

const content = Uint8Array.from({ length: 700_000 }, (_, i) => (i * 31) & 255);
const never = new AbortController().signal;
let [server, other]: ScriptedServer[] = [];

beforeEach(async () => {
  [server, other] = [await startScriptedServer(), await startScriptedServer()];
});
afterEach(() => Promise.all([server.stop(), other.stop()]));

async function readAll(url: string, headers: Record<string, string> = {}): Promise<Buffer> {
  const arrival = await platformTransport({ url, headers }, never);
  const chunks: Buffer[] = [];
  await arrival.drain((chunk) => chunks.push(Buffer.from(chunk)) > 0);
  arrival.close();
  return Buffer.concat(chunks);
}

describe("requests of Node", () => {
  it("use a connection again, unless a body was not read to its end", async () => {
    const ports = new Set<number | undefined>();
    server.respond = (_, response) => {
      ports.add(response.socket?.remotePort);
      response.end(content);
    };
    for (let i = 0; i < 3; i++) expect(Buffer.compare(await readAll(server.url), content)).toBe(0);
    expect(ports.size).toBe(1);
    (await platformTransport({ url: server.url }, never)).close();
    await readAll(server.url);
    expect(ports.size).toBe(2);
  });

  it("follow redirects, and show credentials to their own server only", async () => {
    other.respond = (_, response) => response.end("moles");
    server.respond = ({ path }, response) =>
      response.writeHead(302, { Location: path === "/a" ? "/b" : `${other.url}/c` }).end("elsewhere");
    const headers = { Authorization: "Bearer secret", "X-Study": "isic" };
    expect(String(await readAll(`${server.url}/a`, headers))).toBe("moles");
    expect(server.received.map((request) => request.headers.authorization)).toEqual([
      "Bearer secret",
      "Bearer secret",
    ]);
    expect(other.received[0].headers).toMatchObject({ "x-study": "isic" });
    expect(other.received[0].headers.authorization).toBeUndefined();
    server.respond = (_, response) => response.writeHead(302, { Location: "/a" }).end();
    await expect(readAll(server.url)).rejects.toThrow("redirects without an end");
    server.respond = (_, response) => response.writeHead(302, { Location: "file:///etc/passwd" }).end();
    await expect(readAll(server.url)).rejects.toThrow("the server redirects to file:");
  });

  it("undo the compression of a body, as fetch does", async () => {
    server.respond = (_, response) =>
      response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync(content));
    expect(Buffer.compare(await readAll(server.url), content)).toBe(0);
    server.respond = (_, response) =>
      response.writeHead(200, { "Content-Encoding": "gzip" }).end("no gzip at all");
    await expect(readAll(server.url)).rejects.toThrow("incorrect header check");
  });

  it("say why there is no connection", async () => {
    const { url } = server;
    await server.stop();
    const storage = httpStorage({ scheme: "http", maxRetries: 0 });
    await expect(storage.read(`${url.replace("127.0.0.1", "localhost")}/a`)).rejects.toThrow("ECONNREFUSED");
  });

  it("are sent by a fetch that a program has put in place", async () => {
    const own = globalThis.fetch;
    globalThis.fetch = () => Promise.resolve(new Response("replaced"));
    try {
      expect(String(await readAll(server.url))).toBe("replaced");
    } finally {
      globalThis.fetch = own;
    }
  });
});
