// Which chat platforms a configuration gives, and that nobody carries the code of one they do not use.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createPlatforms } from '../src/compose-chat.ts';
import { loadConfig } from '../src/config.ts';

const SENDERS = `
senders:
  - { id: main, provider: meta, wabaId: '1', phoneNumberId: '2', appId: '3', accessToken: a, appSecret: b, verifyToken: c }
`;
const ANA = '0f9e8d7c-6b5a-4938-8271-605f4e3d2c1b';
const SLACK = {
  env: { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
  yaml: `${SENDERS}\nplaces: { approval: [slack:C1] }\nroles: { admin: [slack:U1] }`,
};
const TEAMS = {
  env: { TEAMS_APP_ID: ANA, TEAMS_APP_PASSWORD: 'p', TEAMS_TENANT_ID: ANA },
  yaml: `${SENDERS}\nplaces: { approval: [teams:19:a@thread.tacv2] }\nroles: { admin: [teams:${ANA}] }`,
};
const BOTH = {
  env: { ...SLACK.env, ...TEAMS.env },
  yaml: `${SENDERS}\nplaces: { approval: [slack:C1, teams:19:a@thread.tacv2] }\nroles: { admin: [slack:U1] }`,
};
const REHEARSAL = { env: {}, yaml: '' };
const PLAYGROUND = { env: { TEAMS_PLAYGROUND: '1' }, yaml: '' };

type Setup = { readonly env: Readonly<Record<string, string>>; readonly yaml: string };

async function platformsOf({ env, yaml }: Setup) {
  const config = loadConfig(env, () => yaml);
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const asked: string[] = [];
  const platforms = await createPlatforms(config.value, {
    log: { info: () => {}, warn: () => {}, error: () => {} },
    now: () => new Date(),
    newId: () => 'id',
    memory: (platform) => {
      asked.push(platform);
      return { read: async () => undefined, write: async () => undefined, list: async () => [] };
    },
  });
  return { platforms, asked };
}

describe('a configuration gives', { timeout: 30_000 }, () => {
  it.each([
    ['Slack alone', SLACK, ['slack']],
    ['Teams alone', TEAMS, ['teams']],
    ['Slack and Teams', BOTH, ['slack', 'teams']],
    ['nothing: the console', REHEARSAL, ['console']],
    ['the Playground: the console and Teams', PLAYGROUND, ['console', 'teams']],
  ])('for %s', async (_what, set, expected) => {
    const { platforms } = await platformsOf(set);

    expect(platforms.map(({ id }) => id)).toEqual(expected);
  });

  it('Teams the memory kept for it, and the one messaging address', async () => {
    const { platforms, asked } = await platformsOf(TEAMS);

    expect(asked).toEqual(['teams']);
    expect(platforms.flatMap(({ routes }) => routes.map(({ method, path }) => `${method} ${path}`))).toEqual([
      'POST /api/messages',
    ]);
  });
});

describe('the code of chat platforms is loaded only where it is used', { timeout: 30_000 }, () => {
  // In a process of its own: here everything has been loaded by other tests' imports.
  const SCRIPT = `
    import { registerHooks } from 'node:module';
    const seen = new Set();
    registerHooks({ load: (url, context, next) => {
      seen.add(/adapters\\/chat\\/(\\w+)\\/index\\.ts|node_modules\\/(botbuilder|@slack\\/bolt)\\//.exec(url)?.slice(1).join(''));
      return next(url, context);
    } });
    const { createPlatforms } = await import('./src/compose-chat.ts');
    const { loadConfig } = await import('./src/config.ts');
    const { env, yaml } = JSON.parse(process.env.SET);
    const made = { log: {}, now: () => new Date(), newId: () => 'id', memory: () => ({}) };
    await createPlatforms(loadConfig(env, () => yaml).value, made);
    process.stdout.write(JSON.stringify([...seen].filter(Boolean).sort()));
    process.exit(0);`;

  it.each([
    ['Slack', SLACK, ['slack']],
    ['Teams', TEAMS, ['teams']],
    ['both', BOTH, ['slack', 'teams']],
    ['neither', REHEARSAL, ['console']],
  ])('with %s', async (_what, set, expected) => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', SCRIPT], {
      env: { SET: JSON.stringify(set) },
    });

    expect(JSON.parse(stdout)).toEqual(expected);
  });
});
