// Several senders may be of one account and see the same templates: which they are, and how the account is asked.
import type { Failure } from '../../domain/fault.ts';
import type { Result } from '../../domain/result.ts';
import type { Provider } from '../../ports/provider.ts';
import type { Send } from '../../store/sends/sends.ts';
import { registerAccounts } from '../../store/template-accounts.ts';
import { findTemplate, type StoredTemplate } from '../../store/templates.ts';
import { type AppDeps, type Db, isoNow, senderLabel } from '../deps.ts';

/** At every start, before anything is done: the store is told whose templates each sender sees. */
export async function registerSenders(deps: Pick<AppDeps, 'store' | 'providers' | 'now' | 'log'>): Promise<void> {
  const senders = [...deps.providers.values()].map(({ senderId, account, whatsappAccount }) => ({
    senderId,
    account,
    ...(whatsappAccount !== undefined && { whatsappAccount }),
  }));
  const merged = await deps.store.write(async (tx) => {
    const found = await registerAccounts(tx.db, senders, isoNow(deps));
    for (const { id, into } of found)
      tx.record({ actor: 'aval', kind: 'template_merged', subjectKind: 'template', subjectId: into, detail: id });
    return found;
  });
  if (merged.length > 0) deps.log.info({ templates: merged.length }, 'templates stored for several senders became one');
}

type Placed = Pick<StoredTemplate, 'account' | 'senderId' | 'alsoSeen'>;

/** The senders a template can leave from, in the order of the configuration; the one it is stored for where none sees it. */
export function sendersOf({ providers }: Pick<AppDeps, 'providers'>, template: Placed): readonly string[] {
  const accounts = [template.account, ...template.alsoSeen.map(({ account }) => account)];
  const found = [...providers.values()].filter(({ account }) => accounts.includes(account));
  return found.length > 0 ? found.map((provider) => provider.senderId) : [template.senderId];
}

/** Their labels, as people see them; of many the first few. */
export function senderLabels(deps: Pick<AppDeps, 'providers' | 'settings'>, template: Placed): string {
  return labelsOf(deps, sendersOf(deps, template));
}

const NAMED = 4;

export function labelsOf({ settings }: Pick<AppDeps, 'settings'>, senderIds: readonly string[]): string {
  const labels = senderIds.slice(0, NAMED).map((senderId) => senderLabel(settings, senderId));
  return [...labels, ...(senderIds.length > NAMED ? ['…'] : [])].join(', ');
}

/** The template as this sender sends it, under the name its own account has for it; undefined when it does not see it. */
export function seenBy(
  deps: Pick<AppDeps, 'providers'>,
  template: StoredTemplate | undefined,
  senderId: string,
): StoredTemplate | undefined {
  if (!template || !sendersOf(deps, template).includes(senderId)) return undefined;
  const account = deps.providers.get(senderId)?.account;
  const sight = template.alsoSeen.find((one) => one.account === account);
  if (!sight) return { ...template, senderId };
  const { name, language, externalId } = sight;
  return { ...template, senderId, externalId, content: { ...template.content, name, language } };
}

/** The template of a send, as the sender it leaves from sees it. */
export async function templateOfSend(deps: AppDeps, db: Db, send: Send): Promise<StoredTemplate | undefined> {
  return seenBy(deps, await findTemplate(db, send.templateId), send.senderId);
}

/** The senders of each account, in the order of the configuration. */
export function accountsOf({ providers }: Pick<AppDeps, 'providers'>): readonly (readonly [Provider, ...Provider[]])[] {
  const accounts = new Map<string, [Provider, ...Provider[]]>();
  for (const provider of providers.values()) {
    const known = accounts.get(provider.account);
    if (known) known.push(provider);
    else accounts.set(provider.account, [provider]);
  }
  return [...accounts.values()];
}

/** Accounts of other providers that stand before the same account at WhatsApp. */
export function kinOf({ providers }: Pick<AppDeps, 'providers'>, account: string): readonly string[] {
  const all = [...providers.values()];
  const shared = all.find((provider) => provider.account === account)?.whatsappAccount;
  if (shared === undefined) return [];
  const kin = all.filter((provider) => provider.whatsappAccount === shared && provider.account !== account);
  return [...new Set(kin.map((provider) => provider.account))];
}

/** Asks one sender after the other until one is answered: a revoked key of one must not hide the account. */
export async function askAccount<T>(
  [first, ...others]: readonly [Provider, ...Provider[]],
  ask: (provider: Provider) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const answer = await ask(first);
  if (answer.ok) return answer;
  for (const other of others) {
    const again = await ask(other);
    if (again.ok) return again;
  }
  return answer;
}
