import { decodeExample, type Feature } from "@tensorloom/tfrecord";

/** Features that are read by their specs instead. */
const READ_ELSEWHERE: ReadonlySet<string> = new Set(["image", "image_name", "target"]);

/** A text longer than this is data, not a value to group by. */
const MAX_LENGTH = 100;

/** Reads the features of a record that are one whole number or one short text. -1, which means unknown, is left out. */
export function readMetadata(record: Uint8Array): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [key, feature] of decodeExample(record)) {
    const text = READ_ELSEWHERE.has(key) ? undefined : formatFeature(feature);
    if (text !== undefined) found[key] = text;
  }
  return found;
}

function formatFeature({ kind, values }: Feature): string | undefined {
  if (values.length !== 1 || kind === "float32") return undefined;
  const [value] = values;
  if (value instanceof Uint8Array)
    return value.length > MAX_LENGTH ? undefined : new TextDecoder().decode(value);
  return value === -1n ? undefined : String(value);
}
