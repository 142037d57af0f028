/** What was thrown, in words: an error's message, anything else as text, and something also of what has no text. */
export function wordsOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return "what was thrown cannot be put into words"; // an object without a prototype, say
  }
}
