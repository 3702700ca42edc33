// A form that did not open: each cause has its own sentence, since each has another cure.
import { expect, test } from 'vitest';
import { limited, refused } from '../../../../../adapters/chat/slack/out/failure.ts';
import { whyNotOpened } from '../../../../../adapters/chat/slack/out/private-messages.ts';
import { slackWords } from '../../../../support/slack/platform.ts';

const NOW = Date.parse('2026-05-01T10:00:00.000Z');

test.each([
  ['a revoked token', refused('token_revoked'), slackWords.lockedOut],
  ['a missing scope', refused('missing_scope'), slackWords.notPermitted],
  ['a pace to keep', limited('2026-05-01T10:00:07.000Z'), slackWords.askedToWait(7)],
  ['an expired trigger', refused('expired_trigger_id'), 'late'],
  ['no time left', undefined, 'late'],
])('%s', (_cause, failure, sentence) => {
  expect(whyNotOpened(failure, slackWords, 'late', NOW)).toBe(sentence);
});
