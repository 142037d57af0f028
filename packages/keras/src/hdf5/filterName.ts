/** Filters for arrays that are registered with the HDF Group; files often omit their names. */
const REGISTERED: ReadonlyMap<number, string> = new Map([
  [307, "bzip2"],
  [32000, "lzf"],
  [32001, "blosc"],
  [32004, "lz4"],
  [32008, "bitshuffle"],
  [32013, "zfp"],
  [32015, "zstd"],
  [32017, "sz"],
  [32026, "blosc2"],
]);

/**
 * Returns the name of an HDF5 filter.
 *
 * @see https://github.com/HDFGroup/hdf5_plugins/blob/master/docs/RegisteredFilterPlugins.md
 */
export function filterName({ id, name }: { readonly id: number; readonly name: string }): string {
  return REGISTERED.get(id) ?? (name === "" ? `filter ${String(id)}` : name);
}
