import { decodeEvent } from "../../events/decodeEvent.ts";
import type { Example, Feature } from "../../example/feature.ts";
import { decodeSequenceExample } from "../../example/sequenceExample.ts";

/** What a record turns out to hold. */
export type Content =
  | { readonly kind: "Example"; readonly features: Example }
  | {
      readonly kind: "SequenceExample";
      readonly features: Example;
      readonly lists: ReadonlyMap<string, readonly Feature[]>;
    }
  | { readonly kind: "Event"; readonly event: ReturnType<typeof decodeEvent> }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array };

/** Tells what a record holds by reading it as each kind; protobuf itself does not say. */
export function detectContent(record: Uint8Array): Content {
  try {
    const event = record[0] === 0x09 ? decodeEvent(record) : undefined; // an event begins with its time, a double
    if (event !== undefined) return { kind: "Event", event };
    const { context, featureLists } = decodeSequenceExample(record);
    if (featureLists.size > 0 && isLikely([...context, ...featureLists].map(([key]) => key)))
      return { kind: "SequenceExample", features: context, lists: featureLists };
    if (context.size > 0 && isLikely([...context.keys()])) return { kind: "Example", features: context };
  } catch {
    // not the bytes of such a message
  }
  return { kind: "bytes", bytes: record };
}

/** Whether they are keys, and not bytes of another message that happen to stand where keys would. */
function isLikely(keys: readonly string[]): boolean {
  return keys.every((key) => !/[\u0000-\u001f\u007f]/.test(key));
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Bytes as text where they are printable text; `undefined` where they are not. */
export function toPrintable(bytes: Uint8Array): string | undefined {
  try {
    const text = utf8.decode(bytes);
    return /[\u0000-\u0008\u000b-\u001f\u007f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** A feature's values as JSON: bytes that are no text in base64, numbers that JSON does not have or would round as text. */
export function toJsonValues({ kind, values }: Feature): unknown[] {
  if (kind === "none") return [];
  if (kind === "float32") return Array.from(values, (one) => (Number.isFinite(one) ? one : String(one)));
  if (kind === "int64")
    return Array.from(values, (one) => (Number.isSafeInteger(Number(one)) ? Number(one) : String(one)));
  return values.map((one) => toPrintable(one) ?? { base64: Buffer.from(one).toString("base64") });
}
