import type { Column } from "./column.ts";
import type { Misfit } from "./exampleError.ts";
import type { DType } from "./dtype.ts";
import type { FeatureSlot } from "./featureFinder.ts";
import { sizeOf, type DefaultValue } from "./fixedLength.ts";
import type { FixedLengthSequence } from "./fixedLengthSequence.ts";
import { LIST_OF, missing, wrongCount, wrongKind } from "./misfits.ts";
import { valueBuffer } from "./valueBuffer.ts";

/** What shorter sequences are filled up with where the spec does not say. */
export const FILLERS: Readonly<Record<DType, DefaultValue>> = { int64: 0, float32: 0, bytes: "", string: "" };

/** The column of a {@link FixedLengthSequence}: rows of any number of steps, filled up to the longest. */
export function sequenceColumn(spec: FixedLengthSequence, slot: FeatureSlot): Column {
  const { dtype, shape } = spec;
  const size = sizeOf(shape);
  const rows: { readonly count: number; readonly buffer: ReturnType<typeof valueBuffer> }[] = [];

  function count(misfits: Misfit[]): number {
    if (!slot.present) {
      if (spec.required) misfits.push(missing(slot.key, dtype));
      return 0;
    }
    if (slot.list.kind !== LIST_OF[dtype]) {
      misfits.push(wrongKind(slot.key, dtype, slot.list));
      return 0;
    }
    const count = slot.list.count();
    if (count % size !== 0) misfits.push(wrongCount(slot.key, dtype, count, ["any", ...shape], size));
    return count;
  }

  return {
    add(misfits) {
      const values = count(misfits);
      const buffer = valueBuffer(slot.key, dtype, spec.as, values);
      if (values > 0) buffer.take(slot.list, 0, values);
      rows.push({ count: values, buffer });
    },
    batch() {
      const longest = Math.max(0, ...rows.map((row) => row.count));
      const all = valueBuffer(slot.key, dtype, spec.as, rows.length * longest);
      const fill = spec.default ?? FILLERS[dtype];
      rows.forEach(({ count, buffer }, row) => {
        const values = buffer.values(count);
        for (let i = 0; i < longest; i++) all.set(row * longest + i, i < count ? values[i] : fill);
      });
      const lengths = Int32Array.from(rows, (row) => row.count / size);
      return {
        data: all.values(rows.length * longest),
        shape: [rows.length, longest / size, ...shape],
        lengths,
      };
    },
    single() {
      const [{ count, buffer }] = rows;
      const data = buffer.values(count);
      return shape.length === 0 ? data : { data, shape: [count / size, ...shape] };
    },
  };
}
