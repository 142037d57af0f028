import { sizeOf } from "@tensorloom/core/internal";
import type { Column } from "./column.ts";
import type { FeatureSlot } from "../../example/featureFinder.ts";
import type { FixedLength } from "../specs/fixedLength.ts";
import { LIST_KIND_OF, missingFeature, wrongCount, wrongKind } from "../specs/parseIssues.ts";
import { valueBuffer } from "./valueBuffer.ts";

/** The column of a {@link FixedLength}: row-major values, the same number for each row. */
export function fixedColumn(spec: FixedLength, slot: FeatureSlot, rows: number): Column {
  const { dtype, shape } = spec;
  const size = sizeOf(shape);
  const wanted = LIST_KIND_OF[dtype];
  const buffer = valueBuffer(slot.key, dtype, spec.as, rows * size);
  let at = 0;
  return {
    add(issues) {
      buffer.reserve(at + size);
      if (slot.present) {
        if (slot.feature.kind !== wanted) issues.push(wrongKind(slot.key, dtype, slot.feature));
        else {
          const count = buffer.take(slot.feature, at, size);
          if (count !== size) issues.push(wrongCount(slot.key, dtype, count, shape, size));
        }
      } else if (spec.default === undefined) issues.push(missingFeature(slot.key, dtype));
      else spec.default.forEach((value, i) => buffer.set(at + i, value));
      at += size;
    },
    batch: () => ({ data: buffer.values(at), shape: [size === 0 ? rows : at / size, ...shape] }),
    single() {
      const values = buffer.values(at);
      if (shape.length === 0) return values[0];
      return shape.length === 1 ? values : { data: values, shape };
    },
  };
}
