import { Agent as HttpAgent, type AgentOptions } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Socket } from "node:net";

/** The bytes that a connection reads at a time: Node's own 64 KiB are four times the calls, and new memory for each. */
const READ_BYTES = 2 ** 18;

/** How long a connection waits for its next request, in milliseconds: less than servers wait. */
const KEPT_MS = 4000;

const OPTIONS: AgentOptions = { keepAlive: true, timeout: KEPT_MS }; // `maxRequests` limits them

/** Keeps connections that read into one memory each: the parser copies what it passes on. */
class ReadingAgent extends HttpAgent {
  override createConnection(
    ...[options, callback]: Parameters<HttpAgent["createConnection"]>
  ): ReturnType<HttpAgent["createConnection"]> {
    const onread = {
      buffer: new Uint8Array(Buffer.allocUnsafeSlow(READ_BYTES).buffer),
      callback: (length: number, memory: Uint8Array): boolean => {
        socket?.emit("data", memory.subarray(0, length));
        return true;
      },
    };
    const more: typeof options & { onread: typeof onread } = { ...options, onread };
    const socket = super.createConnection(more, callback) as Socket | null | undefined;
    return socket;
  }
}

/** The connections of all storages of this thread, by protocol. */
export const AGENTS: Readonly<Record<string, HttpAgent | undefined>> = {
  "http:": new ReadingAgent(OPTIONS),
  "https:": new HttpsAgent(OPTIONS),
};
