// Log lines: their shape, and what never stands in one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLog, type LogLevel, maskNumbers } from '../src/log.ts';

function aLog(level: LogLevel = 'info') {
  const lines: string[] = [];
  return {
    log: createLog({ level, to: { write: (line) => lines.push(line) } }),
    lines,
    last: () => JSON.parse(lines.at(-1)!),
  };
}

describe('the log', () => {
  it('is one JSON object per line with time, level, message and fields', () => {
    const { log, lines, last } = aLog();

    log.info({ proposal: 'p1', from: 'pending', to: 'approved' }, 'proposal moved');

    expect(lines[0]).toMatch(/\n$/);
    expect(last()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      proposal: 'p1',
      from: 'pending',
      to: 'approved',
      msg: 'proposal moved',
    });
  });

  it('leaves out what is below its level', () => {
    const { log, lines } = aLog('warn');

    log.info({}, 'quiet');
    log.warn({}, 'loud');

    expect(lines).toHaveLength(1);
  });

  it('hides tokens, by name and by look, however deep', () => {
    const { log, lines } = aLog();

    log.error(
      {
        accessToken: 'abc',
        nested: {
          list: [{ appSecret: 'def' }],
          headers: { authorization: 'Bearer ghi', 'x-hub-signature-256': 'jkl' },
        },
        text: 'with xoxb-123-456 and xapp-1-A and EAAabcdefghijklmnopqrstuvw and postgres://u:pass@h/db',
        error: new Error('Bearer mno failed', { cause: new Error('xoxp-9') }),
      },
      'token xoxb-777 refused',
    );

    for (const leaked of ['abc"', 'def', 'ghi', 'jkl', 'xoxb', 'xapp', 'EAAabc', 'pass@', 'mno', 'xoxp']) {
      expect(lines[0], leaked).not.toContain(leaked);
    }
  });

  it('keeps the stack of an error', () => {
    const { log, last } = aLog();

    log.error({ error: new TypeError('odd') }, 'broke');

    expect(last().error).toMatchObject({
      type: 'TypeError',
      message: 'odd',
      stack: expect.stringContaining('log.test.ts'),
    });
  });

  it('masks every full number, whatever surrounds it', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.stringMatching(/^\d{8,15}$/),
        fc.string({ unit: fc.constantFrom('a', ' ', '"', '+') }),
        (before, digits, after) => {
          const { log, lines } = aLog();

          log.info({ deep: [{ to: `${before}+${digits}${after}` }] }, `to +${digits}`);

          return !lines[0]!.includes(`+${digits}`);
        },
      ),
    );
    expect(maskNumbers('+5491155551234 and +1')).toBe('+549••••1234 and +1');
  });

  it('survives circles and odd values', () => {
    const { log, last } = aLog();
    const circle: Record<string, unknown> = { big: 10n, bytes: Buffer.from('abc'), none: undefined };
    circle.self = circle;

    log.info({ circle }, 'odd');

    expect(last().circle).toMatchObject({ big: '10', bytes: '[3 bytes]' });
  });
});
