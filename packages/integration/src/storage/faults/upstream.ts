import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";

/** A response of the server that a proxy asks. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body, not read yet. */
  readonly body: IncomingMessage;
}

/** A client of the server that a proxy asks. */
export interface Upstream {
  /** Sends a request on, with other headers, and with its body unless it is sent before. */
  send(incoming: IncomingMessage, headers: IncomingHttpHeaders): Promise<Received>;
  close(): void;
}

/** Headers of one connection, which are not sent on (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "transfer-encoding"]);

/** Removes the headers that belong to one connection. */
export function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}

/** Opens a client with kept connections. The header `Host` stays as it is: signatures contain it. */
export function openUpstream(origin: string): Upstream {
  const agent = new Agent({ keepAlive: true });
  return {
    send: (incoming, headers) =>
      new Promise((resolve, reject) => {
        const sent = request(new URL(incoming.url ?? "/", origin), {
          agent,
          method: incoming.method,
          headers: endToEnd(headers),
        });
        sent.on("error", reject);
        sent.on("response", (body) => resolve({ status: body.statusCode ?? 0, headers: body.headers, body }));
        incoming.pipe(sent);
      }),
    close: () => agent.destroy(),
  };
}

/** Reads a body to its end. */
export async function readBody({ body }: Received): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
