import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server of objects in memory, which is running. */
export interface ObjectServer {
  /** Its origin, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

interface StoredObject {
  readonly bytes: Uint8Array;
  readonly etag: string;
}

/**
 * Starts a server of objects on the loopback: GET and HEAD with ranges and versions, PUT and DELETE.
 *
 * It is fast and small, as it knows neither signatures nor lists.
 */
export async function objectServer(): Promise<ObjectServer> {
  const objects = new Map<string, StoredObject>();
  const server: Server = createServer((request, response) => {
    const name = request.url ?? "";
    if (request.method === "PUT") void store(objects, name, request, response);
    else if (request.method === "DELETE") {
      objects.delete(name);
      response.writeHead(204).end();
    } else send(objects.get(name), request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, // a TCP server's
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function store(
  objects: Map<string, StoredObject>,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const bytes = new Uint8Array(Buffer.concat(chunks));
  const etag = `"${createHash("md5").update(bytes).digest("hex")}"`;
  objects.set(name, { bytes, etag });
  response.writeHead(200, { etag }).end();
}

function send(object: StoredObject | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (object === undefined) return void response.writeHead(404).end();
  const { bytes, etag } = object;
  const match = request.headers["if-match"];
  if (match !== undefined && match !== etag) return void response.writeHead(412, { etag }).end();
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  const start = Number(range?.[1] ?? 0);
  if (range !== null && start >= bytes.length)
    return void response.writeHead(416, { "content-range": `bytes */${String(bytes.length)}` }).end();
  const end = range === null || range[2] === "" ? bytes.length : Math.min(bytes.length, Number(range[2]) + 1);
  response.writeHead(range === null ? 200 : 206, {
    etag,
    "accept-ranges": "bytes",
    "content-length": end - start,
    ...(range === null
      ? {}
      : { "content-range": `bytes ${String(start)}-${String(end - 1)}/${String(bytes.length)}` }),
  });
  response.end(request.method === "HEAD" ? undefined : bytes.subarray(start, end));
}
