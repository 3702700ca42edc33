// Which person an account belongs to right now.
import type { Store } from '../../../src/store/store.ts';

export async function findPersonId(store: Pick<Store, 'db'>, key: string): Promise<string> {
  const row = await store.db
    .selectFrom('identities')
    .select('person_id')
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  return row.person_id;
}
