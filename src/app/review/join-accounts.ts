// One account at WhatsApp behind two providers: a template made through one stands in the list of the other under WhatsApp's
// own name for it. It is one entry where that name and the whole text agree, and stays two where anything else is the case.
import { providerFingerprint } from '../../domain/review/fingerprint.ts';
import type { Template } from '../../domain/templates/template.ts';
import type { RemoteTemplate } from '../../ports/provider.ts';
import type { Tx } from '../../store/store.ts';
import { dropSight, dropSights, keepSight, mergeSeen, templateIn } from '../../store/template-accounts.ts';
import { changeTemplate, findTemplate, type StoredTemplate } from '../../store/templates.ts';
import { type AppDeps, isoNow } from '../deps.ts';
import { kinOf } from '../senders/accounts.ts';

/** A list of this account shows the template; where another account had found it by its name at WhatsApp, both become one. */
export async function joinFoundIn(deps: AppDeps, tx: Tx, templateId: string, remote: RemoteTemplate): Promise<void> {
  const template = await findTemplate(tx.db, templateId);
  const { filedAs } = remote;
  if (!template || filedAs === undefined) return;
  if (template.filedAs !== filedAs) {
    await changeTemplate(tx.db, template, { filedAs }, isoNow(deps));
    await dropSights(tx.db, template.id);
  }
  const key = { name: filedAs, language: remote.template.language };
  const twinId = await templateIn(tx.db, kinOf(deps, template.account), 'name', key);
  const twin = twinId === undefined ? undefined : await findTemplate(tx.db, twinId);
  if (!twin || twin.review.state === 'deleted' || !isSame(template.content, twin.content)) return;
  if (twin.remoteContent && !isSame(template.content, twin.remoteContent)) return;
  await mergeSeen(tx.db, { id: twin.id, into: template.id }, isoNow(deps));
  record(tx, template.id, twin.id);
}

/** A template this account has not had yet: true when it is known from another one, and seen from here from now on. */
export async function joinKnownIn(deps: AppDeps, tx: Tx, account: string, remote: RemoteTemplate): Promise<boolean> {
  const { name, language } = remote.template;
  const id = await templateIn(tx.db, kinOf(deps, account), 'filed_as', { name, language });
  const known = id === undefined ? undefined : await findTemplate(tx.db, id);
  if (!known || !isSame(known.content, remote.template)) return false;
  await keepSight(tx.db, known.id, { account, name, language, externalId: remote.externalId });
  record(tx, known.id, remote.externalId);
  return true;
}

/** What a list shows of a template of another account; false when it is none any more, and has to be told apart again. */
export async function isStillSeen(
  tx: Tx,
  account: string,
  template: StoredTemplate,
  remote: RemoteTemplate | undefined,
): Promise<boolean> {
  const sight = template.alsoSeen.find((one) => one.account === account);
  if (!sight) return false;
  if (remote && isSame(template.content, remote.template)) return true;
  await dropSight(tx.db, sight);
  return false;
}

/** The same to the last word; the name is another one on purpose. */
function isSame(a: Template, b: Template): boolean {
  const text = (template: Template) => providerFingerprint({ ...template, name: '' });
  return text(a) === text(b);
}

function record(tx: Tx, templateId: string, detail: string): void {
  tx.record({ actor: 'provider', kind: 'template_merged', subjectKind: 'template', subjectId: templateId, detail });
}
