// `aval doctor`: runs every check there is and prints one line each, with the way to mend what is not right.
// It starts nothing and changes nothing; the running server is only asked questions.
import { randomUUID } from 'node:crypto';
import { type Config, channelsOf } from '../../config.ts';
import { namedIn, ROLES } from '../../domain/people/roles.ts';
import { createLog } from '../../log.ts';
import type { ChatPlatform } from '../../ports/chat.ts';
import type { Check } from '../../ports/process.ts';
import type { Provider } from '../../ports/provider.ts';
import type { Io } from '../io.ts';
import { clockCheck } from './clock.ts';
import { databaseChecks } from './database.ts';
import { openNotes } from './notes.ts';
import { abilities } from './providers.ts';
import { roleChecks } from './roles.ts';
import { endpointCheck } from './teams.ts';
import { webhookChecks } from './webhooks.ts';

const CHECK_WITHIN_MS = 20_000;
const NAME_WIDTH = 22;

export type DoctorDeps = {
  readonly platforms: readonly ChatPlatform[];
  readonly providers: readonly Provider[];
  readonly fetch: typeof fetch;
  readonly now: () => Date;
};

/** Runs the checks side by side, prints them in a fixed order; resolves to 1 when any failed, else 0. */
export async function runDoctor(config: Config, deps: DoctorDeps, io: Io): Promise<number> {
  const groups = [
    within('configuration', async () => [configuration(config), ...roleChecks(config)]),
    within('database', () => databaseChecks(config.databaseUrl, deps.now())),
    within('clock', () => clockCheck(vendorAddresses(config), deps)),
    ...deps.platforms.map((platform) =>
      within(platform.id, () => platform.check(channelsOf(config, platform.id), peopleOf(config, platform.id))),
    ),
    ...deps.providers.map((provider) =>
      within(provider.senderId, async () => [abilities(provider), ...(await provider.check())]),
    ),
    within('teams endpoint', () => endpointCheck(config, deps.fetch)),
    within('webhooks', () => webhookChecks(config, deps.providers, deps.fetch)),
  ];
  const checks = (await Promise.all(groups)).flat();
  for (const check of checks) io.out(line(check));
  const count = (status: Check['status']) => checks.filter((check) => check.status === status).length;
  io.out(`\n${checks.length} checks: ${count('ok')} ok, ${count('warning')} with a warning, ${count('failed')} failed`);
  return count('failed') > 0 ? 1 : 0;
}

/** What the command line runs: the same construction as the server's, nothing started. */
export async function doctor(config: Config, io: Io): Promise<number> {
  const { createProviders } = await import('../../compose.ts');
  const { createPlatforms } = await import('../../compose-chat.ts');
  const now = () => new Date();
  const notes = await openNotes(config.databaseUrl, now);
  try {
    const made = { log: createLog({ level: 'silent' }), now, newId: () => randomUUID(), memory: notes.memory };
    const platforms = await createPlatforms(config, made);
    const providers = await createProviders(config, made);
    return await runDoctor(config, { platforms, providers, fetch, now }, io);
  } finally {
    await notes.close();
  }
}

function line(check: Check): string {
  const first = `${check.status.padEnd(8)} ${check.name.padEnd(NAME_WIDTH)} ${check.detail}`.trimEnd();
  return check.fix === '' ? first : `${first}\n${' '.repeat(9)}→ ${check.fix}`;
}

function configuration(config: Config): Check {
  const detail = config.rehearsal
    ? `rehearsal: ${config.teams === undefined ? 'no chat platform is configured' : "Microsoft's Agents Playground"}`
    : `${config.senders.length} sender(s), ${config.roles.admin.length} admin(s), approval in ${config.places.approval
        .map((place) => `${place.platform}:${place.channel}`)
        .join(', ')}`;
  return { name: 'configuration', status: 'ok', detail, fix: '' };
}

/** Whoever has a role of their own. Role entries are `platform:id` or `platform:tenant:id`. */
function peopleOf({ roles }: Config, platform: string): readonly string[] {
  // Admins first: they are the ones told of trouble.
  const theirs = namedIn(roles, ROLES.toReversed()).filter((entry) => entry.startsWith(`${platform}:`));
  return [...new Set(theirs.map((entry) => entry.split(':').at(-1) ?? ''))];
}

function vendorAddresses(config: Config): readonly string[] {
  const slack = config.slack === undefined ? [] : [config.slack.apiUrl];
  const teams = config.teams === undefined || config.rehearsal ? [] : [config.teams.loginUrl];
  return [...new Set([...slack, ...teams, ...config.senders.map((sender) => sender.apiUrl)])];
}

// A check that hangs or breaks is a failed check, never the end of the others.
async function within(name: string, run: () => Promise<readonly Check[]>): Promise<readonly Check[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Check[]>((resolve) => {
    const detail = `no result within ${CHECK_WITHIN_MS / 1_000} s`;
    timer = setTimeout(
      () => resolve([{ name, status: 'failed', detail, fix: 'try again; is the network up?' }]),
      CHECK_WITHIN_MS,
    );
  });
  try {
    return await Promise.race([run(), late]);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return [{ name, status: 'failed', detail, fix: 'mend what it says, then run doctor again' }];
  } finally {
    clearTimeout(timer);
  }
}
