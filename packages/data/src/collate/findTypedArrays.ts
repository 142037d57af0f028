/** Finds the typed arrays in an element, each once. */
export function findTypedArrays(
  element: unknown,
  seen: Set<object> = new Set<object>(),
): readonly ArrayBufferView[] {
  if (typeof element !== "object" || element === null || seen.has(element)) return [];
  seen.add(element);
  if (ArrayBuffer.isView(element)) return [element];
  return Object.values(element).flatMap((field) => findTypedArrays(field, seen));
}
