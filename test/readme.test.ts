// What the README says is there, is there: scripts, files, commands, packages.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS as SLACK_COMMANDS } from '../adapters/chat/slack/app-facts.ts';
import { isCommand } from '../src/cli/help.ts';
import { providersTableText } from '../src/cli/providers-table.ts';
import { parseSendCommand, parseTemplateCommand } from '../src/domain/command.ts';

const readme = readFileSync('README.md', 'utf8');
const { scripts, dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
};

function all(pattern: RegExp): readonly string[] {
  return [...new Set([...readme.matchAll(pattern)].map((match) => match[1] ?? ''))];
}

describe('the README', () => {
  it('names npm scripts that exist', () => {
    const named = [...all(/npm run ([\w:]+)/g), ...all(/npm (start|test)\b/g)];

    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('names commands of the command line that exist', () => {
    const named = all(/npm run aval -- ([\w-]+)/g);

    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !isCommand(name))).toEqual([]);
  });

  it('names chat commands that are understood', () => {
    const template = all(/`\/template ([^`]*)`/g).map((text) => parseTemplateCommand(text.replace(/[[\]]/g, '')));
    const send = all(/`\/send-active ([^`]*)`/g).map((text) => parseSendCommand(text.replace(/[[\]]/g, '')));

    expect(template.map(({ name }) => name)).not.toContain('unknown');
    expect(new Set(template.map(({ name }) => name))).toEqual(
      new Set(['propose', 'list', 'show', 'sync', 'link', 'help']),
    );
    expect(new Set(send.map(({ name }) => name))).toEqual(new Set(['send', 'status', 'help']));
    expect(Object.keys(SLACK_COMMANDS).filter((command) => !readme.includes(`\`${command} `))).toEqual([]);
  });

  it('links files that exist', () => {
    const linked = all(/\]\((?!https?:)([^)#]+)\)/g);

    expect(linked.length).toBeGreaterThan(4);
    expect(linked.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('shows what each provider can do (print it with: npm run -s aval -- providers-table)', () => {
    const shown = readme.split('<!-- providers:start -->')[1]?.split('<!-- providers:end -->')[0]?.trim();

    expect(shown).toBe(providersTableText());
  });

  it('says of every package it runs with what it saves', () => {
    const table = readme.slice(readme.indexOf('## Libraries'), readme.indexOf('## Develop'));

    expect(Object.keys(dependencies).filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
  });
});
