import { decodeEvent } from "../../events/decodeEvent.ts";
import type { Example, Feature } from "../../example/feature.ts";
import { decodeSequenceExample } from "../../example/sequenceExample.ts";

/** The detected content of a record. */
export type Content =
  | { readonly kind: "Example"; readonly features: Example }
  | {
      readonly kind: "SequenceExample";
      readonly features: Example;
      readonly lists: ReadonlyMap<string, readonly Feature[]>;
    }
  | { readonly kind: "Event"; readonly event: ReturnType<typeof decodeEvent> }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array };

/** Detects the content of a record by decoding it as each kind, because protobuf does not state its type. */
export function detectContent(record: Uint8Array): Content {
  try {
    const event = record[0] === 0x09 ? decodeEvent(record) : undefined; // an event starts with its time, a double
    if (event !== undefined) return { kind: "Event", event };
    const { context, featureLists } = decodeSequenceExample(record);
    if (featureLists.size > 0 && isLikely([...context, ...featureLists].map(([key]) => key)))
      return { kind: "SequenceExample", features: context, lists: featureLists };
    if (context.size > 0 && isLikely([...context.keys()])) return { kind: "Example", features: context };
  } catch {
    // not a message of that kind
  }
  return { kind: "bytes", bytes: record };
}

/** Whether they look like keys, and not like bytes of another kind of message. */
function isLikely(keys: readonly string[]): boolean {
  return keys.every((key) => !/[\u0000-\u001f\u007f]/.test(key));
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Decodes bytes that are printable text; returns `undefined` for others. */
function toPrintable(bytes: Uint8Array): string | undefined {
  try {
    const text = utf8.decode(bytes);
    return /[\u0000-\u0008\u000b-\u001f\u007f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Converts a feature's values to JSON: binary as base64, numbers that JSON lacks or would round as text. */
export function toJsonValues({ kind, values }: Feature): unknown[] {
  if (kind === "none") return [];
  if (kind === "float32") return Array.from(values, (one) => (Number.isFinite(one) ? one : String(one)));
  if (kind === "int64")
    return Array.from(values, (one) => (Number.isSafeInteger(Number(one)) ? Number(one) : String(one)));
  return values.map((one) => toPrintable(one) ?? { base64: Buffer.from(one).toString("base64") });
}
