// The Teams app package's contents: what the manifest declares is what the code answers, within the limits Teams sets.
import { existsSync, readFileSync } from 'node:fs';
import draft04 from 'ajv-draft-04';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { EXTENSION_COMMANDS } from '../../../../adapters/chat/teams/app-facts.ts';
import { teamsPackage } from '../../../../src/cli/package-teams.ts';
import { parseCommand, parseSendCommand, parseTemplateCommand } from '../../../../src/domain/command.ts';
import { greetings } from '../../../../src/views/words/word-lists.ts';
import { pixelsOf } from '../../../support/console/read-png.ts';

const APP = { appId: '6f1d2c3b-8a47-4c1e-9b7f-0d5e2a91c364', publicHost: 'aval.example.com' };
const DEVELOPER = {
  name: 'Contoso "Ltd"',
  website: 'https://contoso.example',
  privacy: 'https://contoso.example/privacy',
  terms: 'https://contoso.example/terms',
};

const files = unzipSync(teamsPackage(APP, DEVELOPER, '1.2.3'));
const read = (name: string) => JSON.parse(strFromU8(files[name]!));
const manifest = read('manifest.json');
const spanish: Record<string, string> = read('es.json');
const [bot] = manifest.bots;
const [extension] = manifest.composeExtensions;

type Command = { readonly title: string; readonly description: string };
type CommandList = {
  readonly scopes: readonly string[];
  readonly triggers?: readonly string[];
  readonly commands: readonly Command[];
};
const lists: readonly CommandList[] = bot.commandLists;

describe('the Teams manifest', () => {
  test('names this installation, its bot and who runs it, and leaves nothing to fill in', () => {
    expect([manifest.id, bot.botId, extension.botId, manifest.webApplicationInfo.id]).toEqual(Array(4).fill(APP.appId));
    expect(manifest.version).toBe('1.2.3');
    expect(manifest.validDomains).toEqual(['aval.example.com']);
    expect(manifest.developer).toEqual({
      name: 'Contoso "Ltd"',
      websiteUrl: DEVELOPER.website,
      privacyUrl: DEVELOPER.privacy,
      termsOfUseUrl: DEVELOPER.terms,
    });
    expect(JSON.stringify([manifest, spanish])).not.toContain('${');
  });

  test('has ids and addresses of the form Teams asks for', () => {
    const ids = [manifest.id, bot.botId, extension.botId, manifest.webApplicationInfo.id];
    const { name: _name, ...addresses } = manifest.developer;

    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(Object.values<string>(addresses).map((url) => new URL(url).protocol)).toEqual(Array(3).fill('https:'));
    expect(new URL(manifest.$schema).hostname).toBe('developer.microsoft.com');
    for (const domain of manifest.validDomains) expect(new URL(`https://${domain}`).host).toBe(domain);
  });

  test('works in the private chat, in teams and in group chats, with private answers and without files', () => {
    expect(bot.scopes).toEqual(['personal', 'team', 'groupChat']);
    expect(bot).toMatchObject({ supportsTargetedMessages: true, supportsFiles: false, isNotificationOnly: false });
    expect(lists.map(({ scopes }) => scopes)).toEqual([['personal'], ['team'], ['groupChat']]);
  });

  test('offers commands the code understands, typed exactly so, the same everywhere', () => {
    const [first, ...others] = lists.map(({ commands }) => commands);
    const understood = first!.map(({ title }) => {
      const typed = parseCommand(title, greetings);
      const parse = typed?.command === 'template' ? parseTemplateCommand : parseSendCommand;
      return typed && `${typed.command} ${parse(typed.text).name}`;
    });

    expect(others).toEqual([first, first]);
    expect(understood).toEqual([
      'template propose',
      'template list',
      'send-active help',
      'template link',
      'template help',
    ]);
  });

  test('an example in a description is understood too', () => {
    const [, example = ''] = /: (send-active .+)$/.exec(lists[0]!.commands[2]!.description) ?? [];

    expect(parseSendCommand(parseCommand(example, greetings)?.text ?? '')).toMatchObject({
      name: 'send',
      number: '+5491155551234',
    });
  });

  test('puts them behind a slash where Teams has that: not in the private chat', () => {
    expect(lists.map(({ triggers }) => triggers)).toEqual([undefined, ['mention', 'slash'], ['mention', 'slash']]);
  });

  test('declares the extension commands the code answers, each opening its form directly', () => {
    expect(extension.commands.map(({ id }: { id: string }) => id)).toEqual(Object.keys(EXTENSION_COMMANDS));
    for (const command of extension.commands) {
      expect(command).toMatchObject({ type: 'action', fetchTask: true, triggers: ['slash'] });
    }
    expect(extension.commands.map(({ context }: { context: string[] }) => context)).toEqual([
      ['compose', 'commandBox'],
      ['compose', 'commandBox', 'message'],
    ]);
  });

  test('asks for the one permission the code uses, and says what becomes of what is read', () => {
    expect(manifest.authorization.permissions).toEqual({
      resourceSpecific: [{ name: 'ChannelMessage.Read.Group', type: 'Application' }],
    });
    expect(manifest.description.full).toContain('neither stores them');
    expect(manifest.permissions).toBeUndefined();
  });

  test('may be added to private and shared channels, where people of other companies are refused one by one', () => {
    expect(manifest.supportsChannelFeatures).toBe('tier1');
    expect(manifest.supportedChannelTypes).toBeUndefined();
  });
});

