import type { ServerResponse } from "node:http";
import { StorageError } from "@tensorloom/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { s3Storage } from "../s3/s3Storage.ts";
import { type Received, type ScriptedServer, startScriptedServer } from "../../fixtures/scriptedServer.ts";
import { httpStorage } from "../web/httpStorage.ts";

const content = Uint8Array.from({ length: 50_000 }, (_, i) => (i * 31) & 255);
let server: ScriptedServer;

beforeEach(async () => {
  server = await startScriptedServer();
});
afterEach(() => server.stop());

/** Answers with the range that a request asks for, or with the whole content. */
function send(
  { headers }: Received,
  response: ServerResponse,
  etag = '"v1"',
  body: Uint8Array = content,
): unknown {
  const found = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "");
  if (found === null) return response.writeHead(200, { "Content-Length": body.length, ETag: etag }).end(body);
  const [, start, last] = found;
  const part = body.subarray(Number(start), Number(last) + 1);
  const range = `bytes ${start}-${String(Number(start) + part.length - 1)}/${String(body.length)}`;
  return response
    .writeHead(206, { "Content-Length": part.length, "Content-Range": range, ETag: etag })
    .end(part);
}

/** Answers the first requests as a list says, and the others well. */
function respondInTurn(...answers: ((request: Received, response: ServerResponse) => unknown)[]): void {
  server.respond = (request, response) => (answers.shift() ?? send)(request, response);
}
const status =
  (code: number, headers: Record<string, string> = {}) =>
  (_: Received, response: ServerResponse) =>
    response.writeHead(code, headers).end("busy");
/** Promises a whole range, sends some bytes of it, and breaks the connection. */
const cutAfter =
  (bytes: number) =>
  ({ headers }: Received, response: ServerResponse): void => {
    const start = Number(/^bytes=(\d+)-/.exec(headers.range ?? "")?.[1] ?? 0);
    const range = `bytes ${String(start)}-${String(content.length - 1)}/${String(content.length)}`;
    response.writeHead(206, {
      "Content-Length": content.length - start,
      "Content-Range": range,
      ETag: '"v1"',
    });
    response.write(content.subarray(start, start + bytes), () => setTimeout(() => response.destroy(), 20));
  };

const open = (more: Parameters<typeof httpStorage>[0] = {}): ReturnType<typeof httpStorage> =>
  httpStorage({ scheme: "http", retryDelay: 1, maxRetries: 3, ...more });
const read = (more: Parameters<typeof httpStorage>[0] = {}): Promise<Uint8Array> =>
  open(more).read(`${server.url}/a`);

