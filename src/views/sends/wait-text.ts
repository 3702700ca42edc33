// Why a message has not left yet, and when it is tried next.

import { joinTexts } from '../parts/text.ts';
import type { Text } from '../view.ts';
import type { Words } from '../words/index.ts';
import type { WaitReason } from './data.ts';

export function waitText(words: Words, wait: { readonly why: WaitReason; readonly until?: string }): Text {
  const next = wait.until ? words.rich('wait.until', { until: { time: wait.until } }) : '';
  return joinTexts([words.say(`wait.${wait.why}`), next]);
}
