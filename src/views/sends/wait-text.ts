// Why a message has not left yet, and when it is tried next.

import { joinTexts } from '../parts/text.ts';
import type { Text } from '../view.ts';
import type { Words } from '../words/index.ts';
import type { Wait } from './data.ts';

export function waitText(words: Words, wait: Wait): Text {
  const name = (category: Wait['from']) => (category ? words.say(`category.${category}`) : '?');
  const facts = wait.why === 'category' ? { from: name(wait.from), to: name(wait.to) } : {};
  const next = wait.until ? words.rich('wait.until', { until: { time: wait.until } }) : '';
  return joinTexts([words.say(`wait.${wait.why}`, facts), next]);
}
