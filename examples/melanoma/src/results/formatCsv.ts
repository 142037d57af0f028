/** Formats rows as CSV, with quotes if they are needed. */
export function formatCsv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map((value) => quote(String(value))).join(",")}\n`).join("");
}

/** @see RFC 4180 */
function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
