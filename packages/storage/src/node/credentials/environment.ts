/** The environment of the process. An empty variable counts as unset. */
export function environment(name: string): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}
