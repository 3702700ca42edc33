// WhatsApp's formatting as Slack's rich text runs.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Run } from '../../../../../adapters/chat/slack/drawing/blocks.ts';
import { whatsappRuns } from '../../../../../adapters/chat/slack/drawing/whatsapp-markup.ts';

const shown = (text: string) => whatsappRuns(text).map((part) => ({ block: part.block, runs: part.runs.map(oneRun) }));
const oneRun = (run: Run) => (run.type === 'text' ? [run.text, ...Object.keys(run.style ?? {})].join('|') : run.type);

describe("WhatsApp's markup", () => {
  test.each([
    ['*bold* _it_ ~no~ `x`', ['bold|bold', ' ', 'it|italic', ' ', 'no|strike', ' ', 'x|code']],
    ['*bold _and italic_*', ['bold |bold', 'and italic|bold|italic']],
    ['snake_case_name and 2*3*4', ['snake_case_name and 2*3*4']],
    ['* not bold * and ** nor this **', ['* not bold * and ** nor this **']],
    ['*open', ['*open']],
    ['*a\nb*', ['*a\nb*']],
    ['`*raw*`', ['*raw*|code']],
    ['*á*', ['á|bold']],
  ])('%j', (text, runs) => {
    expect(shown(text)).toEqual([{ block: false, runs }]);
  });

  test('a fenced part is a block of its own, an odd fence is text', () => {
    expect(shown('a ```x *y*``` b')).toEqual([
      { block: false, runs: ['a '] },
      { block: true, runs: ['x *y*'] },
      { block: false, runs: [' b'] },
    ]);
    expect(shown('a ``` b')).toEqual([{ block: false, runs: ['a ``` b'] }]);
  });

  test('runs read like the source without its markers, and are never empty', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('*', '_', '~', '`', 'a', ' ', '\n', '```', 'é'), maxLength: 60 }),
        (text) => {
          const runs = whatsappRuns(text).flatMap((part) => part.runs);
          const words = (value: string) => value.replace(/[*_~`\s]/g, '');

          expect(words(runs.map((run) => (run.type === 'text' ? run.text : '')).join(''))).toBe(words(text));
          expect(runs.every((run) => run.type === 'text' && run.text !== '')).toBe(true);
        },
      ),
    );
  });

  test('a long text without a pair is read in linear time', () => {
    const started = performance.now();

    whatsappRuns('*a '.repeat(20_000));
    whatsappRuns('_a *b '.repeat(10_000));

    expect(performance.now() - started).toBeLessThan(1000);
  });
});
