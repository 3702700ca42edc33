// Proposals by the hundred, made through the form as people make them; and a bounded number of things under way at once.
import { actor, type InProcess } from './in-process.ts';

const AT_ONCE = 16;

/** Page one, samples, check, for each. Gives the subjects of their cards' buttons, oldest first. */
export async function proposeMany({ dispatch, store }: InProcess, count: number): Promise<readonly string[]> {
  await inLanes(
    Array.from({ length: count }, (_, n) => n),
    async (n) => {
      const who = actor(`proposer${n % 50}`);
      const values = {
        name: `bench_${String(n).padStart(5, '0')}`,
        language: 'en_US',
        category: 'UTILITY',
        body: 'Hi {{1}}, your order is ready. You can collect it at our main desk until Friday.',
        'sample.body.1': 'Grace',
      };
      let context = `draft-${n}:1`;
      for (const step of [1, 2, 3]) {
        const reply = await dispatch({
          kind: 'form',
          actor: who,
          deliveryId: `form-${n}-${step}`,
          form: 'propose',
          context,
          button: 'submit',
          values,
        });
        if (reply.show === 'form' && Object.keys(reply.form.errors).length > 0)
          throw new Error(`not proposed: ${JSON.stringify(reply.form.errors)}`);
        if (reply.show === 'form') context = reply.form.context;
      }
    },
  );
  const rows = await store.db.selectFrom('proposals').select(['id', 'revision']).orderBy('number').execute();
  if (rows.length !== count) throw new Error(`${rows.length} proposals instead of ${count}`);
  return rows.map((row) => `${row.id}:${row.revision}`);
}

/** Works on all of them, sixteen at a time. */
export async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
    }),
  );
}
