// Asks for an account's e-mail address through the outbox: directories are slow, and no click may wait for one.
import type { Tx } from '../../store/store.ts';
import { type AppDeps, isoNow } from '../deps.ts';
import { job } from '../news/jobs.ts';

/** With one platform there is nothing to link, so nothing is asked. `account`: an identity key. */
export async function askForEmailLater(deps: AppDeps, account: string): Promise<void> {
  if (!isUseful(deps)) return;
  await deps.store.write(async (tx) => enqueueQuestion(tx, account, { ask: isoNow(deps) }));
}

/** Whether there are two platforms that could have accounts of one person. */
export function isUseful(deps: AppDeps): boolean {
  return deps.platforms.size > 1;
}

/** One question at a time: a directory that hangs occupies one job of the worker. */
const LANE = 'people.email';

/** `ask` names the question: the same account may be asked about again another day. */
export function enqueueQuestion(
  tx: Tx,
  account: string,
  { ask, runAt, tries }: { readonly ask: string; readonly runAt?: string; readonly tries?: number },
): void {
  const payload = { account, ...(tries !== undefined && { tries }) };
  tx.enqueue(job('people.email', payload, { key: `${account}:${ask}`, lane: LANE, ...(runAt && { runAt }) }));
}
