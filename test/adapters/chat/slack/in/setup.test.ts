// The manifest, the doctor, Socket Mode's connection, and what is loaded when.
import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { APP_HOME, COMMANDS, EVENTS, SCOPES, SHORTCUTS } from '../../../../../adapters/chat/slack/app-facts.ts';
import { createSlackPlatform } from '../../../../../adapters/chat/slack/index.ts';
import type { Intent } from '../../../../../src/ports/chat.ts';
import { startFakeSlack } from '../../../../support/slack/fake-slack.ts';
import { type RunningSlack, slackWords, startSlack } from '../../../../support/slack/platform.ts';

let slack: RunningSlack | undefined;
afterEach(async () => {
  await slack?.stop();
  slack = undefined;
});

describe('manifests/slack.yaml', () => {
  const manifest = parse(readFileSync(new URL('../../../../../manifests/slack.yaml', import.meta.url), 'utf8'));

  test('asks for the scopes and events the code uses, no more and no fewer', () => {
    expect(manifest.oauth_config.scopes.bot).toEqual(Object.keys(SCOPES));
    expect(manifest.oauth_config.scopes.user).toBeUndefined();
    expect(manifest.settings.event_subscriptions.bot_events).toEqual([...EVENTS]);
  });

  test('opens the Messages tab, without which no direct message arrives', () => {
    expect(manifest.features.app_home).toEqual(APP_HOME);
    expect(APP_HOME.messages_tab_enabled).toBe(true);
  });

  test('has no part that is not compared here with what the code does', () => {
    const parts = (value: object) => Object.keys(value).toSorted();

    expect(parts(manifest)).toEqual(['_metadata', 'display_information', 'features', 'oauth_config', 'settings']);
    expect(parts(manifest.features)).toEqual(['app_home', 'bot_user', 'shortcuts', 'slash_commands']);
    expect(manifest.features.bot_user).toEqual({
      display_name: manifest.display_information.name,
      always_online: true,
    });
    expect(parts(manifest.oauth_config)).toEqual(['scopes']);
    // One workspace, one token that stays: nothing here could follow a rotated one, or tell two workspaces apart.
    expect(manifest.settings).toEqual({
      event_subscriptions: { bot_events: [...EVENTS] },
      interactivity: { is_enabled: true },
      org_deploy_enabled: false,
      socket_mode_enabled: true,
      token_rotation_enabled: false,
    });
  });

  test('declares the commands and the shortcut the code knows', () => {
    // Typed mentions and numbers come as they are typed; what Slack would put in their place is not parsed.
    for (const command of manifest.features.slash_commands) expect(command.should_escape).toBe(false);
    for (const shortcut of manifest.features.shortcuts) expect(shortcut.type).toBe('global');
    expect(manifest.features.slash_commands.map((each: { command: string }) => each.command)).toEqual(
      Object.keys(COMMANDS),
    );
    expect(manifest.features.shortcuts.map((each: { callback_id: string }) => each.callback_id)).toEqual(
      Object.keys(SHORTCUTS),
    );
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
  });

  test('keeps within the lengths Slack prints', () => {
    expect(manifest.display_information.name.length).toBeLessThanOrEqual(35);
    expect(manifest.display_information.description.length).toBeLessThanOrEqual(140);
    for (const shortcut of manifest.features.shortcuts) expect(shortcut.name.length).toBeLessThanOrEqual(24);
    for (const command of manifest.features.slash_commands) expect(command.command).toMatch(/^\/[a-z-]{1,31}$/);
  });

  test("is valid by Slack's published schema", () => {
    const schema = new URL('../../../../../../shared/specs/slack-manifest-v2.schema.json', import.meta.url);
    // The schema is Slack's and not part of this repository; the tests above hold without it.
    if (!existsSync(schema)) return expect(manifest._metadata.major_version).toBe(2);
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(
      JSON.parse(readFileSync(schema, 'utf8')),
    );

    validate(manifest);

    expect(validate.errors ?? []).toEqual([]);
  });
});

