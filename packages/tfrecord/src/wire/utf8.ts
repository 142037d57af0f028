import { ExampleError } from "./exampleError.ts";

const encoder = new TextEncoder();

/** Above this length the platform's encoder is faster (Node 20: a call costs 0.3 µs). */
const SHORT = 64;

/** Encodes text as UTF-8. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  if (text.length > SHORT) return encoder.encode(text);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return encoder.encode(text);
    bytes[i] = code;
  }
  return bytes;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Decodes UTF-8 text.
 *
 * @throws ExampleError with the feature's key if the bytes are not UTF-8.
 */
export function decodeUtf8(bytes: Uint8Array, feature: string): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new ExampleError([{ kind: "text", feature, message: "holds bytes that are not UTF-8 text" }]);
  }
}
