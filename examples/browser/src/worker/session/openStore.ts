const NAME = "tensorloom-page";
const VALUES = "values";

/** A place for values by name, which the browser keeps. */
interface KeyStore {
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}

/** Opens the page's database. */
export async function openStore(): Promise<KeyStore> {
  const opening = indexedDB.open(NAME, 1);
  opening.addEventListener("upgradeneeded", () => opening.result.createObjectStore(VALUES));
  const database = await settle(opening);
  const within = <T>(mode: IDBTransactionMode, use: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    settle(use(database.transaction(VALUES, mode).objectStore(VALUES)));
  return {
    read: (key) => within<unknown>("readonly", (store) => store.get(key)),
    write: (key, value) => within("readwrite", (store) => store.put(value, key)),
    delete: (key) => within("readwrite", (store) => store.delete(key)),
  };
}

function settle<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () =>
      reject(request.error ?? new Error("the browser's database failed")),
    );
  });
}