describe('doctor', () => {
  const names = (checks: readonly { name: string; status: string }[]) =>
    checks.map((check) => `${check.name}: ${check.status}`);

  test('is content with a good workspace', async () => {
    slack = await startSlack({});

    expect(names(await slack.platform.check(['C0APPROVAL', 'C0APPROVAL']))).toEqual([
      'slack token: ok',
      'slack scopes: ok',
      'slack clock: ok',
      'slack channel C0APPROVAL: ok',
    ]);
  });

  test('names a missing scope with its use, and each channel that will not do with its mending', async () => {
    slack = await startSlack({ fake: await startFakeSlack({ scopes: 'commands,chat:write' }) });
    slack.fake.channels.set('C0OUT', { id: 'C0OUT', is_member: false });
    slack.fake.channels.set('C0SHARED', { id: 'C0SHARED', is_member: true, is_ext_shared: true });
    slack.fake.channels.set('C0OLD', { id: 'C0OLD', is_archived: true });

    const checks = await slack.platform.check(['C0OUT', 'C0SHARED', 'C0OLD', 'C0NONE']);

    expect(checks.find((check) => check.name === 'slack scopes')).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('users:read'),
    });
    expect(names(checks.slice(3))).toEqual([
      'slack channel C0OUT: failed',
      'slack channel C0SHARED: warning',
      'slack channel C0OLD: failed',
      'slack channel C0NONE: failed',
    ]);
    expect(checks.filter((check) => check.status !== 'ok').every((check) => check.fix !== '')).toBe(true);
  });

  test('looks at each person the roles name: there, active, of us, guest', async () => {
    slack = await startSlack({});
    const { fake } = slack;
    fake.users.set('U0GONE', { deleted: true });
    fake.users.set('U0GUEST', { is_restricted: true });
    fake.users.set('U0OTHER', { is_stranger: true });

    const checks = await slack.platform.check([], ['U0ANA', 'U0GONE', 'U0GUEST', 'U0OTHER']);

    expect(checks.slice(3)).toMatchObject([
      { name: 'slack person U0GONE', status: 'failed', detail: 'deactivated' },
      { name: 'slack person U0GUEST', status: 'warning', detail: expect.stringContaining('guest') },
      { name: 'slack person U0OTHER', status: 'failed' },
      { name: 'slack people', status: 'ok', detail: expect.stringContaining('1 of 4') },
    ]);
    fake.behave('users.info', { error: 'user_not_found' });
    expect((await slack.platform.check([], ['U0NOBODY']))[3]).toMatchObject({
      status: 'failed',
      fix: expect.stringContaining('Copy member ID'),
    });
  });

  test('names the scope that a refused call would need', async () => {
    slack = await startSlack({});
    slack.fake.behave('conversations.info', { error: 'missing_scope', needed: 'channels:read' });

    expect((await slack.platform.check(['C0APPROVAL'])).at(-1)).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('needed scope: channels:read'),
    });
  });

  test('says what to do about a bad token', async () => {
    slack = await startSlack({});
    slack.fake.behave('auth.test', { error: 'invalid_auth' });

    expect(await slack.platform.check([])).toMatchObject([
      { name: 'slack token', status: 'failed', fix: expect.stringContaining('SLACK_BOT_TOKEN') },
    ]);
  });

  test('notices a clock that is off', async () => {
    slack = await startSlack({ deps: { now: () => new Date(Date.now() + 400_000) } });

    const checks = await slack.platform.check([]);

    expect(checks.find((check) => check.name === 'slack clock')).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('ahead of'),
    });
  });
});

describe('Socket Mode', () => {
  test('connects again after the connection is lost, and hears again', async () => {
    const intents: Intent[] = [];
    slack = await startSlack({
      mode: 'socket',
      dispatch: async (intent) => {
        intents.push(intent);
        return { show: 'nothing' };
      },
    });
    const { fake, ana } = slack;
    await ana.command('/template', 'list');

    fake.behave('apps.connections.open', { status: 503, times: 2 });
    fake.dropSockets();
    await vi.waitFor(() => expect(fake.callsOf('apps.connections.open').length).toBeGreaterThanOrEqual(4), 5000);
    await vi.waitFor(() => expect(fake.sockets()).toBe(1), 5000);

    await vi.waitFor(async () => {
      await ana.command('/template', 'list');
      expect(intents.length).toBeGreaterThanOrEqual(2);
    });
  });

  test('an event that could not be kept is not acknowledged', async () => {
    let fail = true;
    const { promise: dispatched, resolve } = Promise.withResolvers<void>();
    slack = await startSlack({
      mode: 'socket',
      dispatch: async () => {
        resolve();
        if (fail) throw new Error('database is gone');
        return { show: 'nothing' };
      },
    });
    const event = slack.ana.messageEvent(
      { platform: 'slack', channel: 'C0APPROVAL', message: '1.1', thread: '1.1' },
      'hello',
    );
    let acknowledged = false;

    void slack.fake.push({ type: 'events_api', payload: event }).then(() => {
      acknowledged = true;
    });
    await dispatched;
    await vi.waitFor(() => expect(slack?.logged.some((line) => line.message === 'a Slack delivery failed')).toBe(true));
    expect(acknowledged).toBe(false);

    fail = false;
    await slack.fake.push({ type: 'events_api', payload: event, retry_attempt: 1 });
  });

  test('another workspace over the socket is acknowledged and dropped', async () => {
    const intents: Intent[] = [];
    slack = await startSlack({
      mode: 'socket',
      dispatch: async (intent) => {
        intents.push(intent);
        return { show: 'nothing' };
      },
    });

    await slack.fake.push({
      type: 'slash_commands',
      payload: { ...slack.ana.commandPayload('/template', 'x'), team_id: 'T0OTHER' },
    });

    expect(intents).toEqual([]);
    expect(slack.counted).toContainEqual({ metric: 'slack_refused', labels: { why: 'other_workspace' } });
  });
});

test('without a signing secret or an app token nothing is started', () => {
  const deps = {
    now: () => new Date(),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    words: () => slackWords,
    count: () => undefined,
    observe: () => undefined,
  };

  expect(() => createSlackPlatform({ botToken: 'x' }, deps)).toThrow('signing secret');
});

test('nothing a person wrote, no token and no phone number reaches the log', async () => {
  const canary = '+5491155559999';
  slack = await startSlack({ dispatch: () => Promise.reject(new Error('bug')) });
  slack.fake.behave('response_url', { status: 500 });

  await slack.ana.command('/send-active', `${canary} secret-words`);
  await slack.ana.say(
    { platform: 'slack', channel: 'C0APPROVAL', message: '1.1', thread: '1.1' },
    `${canary} secret-words`,
  );

  expect(slack.logged.length).toBeGreaterThan(0);
  expect(
    JSON.stringify(slack.logged, (_, value: unknown) =>
      value instanceof Error ? [value.message, value.stack] : value,
    ),
  ).not.toMatch(/5559999|secret-words|xoxb/);
});
