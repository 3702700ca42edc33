// Help: what can be done with each command, and the draft that waits to be continued.
import type { Reply } from '../../ports/chat.ts';
import { listDrafts } from '../../store/drafts.ts';
import { sendHelpCard, templateHelpCard } from '../../views/operation/help-card.ts';
import type { AppDeps } from '../deps.ts';
import { namesToAsk, type Staff } from '../people/staff.ts';

export async function templateHelp(deps: AppDeps, staff: Staff): Promise<Reply> {
  const mine = { personId: staff.person.id, form: 'propose', now: deps.now(), limit: 1 };
  const [draft] = await listDrafts(deps.store.db, mine);
  const name = (draft?.data.values as { name?: string } | undefined)?.name ?? ''; // written by the proposal form only
  const view = {
    roles: staff.roles,
    ask: await namesToAsk(deps, 'admin', staff.person),
    links: deps.platforms.size > 1,
    ...(draft && { draft: { id: draft.id, name, savedAt: draft.updatedAt } }),
  };
  return { show: 'notice', card: templateHelpCard(staff.words, view) };
}

export async function sendHelp(deps: AppDeps, staff: Staff): Promise<Reply> {
  return {
    show: 'notice',
    card: sendHelpCard(staff.words, { roles: staff.roles, ask: await namesToAsk(deps, 'admin', staff.person) }),
  };
}
