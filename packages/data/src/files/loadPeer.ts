import { isMissingPackage } from "@tensorloom/core/internal";

/**
 * Loads an optional package.
 *
 * @param load - Imports it by a literal name, so that bundlers find it.
 * @throws Error with the install command if it is not installed.
 */
export async function loadPeer<M>(name: string, peer: string, load: () => Promise<M>): Promise<M> {
  try {
    return await load();
  } catch (error) {
    if (!isMissingPackage(error, peer)) throw error;
    throw new Error(`${name}: ${peer} is not installed; run: npm install ${peer}`, { cause: error });
  }
}
