// A process that opens a store and appends events, for tests of several processes on one database.
// Usage: node append-events.ts <DATABASE_URL> <count>
import { randomUUID } from 'node:crypto';
import { openStore } from '../../../src/store/open.ts';

const [url, count] = process.argv.slice(2);
const store = await openStore({ url: url!, now: () => new Date(), newId: randomUUID });
for (let done = 0; done < Number(count); done += 1) {
  await store.write(async (tx) => {
    // Reading first is what makes a transaction that began as a reader fail under another process's write.
    await tx.db.selectFrom('chain_head').selectAll().execute();
    tx.record({ actor: `process-${process.pid}`, kind: 'counted', subjectKind: 'test', subjectId: String(done) });
  });
}
await store.close();
