// People named in the configuration become known at start, so that "ask …" and mentions have names before they first click;
// then the directories are asked for the e-mail addresses that are missing.
import { personOf } from '../store/people.ts';
import type { AppDeps } from './deps.ts';
import { askForMissingEmails } from './email-links.ts';

/** Asks each platform for the names of the people it is configured with. Who cannot be found is left for later. */
export async function learnPeople(deps: AppDeps): Promise<void> {
  const { admin, approver, agent } = deps.settings.roles;
  for (const entry of new Set([...admin, ...approver, ...agent])) {
    const [platformId = '', ...rest] = entry.split(':');
    const id = rest.at(-1) ?? '';
    const platform = deps.platforms.get(platformId);
    const tenant = rest.length > 1 ? rest[0] : platform?.tenant();
    if (!platform || tenant === undefined) continue;
    const name = await platform.nameOf(id);
    if (name === undefined) continue;
    await personOf(deps.store.db, { platform: platformId, tenant, id, name }, { newId: deps.newId, now: deps.now() });
  }
  await askForMissingEmails(deps);
}
