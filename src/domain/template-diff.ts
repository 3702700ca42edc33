// Two revisions of a template as a line diff a person can read: one line per part, the body line by line.
import type { Button, Header, Samples, Template } from './template.ts';

/** Same shape as the view model's diff lines. */
export type DiffLine = { readonly mark: 'same' | 'added' | 'removed'; readonly text: string };

/** Lines of both, in order, each `same`, `removed` (only in `before`) or `added` (only in `after`). */
export function diffTemplates(before: Template, after: Template): readonly DiffLine[] {
  return diffLines(linesOf(before), linesOf(after));
}

/** The template's content as labelled lines. Labels are Meta's words for the parts, the same in every language. */
export function linesOf(template: Template): readonly string[] {
  const lines = [
    `name: ${template.name}`,
    `language: ${template.language}`,
    `category: ${template.category}`,
    ...optional('purpose', template.purpose),
    `parameters: ${template.parameterFormat}`,
    ...headerLines(template.header),
    ...bodyLines('body', template.body),
    ...optional('footer', template.footer),
    ...template.buttons.map((button, index) => `button ${index + 1}: ${buttonLine(button)}`),
  ];
  const { authentication, carousel, limitedTimeOffer, ttlSeconds } = template;
  if (authentication) {
    lines.push(`security advice: ${authentication.securityRecommendation ? 'yes' : 'no'}`);
    if (authentication.expiryMinutes !== undefined) lines.push(`code expires: ${authentication.expiryMinutes} min`);
  }
  if (limitedTimeOffer) {
    lines.push(`offer: ${limitedTimeOffer.text}${limitedTimeOffer.hasExpiration ? ' (expires)' : ''}`);
  }
  carousel?.forEach((card, index) => {
    const label = `card ${index + 1}`;
    lines.push(...headerLines(card.header).map((line) => `${label} ${line}`));
    if (card.body) lines.push(...bodyLines(`${label} body`, card.body));
    lines.push(...card.buttons.map((button) => `${label} button: ${buttonLine(button)}`));
  });
  return ttlSeconds === undefined ? lines : [...lines, `time to live: ${ttlSeconds} s`];
}

function optional(label: string, text: string | undefined): readonly string[] {
  return text === undefined ? [] : [`${label}: ${text}`];
}

function headerLines(header: Header | undefined): readonly string[] {
  if (!header) return [];
  if (header.format === 'text') return [`header: ${header.text}`, ...sampleLines('header', header.samples)];
  if (header.format === 'location') return ['header: location'];
  return [`header: ${header.format} ${header.sample}`.trimEnd()];
}

function bodyLines(label: string, body: Template['body']): readonly string[] {
  return [...body.text.split('\n').map((line) => `${label}: ${line}`), ...sampleLines(label, body.samples)];
}

function sampleLines(label: string, samples: Samples): readonly string[] {
  return Object.entries(samples).map(([key, value]) => `${label} sample {{${key}}}: ${value}`);
}

function buttonLine(button: Button): string {
  switch (button.kind) {
    case 'quick_reply':
      return `quick reply | ${button.label}${button.value === undefined ? '' : ` | ${button.value}`}`;
    case 'url':
      return `link | ${button.label} | ${button.url}${button.sample === undefined ? '' : ` | sample ${button.sample}`}`;
    case 'phone':
      return `call | ${button.label} | ${button.phone}`;
    case 'copy_code':
      return `copy code | ${button.sample}`;
    case 'otp':
      return `one-time code | ${button.otpKind}${button.label === undefined ? '' : ` | ${button.label}`}`;
    case 'other':
      return `${button.type}${button.label === undefined ? '' : ` | ${button.label}`}`;
  }
}

// Above this many cells the table would be slow and the diff unreadable: everything removed, everything added.
const TABLE_MAX = 1_000_000;

function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const removed = before.map((text): DiffLine => ({ mark: 'removed', text }));
  const added = after.map((text): DiffLine => ({ mark: 'added', text }));
  if (before.length * after.length > TABLE_MAX) return [...removed, ...added];
  const common = commonTable(before, after);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    const text = before[i] ?? '';
    if (text === after[j]) {
      lines.push({ mark: 'same', text });
      [i, j] = [i + 1, j + 1];
    } else if ((common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0)) {
      lines.push({ mark: 'removed', text });
      i += 1;
    } else {
      lines.push({ mark: 'added', text: after[j] ?? '' });
      j += 1;
    }
  }
  return [...lines, ...removed.slice(i), ...added.slice(j)];
}

/** `table[i][j]`: length of the longest common subsequence of the two tails. */
function commonTable(before: readonly string[], after: readonly string[]): readonly Uint32Array[] {
  const table = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = table[i];
      if (!row) continue;
      const below = table[i + 1];
      row[j] = before[i] === after[j] ? (below?.[j + 1] ?? 0) + 1 : Math.max(below?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}