describe('its texts', () => {
  // Lengths from Microsoft's manifest schema v1.30.
  const LIMITS: readonly (readonly [RegExp, number])[] = [
    [/^name\.short$/, 30],
    [/^name\.full$/, 100],
    [/^description\.short$/, 80],
    [/^description\.full$/, 4000],
    [/^developer\.name$/, 32],
    [/^bots\[0\]\.commandLists\[\d\]\.commands\[\d\]\.title$/, 128],
    [/^bots\[0\]\.commandLists\[\d\]\.commands\[\d\]\.description$/, 4000],
    [/^composeExtensions\[0\]\.commands\[\d\]\.title$/, 32],
    [/^composeExtensions\[0\]\.commands\[\d\]\.description$/, 128],
  ];
  const english = Object.fromEntries(textsOf(manifest));

  test('keep within what Teams shows, in both languages', () => {
    for (const [pattern, max] of LIMITS) {
      const found = [...Object.entries(english), ...Object.entries(spanish)].filter(([path]) => pattern.test(path));
      expect(found, String(pattern)).not.toEqual([]);
      for (const [path, text] of found) expect(text.length, path).toBeLessThanOrEqual(max);
    }
    expect(lists.length).toBeLessThanOrEqual(3);
    for (const { commands } of lists) expect(commands.length).toBeLessThanOrEqual(12);
  });

  test('are all translated, except what is typed and therefore must be understood', () => {
    const typed = /commandLists\[\d\]\.commands\[\d\]\.title$/;
    const people = LIMITS.map(([pattern]) => pattern).filter((pattern) => !pattern.test('developer.name'));
    const wanted = Object.keys(english).filter((path) => people.some((one) => one.test(path)) && !typed.test(path));

    expect(Object.keys(spanish).toSorted()).toEqual(['$schema', ...wanted].toSorted());
    expect(manifest.localizationInfo).toEqual({
      defaultLanguageTag: 'en',
      additionalLanguages: [{ languageTag: 'es', file: 'es.json' }],
    });
    expect(spanish.$schema).toContain(`/v${manifest.manifestVersion}/`);
  });
});

describe('its icons', () => {
  test.each([
    ['color', 192],
    ['outline', 32],
  ] as const)('%s is a square of %i pixels', (name, size) => {
    const { width, height } = pixelsOf(files[manifest.icons[name]]!);

    expect([width, height]).toEqual([size, size]);
  });

  test('the outline is white on nothing', () => {
    const { pixels } = pixelsOf(files[manifest.icons.outline]!);
    const drawn = pixels.filter(([, , , alpha]) => alpha > 0);

    expect(drawn.length).toBeGreaterThan(50);
    expect(pixels.length - drawn.length).toBeGreaterThan(500);
    expect(drawn.filter(([red, green, blue]) => Math.min(red, green, blue) < 255)).toEqual([]);
  });
});

test("the manifest is valid by Microsoft's published schema", () => {
  const schema = new URL('../../../../../shared/specs/teams-manifest-v1.30.schema.json', import.meta.url);
  // The schema is Microsoft's and not part of this repository; the tests above hold without it.
  if (!existsSync(schema)) return expect(manifest.manifestVersion).toBe('1.30');
  const validate = new draft04.default({ strict: false, validateFormats: false, allErrors: true }).compile(
    JSON.parse(readFileSync(schema, 'utf8')),
  );

  validate(manifest);

  expect(validate.errors ?? []).toEqual([]);
});

describe('the package for tenants that refuse a new manifest', () => {
  const older = unzipSync(teamsPackage(APP, DEVELOPER, '1.2.3', 'older'));
  const text = (name: string) => strFromU8(older[name]!);

  test('has an older version in all its files, and nothing that came later', () => {
    expect(JSON.parse(text('manifest.json'))).toMatchObject({
      manifestVersion: '1.19',
      $schema: expect.stringContaining('/v1.19/'),
    });
    expect(text('es.json')).toContain('/v1.19/');
    expect(text('manifest.json')).not.toMatch(/triggers|supportsTargetedMessages|supportsChannelFeatures/);
  });

  test('is the same app, with the same bot, commands and permissions', () => {
    const { bots, ...rest } = JSON.parse(text('manifest.json'));
    const commands = (list: CommandList) => list.commands;

    expect(rest).toMatchObject({ id: APP.appId, authorization: manifest.authorization });
    expect(bots[0].commandLists.map(commands)).toEqual(lists.map(commands));
  });
});

/** Every text with its path, as translations name it: `bots[0].commandLists[1].commands[2].title`. */
function textsOf(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsOf(item, `${path}[${index}]`));
  return Object.entries(value as object).flatMap(([key, item]) => textsOf(item, path === '' ? key : `${path}.${key}`));
}
