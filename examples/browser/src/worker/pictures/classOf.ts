/** The class of a picture: the name of the folder that it lies in; undefined for a file in none. */
export function classOf(path: string): string | undefined {
  return path.split("/").filter(Boolean).at(-2);
}