describe("a read", () => {
  it.each([408, 429, 500, 502, 503, 504])("is repeated after status %i", async (code) => {
    respondInTurn(status(code), status(code));
    const storage = open();
    expect(Buffer.compare(await storage.read(`${server.url}/a`), content)).toBe(0);
    expect(storage.statistics()).toMatchObject({ requests: 3, retries: 2, bytesRead: content.length });
  });

  it("continues at the byte at which the connection broke, in the same version", async () => {
    respondInTurn(cutAfter(10_000), cutAfter(5000), status(503));
    expect(Buffer.compare(await read(), content)).toBe(0);
    const [first, second, third, fourth] = server.received.map(({ headers }) => headers);
    expect(first.range).toBe("bytes=0-4194303");
    expect(second).toMatchObject({ range: "bytes=10000-4194303", "if-match": '"v1"' });
    expect(third.range).toBe("bytes=15000-4194303");
    expect(fourth.range).toBe(third.range);
  });

  it("waits as long as the server asks for", async () => {
    respondInTurn(status(429, { "Retry-After": "1" }));
    const storage = open();
    await storage.read(`${server.url}/a`);
    expect(storage.statistics().waitMs).toBeGreaterThan(950);
  });

  it("does not repeat what will not pass", async () => {
    respondInTurn(status(403));
    await expect(read()).rejects.toMatchObject({ kind: "denied", status: 403, attempts: 1 });
    expect(server.received).toHaveLength(1);
  });

  it("fails with address, status and number of attempts", async () => {
    server.respond = status(503);
    await expect(read()).rejects.toMatchObject({
      name: "StorageError",
      kind: "refused",
      status: 503,
      attempts: 4,
      message: `${server.url}/a: the server did not serve the request (status 503, 4 attempts)`,
    });
  });

  it("fails with the byte if nothing more arrives", async () => {
    respondInTurn(cutAfter(10_000));
    server.respond = ((next) => (request: Received, response: ServerResponse) => {
      if (server.received.length === 1) next(request, response);
      else response.destroy();
    })(server.respond);
    await expect(read()).rejects.toMatchObject({ kind: "network", offset: 10_000, attempts: 4 });
  });

  it("repeats a response that delivers nothing", async () => {
    respondInTurn(
      () => undefined,
      ({ headers }, response) => {
        expect(headers.range).toBeDefined();
        response.writeHead(206, { "Content-Range": `bytes 0-49999/50000`, ETag: '"v1"' });
        response.write(content.subarray(0, 100)); // and no more
      },
    );
    expect(Buffer.compare(await read({ idleTimeout: 1500 }), content)).toBe(0);
    expect(server.received[2].headers.range).toBe("bytes=100-4194303");
  });

  it("ends at its deadline", async () => {
    server.respond = () => undefined;
    await expect(read({ timeout: 80, idleTimeout: 30, retryDelay: 1 })).rejects.toMatchObject({
      kind: "timeout",
    });
  });

  it("ends with the reason of its signal, also while it waits", async () => {
    server.respond = status(503);
    const controller = new AbortController();
    const storage = open({ retryDelay: 60_000, maxRetryDelay: 60_000, jitter: () => 1 });
    const result = storage.read(`${server.url}/a`, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 50);
    await expect(result).rejects.toThrow("enough");
  });

  it("refuses an object that changes", async () => {
    respondInTurn(cutAfter(10_000), (request, response) => send(request, response, '"v2"'));
    await expect(read()).rejects.toMatchObject({ kind: "changed", offset: 10_000 });
    await expect(open().read(`${server.url}/a`, { etag: '"v0"' })).rejects.toMatchObject({ kind: "changed" });
  });

  it("repeats a wrong range, and refuses more bytes than promised", async () => {
    const shifted = (_: Received, response: ServerResponse): unknown =>
      response.writeHead(206, { "Content-Range": "bytes 1-50000/50000", ETag: '"v1"' }).end(content);
    respondInTurn(shifted);
    expect(Buffer.compare(await read(), content)).toBe(0);
    respondInTurn((_, response) =>
      response.writeHead(206, { "Content-Range": "bytes 0-9/50000", ETag: '"v1"' }).end(content),
    );
    await expect(open().read(`${server.url}/a`, { length: 10 })).rejects.toMatchObject({ kind: "truncated" });
    respondInTurn((_, response) =>
      response
        .writeHead(206, { "Content-Range": "bytes 0-49999/50000", ETag: '"v1"' })
        .end(content.subarray(0, 100)),
    );
    expect(Buffer.compare(await read(), content)).toBe(0); // a body shorter than promised is continued
  });

  it("works without ranges, also in a stream that breaks", async () => {
    let requests = 0;
    server.respond = (_, response) => {
      requests += 1;
      response.writeHead(200, { "Content-Length": content.length, ETag: '"v1"' });
      if (requests === 2)
        response.write(content.subarray(0, 40_000), () => setTimeout(() => response.destroy(), 20));
      else response.end(content);
    };
    const storage = open({ blockBytes: 20_000 });
    const part = await storage.read(`${server.url}/a`, { offset: 30_000, length: 10 });
    expect(part).toEqual(content.subarray(30_000, 30_010));
    requests = 0;
    const chunks = [];
    for await (const chunk of storage.stream(`${server.url}/a`)) chunks.push(chunk);
    expect(Buffer.compare(Buffer.concat(chunks), content)).toBe(0);
    expect(requests).toBe(3);
  });

  it("keeps a limited number of requests in flight", async () => {
    let [now, most] = [0, 0];
    server.respond = (request, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        send(request, response);
      }, 5);
    };
    const storage = open({ maxRequests: 3, blockBytes: 1000, readAhead: 8 });
    expect(
      Buffer.compare(await storage.read(`${server.url}/a`, { length: 20_000 }), content.subarray(0, 20_000)),
    ).toBe(0);
    expect(most).toBe(3);
  });

  it("is not ahead of its consumer by more than it may", async () => {
    respondInTurn();
    const stream = open({ blockBytes: 1000, readAhead: 3 }).stream(`${server.url}/a`);
    await stream.next();
    await vi.waitFor(() => expect(server.received).toHaveLength(4), 30_000);
    await new Promise((resolve) => setTimeout(resolve, 50)); // a fifth would arrive meanwhile
    expect(server.received).toHaveLength(4);
    await stream.return();
  });
});

describe("errors", () => {
  it("hold no keys, tokens or signatures, also if the server repeats them", async () => {
    const keys = { accessKeyId: "AKIDSECRET", secretAccessKey: "top-secret", sessionToken: "session-secret" };
    server.respond = ({ headers }, response) => {
      const echo = `${String(headers.authorization)} ${String(headers["x-amz-security-token"])}`;
      response.writeHead(400).end(`<Error><Code>Bad</Code><Message>${echo}</Message></Error>`);
    };
    const signature = (): string =>
      /Signature=(\w+)/.exec(server.received.at(-1)?.headers.authorization ?? "")?.[1] ?? "";
    const s3 = s3Storage({ endpoint: server.url, region: "x", credentials: keys });
    const error = await s3.read("s3://b/k").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StorageError);
    const shown = `${String(error)} ${JSON.stringify(error)} ${String((error as Error).stack)}`;
    expect(signature()).toMatch(/^\w{64}$/);
    for (const secret of ["top-secret", "session-secret", "AKIDSECRET", signature()])
      expect(shown).not.toContain(secret);

    server.respond = status(403);
    const address = `${server.url.replace("://", "://ada:password@")}/a?X-Amz-Signature=0a0b`;
    const web = await open({ headers: { "X-Key": "header-secret" } })
      .read(address)
      .catch((thrown: unknown) => thrown);
    expect(server.received.at(-1)?.headers.authorization).toBe(`Basic ${btoa("ada:password")}`);
    for (const secret of ["password", "0a0b", "header-secret", btoa("ada:password")])
      expect(`${String(web)} ${JSON.stringify(web)}`).not.toContain(secret);
  });

  it("say why credentials were not found, without their details", async () => {
    const credentials = (): never => {
      throw Object.assign(new Error("the vault is closed"), { config: { key: "top-secret" } });
    };
    const error: unknown = await s3Storage({ endpoint: server.url, credentials })
      .read("s3://b/k")
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: "denied", attempts: 1, cause: undefined });
    expect(String(error)).toContain("s3://b/k: no credentials can be found: the vault is closed");
  });
});
