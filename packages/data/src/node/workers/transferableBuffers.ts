/** How deep a value is searched for buffers. */
const DEPTH = 3;

/** What to do about an array whose memory has gone over already. */
const ADVICE = {
  element: 'give a new array each time, or choose transfer: "results"',
  result: 'return a new array each time, or choose transfer: "none"',
};

/**
 * The buffers of a value that can change hands: those that a typed array fills from end to end.
 *
 * A view of a part stays a copy: someone else may look at the rest, as with Node's pooled buffers.
 *
 * @param what - What the value is, for errors.
 * @throws TypeError where an array's memory changed hands before: the other thread could not read the message.
 */
export function transferableBuffers(
  value: unknown,
  what: keyof typeof ADVICE,
  depth: number = DEPTH,
): readonly ArrayBuffer[] {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    const buffer = value instanceof ArrayBuffer ? value : value.buffer;
    if (!(buffer instanceof ArrayBuffer)) return []; // shared
    if (isDetached(buffer))
      throw new TypeError(
        `mapInWorkers: the ${what}'s ${value.constructor.name} has no memory any more: it was handed over before, with an earlier ${what}; ${ADVICE[what]}`,
      );
    return buffer.byteLength === value.byteLength ? [buffer] : [];
  }
  if (typeof value !== "object" || value === null || depth === 0) return [];
  return [...new Set(Object.values(value).flatMap((field) => transferableBuffers(field, what, depth - 1)))];
}

/** Whether a buffer's memory was handed over; Node 20 has no `detached` to ask. An empty buffer is as long. */
function isDetached(buffer: ArrayBuffer): boolean {
  if (buffer.byteLength > 0) return false;
  try {
    buffer.slice(0);
    return false;
  } catch {
    return true;
  }
}
