/** Returns a value with its bigints as numbers, or the bigint that no number can hold. */
export function withNumbers(value: unknown): { readonly value: unknown } | { readonly tooLarge: bigint } {
  try {
    return { value: convert(value) };
  } catch (error) {
    if (error instanceof TooLarge) return { tooLarge: error.value };
    throw error;
  }
}

class TooLarge extends Error {
  readonly value: bigint;

  constructor(value: bigint) {
    super(String(value));
    this.value = value;
  }
}

function convert(value: unknown): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw new TooLarge(value);
    return number;
  }
  if (Array.isArray(value)) return value.some(isNested) ? value.map(convert) : value;
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return Array.from(value, convert);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, convert(one)]));
}

function isNested(value: unknown): boolean {
  return typeof value === "bigint" || (typeof value === "object" && value !== null);
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
