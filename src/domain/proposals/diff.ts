// Two revisions of a template as a line diff a person can read: one line per part, the body line by line.
import { cut } from '../cut.ts';
import type { Button, Header, Samples, Template } from '../templates/template.ts';

/** Same shape as the view model's diff lines. */
export type DiffLine = { readonly mark: 'same' | 'added' | 'removed'; readonly text: string };

/** Words for the parts of a template. English stands where no reader's language is at hand. */
export const DIFF_LABELS = {
  name: 'name',
  language: 'language',
  category: 'category',
  purpose: 'purpose',
  parameters: 'parameters',
  header: 'header',
  body: 'body',
  footer: 'footer',
  button: 'button',
  sample: 'sample',
  card: 'card',
  location: 'location',
  image: 'image',
  video: 'video',
  document: 'document',
  gif: 'gif',
  quick_reply: 'quick reply',
  link: 'link',
  call: 'call',
  copy_code: 'copy code',
  code: 'one-time code',
  advice: 'security advice',
  expires: 'code expires',
  offer: 'offer',
  limited: 'expires',
  ttl: 'time to live',
  yes: 'yes',
  no: 'no',
} as const;
export type DiffLabels = Readonly<Record<keyof typeof DIFF_LABELS, string>>;

/** Lines of both, in order, each `same`, `removed` (only in `before`) or `added` (only in `after`). */
export function diffTemplates(
  before: Template,
  after: Template,
  labels: DiffLabels = DIFF_LABELS,
): readonly DiffLine[] {
  return diffLines(linesOf(before, labels), linesOf(after, labels));
}

/** A flow brings its whole JSON along. */
const LONGEST_EXTRA = 200;

function linesOf(template: Template, labels: DiffLabels): readonly string[] {
  const lines = [
    `${labels.name}: ${template.name}`,
    `${labels.language}: ${template.language}`,
    `${labels.category}: ${template.category}`,
    ...(template.purpose === undefined ? [] : [`${labels.purpose}: ${template.purpose}`]),
    `${labels.parameters}: ${template.parameterFormat}`,
    ...headerLines(template.header, labels),
    ...bodyLines(labels.body, template.body, labels),
    ...(template.footer === undefined ? [] : [`${labels.footer}: ${template.footer}`]),
    ...template.buttons.map((button, index) => `${labels.button} ${index + 1}: ${buttonLine(button, labels)}`),
  ];
  const { authentication, carousel, limitedTimeOffer, ttlSeconds } = template;
  if (authentication) {
    lines.push(`${labels.advice}: ${authentication.securityRecommendation ? labels.yes : labels.no}`);
    if (authentication.expiryMinutes !== undefined)
      lines.push(`${labels.expires}: ${authentication.expiryMinutes} min`);
  }
  if (limitedTimeOffer) {
    lines.push(
      `${labels.offer}: ${limitedTimeOffer.text}${limitedTimeOffer.hasExpiration ? ` (${labels.limited})` : ''}`,
    );
  }
  carousel?.forEach((card, index) => {
    const label = `${labels.card} ${index + 1}`;
    lines.push(...headerLines(card.header, labels).map((line) => `${label} ${line}`));
    if (card.body) lines.push(...bodyLines(`${label} ${labels.body}`, card.body, labels));
    lines.push(...card.buttons.map((button) => `${label} ${labels.button}: ${buttonLine(button, labels)}`));
  });
  if (ttlSeconds !== undefined) lines.push(`${labels.ttl}: ${ttlSeconds} s`);
  return [...lines, ...(template.extras ?? []).map(({ at, said }) => `${at}: ${cut(said, LONGEST_EXTRA)}`)];
}

function headerLines(header: Header | undefined, labels: DiffLabels): readonly string[] {
  if (!header) return [];
  if (header.format === 'text')
    return [`${labels.header}: ${header.text}`, ...sampleLines(labels.header, header.samples, labels)];
  if (header.format === 'location') return [`${labels.header}: ${labels.location}`];
  return [`${labels.header}: ${labels[header.format]} ${header.sample}`.trimEnd()];
}

function bodyLines(label: string, body: Template['body'], labels: DiffLabels): readonly string[] {
  return [...body.text.split('\n').map((line) => `${label}: ${line}`), ...sampleLines(label, body.samples, labels)];
}

function sampleLines(label: string, samples: Samples, labels: DiffLabels): readonly string[] {
  return Object.entries(samples).map(([key, value]) => `${label}, ${labels.sample} {{${key}}}: ${value}`);
}

function buttonLine(button: Button, labels: DiffLabels): string {
  const line = (...parts: (string | undefined)[]) => parts.filter((part) => part !== undefined).join(' | ');
  switch (button.kind) {
    case 'quick_reply':
      return line(labels.quick_reply, button.label, button.value);
    case 'url':
      return line(labels.link, button.label, button.url, button.sample && `${labels.sample} ${button.sample}`);
    case 'phone':
      return line(labels.call, button.label, button.phone);
    case 'copy_code':
      return line(labels.copy_code, button.sample);
    case 'otp':
      return line(labels.code, button.otpKind, button.label);
    case 'other':
      return line(button.type, button.label);
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
