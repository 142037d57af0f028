import type { Summary } from "../../events/event.ts";
import type { Feature } from "../../example/feature.ts";
import { parseNumberFlag, type Command } from "./terminal/command.ts";
import { detectContent, toJsonValues, type Content } from "./describe.ts";
import { resolveInputs } from "./terminal/input.ts";
import { recordsWithProgress } from "./terminal/records.ts";

function toJson(content: Content): unknown {
  const values = (features: ReadonlyMap<string, Feature>): unknown =>
    Object.fromEntries([...features].map(([key, feature]) => [key, toJsonValues(feature)]));
  switch (content.kind) {
    case "Example":
      return values(content.features);
    case "SequenceExample": {
      const lists = [...content.lists].map(([key, steps]) => [key, steps.map(toJsonValues)] as const);
      return { context: values(content.features), featureLists: Object.fromEntries(lists) };
    }
    case "Event":
      return { ...content.event, summaries: content.event.summaries.map(summaryToJson) };
    case "bytes":
      return { base64: Buffer.from(content.bytes).toString("base64") };
  }
}

function summaryToJson(summary: Summary): unknown {
  if (summary.kind !== "image") return summary;
  return { ...summary, encoded: { base64: Buffer.from(summary.encoded).toString("base64") } };
}

/** `tfrecord cat`: prints records as JSON. */
export const cat: Command = {
  summary: "print records as JSON, one per line",
  usage: "FILE... [--records N]",
  help: `Prints each record of the files in order: an Example as {"feature": [values]}, a SequenceExample as
{"context": …, "featureLists": …}. Bytes are printed as text if they are text, else as {"base64": …}; integers that a
number would round are printed as text.

  tfrecord cat --records 3 train00-2182.tfrec
  tfrecord cat all.tfrec | jq .target[0] | sort | uniq -c`,
  flags: { records: { type: "string" } },
  async run(files, flags, terminal) {
    let left = parseNumberFlag(flags, "records") ?? Infinity;
    if (left === 0) return 0;
    for await (const record of recordsWithProgress(await resolveInputs(files), terminal)) {
      await terminal.out(JSON.stringify(toJson(detectContent(record))));
      left -= 1;
      if (left === 0) break;
    }
    return 0;
  },
};
