// What the documents say is there, is there: scripts, files, commands, packages, settings, and the rooms of the house.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS as SLACK_COMMANDS } from '../adapters/chat/slack/app-facts.ts';
import { isCommand } from '../src/cli/help.ts';
import { providersTableText } from '../src/cli/providers-table.ts';
import { loadConfig } from '../src/config.ts';
import { parseSendCommand, parseTemplateCommand } from '../src/domain/command.ts';
import { filesUnder } from './support/source-files.ts';

const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...filesUnder('docs', '.md')];
const READMES = filesUnder('adapters', 'readme.md');
const text = new Map([...DOCUMENTS, ...READMES].map((path) => [path, readFileSync(path, 'utf8')]));
const readme = text.get('README.md')!;
const contributing = text.get('CONTRIBUTING.md')!;
const everything = [...text.values()].join('\n');
const { scripts, dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
};

function all(pattern: RegExp, within = everything): readonly string[] {
  return [...new Set([...within.matchAll(pattern)].map((match) => match[1] ?? ''))];
}

function foldersIn(path: string): readonly string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

describe('the documents', () => {
  it('name npm scripts that exist', () => {
    const named = [...all(/npm run (?:-s )?([\w:]+)/g), ...all(/npm (start|test)\b/g)];

    expect(named.length).toBeGreaterThan(6);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('show what each provider can do (print it with: npm run -s aval -- providers-table)', () => {
    const shown = readme.split('<!-- providers:start -->')[1]?.split('<!-- providers:end -->')[0]?.trim();

    expect(shown).toBe(providersTableText());
  });

  it('show senders that the configuration takes', () => {
    const blocks = [...text].flatMap(([path, content]) =>
      [...content.matchAll(/^( *)```yaml\n([\s\S]*?)^ *```/gm)].map(([, indent = '', block = '']) => ({
        path,
        yaml: block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      })),
    );
    const senders = blocks.filter(({ yaml }) => yaml.includes('senders:'));
    const tokens = {
      TWILIO_AUTH_TOKEN: 'a'.repeat(32),
      META_ACCESS_TOKEN: 'a',
      META_APP_SECRET: 'a',
      META_VERIFY_TOKEN: 'a',
    };

    expect(senders.length).toBeGreaterThan(0);
    for (const { path, yaml } of senders) {
      const loaded = loadConfig(tokens, (file) => (file === 'aval.yaml' ? yaml : undefined));
      // Such a block shows a sender alone: that places and people are missing is no fault of it.
      const faults = loaded.ok ? [] : loaded.error.filter((problem) => problem.path.startsWith('senders['));
      expect(faults, path).toEqual([]);
    }
  });

  it('name commands of the command line that exist', () => {
    const named = all(/npm run aval -- ([\w-]+)/g);

    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !isCommand(name))).toEqual([]);
  });

  it('link files that exist', () => {
    const linked = [...text].flatMap(([path, content]) =>
      all(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g, content).map((link) => ({ path, link })),
    );

    expect(linked.length).toBeGreaterThan(20);
    expect(linked.filter(({ path, link }) => !existsSync(join(dirname(path), link)))).toEqual([]);
  });

  it('name variables of the environment that are read', () => {
    const known = readFileSync('src/config/environment.ts', 'utf8') + readFileSync('.env.example', 'utf8');
    const named = all(/`((?:SLACK|TEAMS|PUBLIC|DATABASE|LOG)_[A-Z_]+)(?:=[^`]*)?`/g);

    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('are all reached from the README', () => {
    const linked = [...text].flatMap(([path, content]) =>
      all(/\]\((?!https?:)([^)#]+)/g, content).map((link) => join(dirname(path), link)),
    );
    const unreached = [...text.keys()].filter(
      (path) => path !== 'README.md' && !linked.some((link) => link === path || link === dirname(path)),
    );

    expect(unreached).toEqual([]);
  });
});

describe('the README', () => {
  it('starts and tests Aval by one line each', () => {
    expect(readme).toMatch(/^npm ci && npm start$/m);
    expect(readme).toMatch(/^npm ci && npm test$/m);
  });

  it('names chat commands that are understood', () => {
    const template = all(/`\/template ([^`]*)`/g, readme).map((typed) =>
      parseTemplateCommand(typed.replace(/[[\]]/g, '')),
    );
    const send = all(/`\/send-active ([^`]*)`/g, readme).map((typed) => parseSendCommand(typed.replace(/[[\]]/g, '')));

    expect(template.map(({ name }) => name)).not.toContain('unknown');
    expect(new Set(template.map(({ name }) => name))).toEqual(
      new Set(['propose', 'list', 'pending', 'show', 'sync', 'link', 'help']),
    );
    expect(new Set(send.map(({ name }) => name))).toEqual(new Set(['send', 'status', 'consent', 'help']));
    expect(Object.keys(SLACK_COMMANDS).filter((command) => !readme.includes(`\`${command} `))).toEqual([]);
  });

  it('says of every package it runs with what it saves', () => {
    const table = readme.slice(readme.indexOf('## Libraries'), readme.indexOf('## Develop'));

    expect(Object.keys(dependencies).filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('CONTRIBUTING', () => {
  const places = contributing.slice(
    contributing.indexOf('## Where things are'),
    contributing.indexOf('## How a change lands'),
  );

  it('names files and folders that exist', () => {
    const named = all(/`((?:src|adapters|migrations|test|docs)\/[\w./-]+)`/g, contributing).filter(
      (path) => !path.startsWith('docs/decisions'),
    );

    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('shows every room of the app and of the domain', () => {
    const rooms = new Set([...foldersIn('src/app'), ...foldersIn('src/domain')]);

    expect([...rooms].filter((room) => !places.includes(`\`${room}\``))).toEqual([]);
  });

  it('shows every layer', () => {
    const layers = foldersIn('src').map((name) => `src/${name}`);

    expect(layers.filter((layer) => !places.includes(`\`${layer}\``))).toEqual([]);
  });
});
