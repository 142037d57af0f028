import { appFolder, isAppBuilt } from "../../app.ts";

/** Whether the site has the example for browsers. */
interface AppState {
  readonly isBuilt: boolean;
  readonly folder: string;
}

declare const data: AppState;
export { data };

export default {
  load: (): AppState => ({ isBuilt: isAppBuilt(), folder: appFolder }),
};
