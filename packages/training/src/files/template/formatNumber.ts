/** How to write a number: the part of Python's format specifications that file names need. */
export interface NumberFormat {
  /** Fill up to this width, with zeros or spaces in front. */
  readonly width: number;
  readonly zeros: boolean;
  /** `d` of an integer, `f` with digits after the point, `e` with an exponent; by default as short as possible. */
  readonly type: "d" | "f" | "e" | "";
  /** Digits after the point. */
  readonly digits: number;
}

const PATTERN = /^(0?)([1-9]\d*)?(?:\.(\d{1,2}))?([dfe]?)$/;

/** Parses a format such as `03d`, `.4f` or `.2e`; `undefined` if it is not a format. */
export function parseNumberFormat(text: string): NumberFormat | undefined {
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const [, zero, width = "0", digits, type] = match as readonly (string | undefined)[];
  const takesDigits = type === "f" || type === "e";
  if (digits !== undefined && !takesDigits) return undefined;
  return {
    width: Number(width),
    zeros: zero === "0",
    type: type as NumberFormat["type"], // by the pattern
    digits: Number(digits ?? 6), // Python's default
  };
}

/**
 * Formats a number as Python does.
 *
 * @see https://docs.python.org/3/library/string.html#format-specification-mini-language
 */
export function formatNumber(value: number, { width, zeros, type, digits }: NumberFormat): string {
  const [sign, ...rest] = splitSign(digitsOf(value, type, digits));
  const body = rest.join("");
  const fill = zeros && Number.isFinite(value) ? "0" : " ";
  return fill === "0" ? sign + body.padStart(width - sign.length, "0") : (sign + body).padStart(width);
}

function digitsOf(value: number, type: NumberFormat["type"], digits: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (type === "f") return value.toFixed(digits);
  if (type === "e") return value.toExponential(digits).replace(/e([+-])(\d)$/, "e$10$2"); // at least two digits
  return String(value);
}

function splitSign(text: string): readonly [string, string] {
  return text.startsWith("-") ? ["-", text.slice(1)] : ["", text];
}
