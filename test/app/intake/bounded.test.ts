// What anybody may type costs everybody little: work does not grow with the length of a text nobody could mean.
import type { KyselyPlugin } from 'kysely';
import { describe, expect, test } from 'vitest';
import { boundedIntent } from '../../../src/app/intake/bounded.ts';
import { similarNames } from '../../../src/app/templates/similar-names.ts';
import { parseCommand } from '../../../src/domain/command.ts';
import type { Intent } from '../../../src/ports/chat.ts';
import { greetings } from '../../../src/views/words/word-lists.ts';
import { openTestStore } from '../../support/process/database.ts';

const by = {
  actor: { platform: 'chat', tenant: 't', id: 'sofia', name: 'Sofía' },
  deliveryId: 'd1',
} as const;

describe('a text nobody could mean', () => {
  test('is cut before it is read, where it would still be too long for every rule', () => {
    const long = 'x'.repeat(1_000_000);
    const command: Intent = { ...by, kind: 'command', command: 'template', text: long };
    const form: Intent = {
      ...by,
      kind: 'form',
      form: 'propose',
      context: '',
      button: 'submit',
      values: { body: long },
    };

    expect(boundedIntent(command)).toMatchObject({ text: 'x'.repeat(1_000) });
    expect(boundedIntent(form)).toMatchObject({ values: { body: 'x'.repeat(3_000) } });
  });

  test('comes with no more fields than a form has', () => {
    const values = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`f${index}`, 'x']));
    const form: Intent = { ...by, kind: 'form', form: 'propose', context: '', button: 'submit', values };

    const bounded = boundedIntent(form);

    expect(bounded.kind === 'form' && Object.keys(bounded.values)).toHaveLength(300);
  });

  test('is not searched for word by word: 700 parts of a name cost as many searches as three', async () => {
    const store = await openTestStore();
    const searches = async (name: string) => {
      let count = 0;
      const counting: KyselyPlugin = {
        transformQuery: ({ node }) => {
          count += 1;
          return node;
        },
        transformResult: async ({ result }) => result,
      };
      await similarNames(store.db.withPlugin(counting), name);
      return count;
    };

    const three = await searches('order_ready_now');
    const many = await searches(Array.from({ length: 120 }, (_, index) => `a${index + 100}`).join('_'));
    const tooLong = await searches(Array.from({ length: 700 }, (_, index) => `part${index}`).join('_'));
    await store.close();

    expect(three).toBeGreaterThan(0);
    expect(many).toBeLessThanOrEqual(three);
    expect(tooLong).toBe(0);
  });
});

/** What made patterns look at every way to part a line. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ['spaces', ' '],
  ['slashes and spaces', '/ '],
  ['exclamation marks and a letter', '!'],
  ['line breaks', '\n'],
  ['accents alone', '\u0301'],
  ['underscores', '_'],
];

test.each(HOSTILE)('a line of %s is read in time that grows with its length and no faster', (_name, unit) => {
  const known = new Set(greetings);
  const cost = (length: number) => {
    const line = `${unit.repeat(length / unit.length)}a`;
    const times = Array.from({ length: 5 }, () => {
      const began = performance.now();
      for (let again = 0; again < 5; again += 1) parseCommand(line, known);
      return performance.now() - began;
    });
    return Math.min(...times);
  };

  cost(1_000);
  const short = cost(20_000);
  const long = cost(160_000);

  // Eight times the length: a quadratic reader would need sixty-four times as long.
  expect(long / Math.max(short, 0.05)).toBeLessThan(30);
});
