/** Rounds a size in bytes up, so that what follows it begins at a multiple of 16, with space for a vector between. */
export const aligned = (bytes: number): number => Math.floor((bytes + 47) / 16) * 16;
