import type { Setting } from "../run/run.ts";

/** A number with about three digits: `0.913`, `1,234`, `1.2e-5`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const text =
    Number.isInteger(value) && size < 1e15
      ? groupDigits(String(size))
      : size < 0.001
        ? size.toExponential(2)
        : size < 10
          ? size.toFixed(3)
          : groupDigits(size < 1000 ? size.toFixed(1) : String(Math.round(size)));
  return value < 0 ? `−${text}` : text;
}

/** `12345.6` becomes `12,345.6`. */
function groupDigits(text: string): string {
  const [whole, ...rest] = text.split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...rest].join(".");
}

/** `0.9137` becomes `91.4%`. */
export function formatPercent(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(share > 0 && share < 0.0095 ? 2 : 1)}%` : "–";
}

/** `4000.5` becomes `1 h 7 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 120) return `${String(whole)} s`;
  if (whole < 3600) return `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

/** A setting as text. */
export function formatSetting(setting: Setting | undefined): string {
  if (setting === undefined || setting === null) return "–";
  if (typeof setting !== "object") return String(setting);
  return Array.isArray(setting) ? setting.join(", ") : JSON.stringify(setting); // of JavaScript, any object
}

/** `1 row`, `2 rows`. */
export function count(number: number, noun: string): string {
  return `${formatNumber(number)} ${noun}${number === 1 ? "" : noun.endsWith("s") ? "es" : "s"}`;
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
