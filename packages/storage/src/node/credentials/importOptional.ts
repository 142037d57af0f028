import { isMissingPackage } from "@tensorloom/core/internal";

/**
 * Imports a package that need not be installed.
 *
 * @param subject - What needs it, for the error: `"s3Storage: profile work has sso_session, which"`.
 * @throws Error that names the command to install it.
 */
export async function importOptional<M>(name: string, subject: string, load: () => Promise<M>): Promise<M> {
  try {
    return await load();
  } catch (error) {
    if (!isMissingPackage(error, name)) throw error;
    throw new Error(`${subject} needs ${name}, which is not installed: npm install ${name}`, {
      cause: error,
    });
  }
}
