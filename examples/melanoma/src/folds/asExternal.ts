import { UserError } from "../cli/userError.ts";

/** Waits until external data are open. An error that names `--data` names `--external` instead. */
export async function asExternal<T>(opened: Promise<T>): Promise<T> {
  try {
    return await opened;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.message.replace(/^--data\b/, "--external"), { cause: error });
  }
}
