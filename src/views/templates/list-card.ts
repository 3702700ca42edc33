// `template list`, `show` and `sync`: what templates there are, in what state, and who may send them.
import { renderWithSamples } from '../../domain/sends/render.ts';
import { command, TEMPLATE_COMMANDS } from '../parts/command-list.ts';
import { failureText } from '../parts/failure-text.ts';
import { joinTexts, shorten, templateName } from '../parts/text.ts';
import { reasonSentence, reviewWord } from '../review/word.ts';
import type { Action, Card, Fact, Section, Text, Tone } from '../view.ts';
import type { Words } from '../words/index.ts';
import type { SyncResult, TemplateListItem, TemplateListView, TemplateView } from './data.ts';

const TEXT_MAX = 60;
const NAME_MAX = 120;
const SENDER_MAX = 40;

/** One page. The page buttons carry `<page> <text>`. */
export function templateListCard(words: Words, view: TemplateListView): Card {
  const text = shorten(view.text, TEXT_MAX);
  const title = text === '' ? words.say('list.title') : words.say('list.title.text', { text });
  const summary = words.say('list.summary', { total: view.total });
  const first = view.items[0];
  if (!first) {
    return {
      title,
      tone: 'plain',
      facts: [],
      sections: [emptyList(words, text, view.waiting ?? 0)],
      actions: [...(view.waiting ? [pendingAction(words)] : []), proposeAction(words)],
      summary,
    };
  }
  const show = command(shorten(`template show ${first.name} ${first.language}`, 200));
  return {
    title,
    tone: 'plain',
    facts: [],
    sections: [{ kind: 'list', items: view.items.map((item) => listLine(words, item)) }],
    actions: pageActions(words, view),
    footer: words.rich('list.page', { page: view.page, pages: view.pages, total: view.total, command: show }),
    summary,
  };
}

function emptyList(words: Words, text: string, waiting: number): Section {
  const wait = words.rich('list.empty.waiting', { count: waiting, command: command(TEMPLATE_COMMANDS.pending) });
  const sentence =
    text === '' && waiting > 0
      ? wait
      : text === ''
        ? words.rich('list.empty', { command: command(TEMPLATE_COMMANDS.sync) })
        : words.rich('list.empty.text', { text, command: command('template list') });
  return { kind: 'text', text: sentence };
}

function listLine(words: Words, item: TemplateListItem): Text {
  const facts = {
    name: { strong: shorten(item.name, NAME_MAX) },
    language: item.language,
    category: words.say(`category.${item.category}`),
    state: stateText(words, item),
  };
  const sender = shorten(item.from ?? '', SENDER_MAX);
  return joinTexts([words.rich('list.item', facts), sender, ...flags(words, item)], ' · ');
}

function stateText(words: Words, { review }: TemplateListItem): Text {
  const state = reviewWord(words, review);
  return review.until ? words.rich('template.state_until', { state, until: { time: review.until } }) : state;
}

function flags(words: Words, item: TemplateListItem): readonly string[] {
  return [
    words.say(item.enabled ? 'list.flag.enabled' : 'list.flag.disabled'),
    item.quality === 'unknown' ? '' : words.say('list.flag.quality', { quality: words.say(`quality.${item.quality}`) }),
    item.drifted ? words.say('list.flag.drifted') : '',
  ];
}

function pageActions(words: Words, { page, pages, text }: TemplateListView): readonly Action[] {
  const to = (n: number, label: string): Action => ({ id: 'list_templates', label, subject: `${n} ${text}`.trim() });
  return [
    ...(page > 1 ? [to(page - 1, words.say('list.previous'))] : []),
    ...(page < pages ? [to(page + 1, words.say('list.next'))] : []),
    ...(text === '' ? [] : [{ ...to(1, words.say('list.all')), subject: '1' }]),
  ];
}

function pendingAction(words: Words): Action {
  return { id: 'list_pending', label: words.say('help.pending_button'), subject: '' };
}

function proposeAction(words: Words): Action {
  return { id: 'open_propose', label: words.say('help.open_propose'), subject: '', opensForm: true };
}

/** One template with everything known about it; Enable and Disable only for those who may. */
export function templateCard(words: Words, view: TemplateView): Card {
  const enabled = words.say(view.enabled ? 'fact.enabled' : 'fact.disabled');
  return {
    title: words.say('template.title', { name: shorten(view.name, NAME_MAX) }),
    tone: toneOf(view),
    facts: templateFacts(words, view, enabled),
    sections: [
      ...remarks(words, view).map((text): Section => ({ kind: 'text', text })),
      { kind: 'preview', label: words.say('common.preview_samples'), message: renderWithSamples(view.template) },
    ],
    actions: view.mayManage ? manageActions(words, view) : [],
    summary: words.say('template.summary', {
      name: view.name,
      language: view.language,
      category: words.say(`category.${view.category}`),
      state: reviewWord(words, view.review),
      enabled,
    }),
  };
}

function toneOf(view: TemplateView): Tone {
  if (view.drifted) return 'warning';
  if (view.review.state === 'approved') return view.enabled ? 'good' : 'plain';
  return view.review.state === 'pending' || view.review.state === 'in_appeal' ? 'plain' : 'warning';
}

function templateFacts(words: Words, view: TemplateView, enabled: string): readonly Fact[] {
  return [
    { label: words.say('fact.template'), value: templateName(view) },
    { label: words.say('fact.category'), value: words.say(`category.${view.category}`) },
    { label: words.say('fact.sender'), value: view.sender },
    { label: words.say('fact.review'), value: stateText(words, view) },
    { label: words.say('fact.quality'), value: words.say(`quality.${view.quality}`) },
    {
      label: words.say('fact.agents'),
      value:
        view.enabled && view.enabledBy ? words.say('template.enabled_by', { enabled, by: view.enabledBy }) : enabled,
    },
  ];
}

function remarks(words: Words, view: TemplateView): readonly Text[] {
  const reason = reasonSentence(words, view.review.reason);
  const origin =
    view.proposalNumber === undefined
      ? words.say('template.unmanaged')
      : words.say('template.from_proposal', { number: view.proposalNumber });
  return [
    joinTexts([
      origin,
      reason === '' ? '' : words.say('notice.reason', { reason }),
      view.futureCategory ? futureText(words, view.futureCategory) : '',
    ]),
    sendingText(words, view),
  ];
}

function futureText(words: Words, { category, at }: NonNullable<TemplateView['futureCategory']>): Text {
  const label = words.say(`category.${category}`);
  return at
    ? words.rich('template.future_at', { category: label, at: { time: at } })
    : words.say('template.future', { category: label });
}

function sendingText(words: Words, view: TemplateView): Text {
  if (view.drifted) return words.say('proposal.foot.drifted');
  if (view.review.state !== 'approved') {
    return words.say('template.not_sendable', { state: reviewWord(words, view.review) });
  }
  if (!view.enabled) return words.say('template.ask_enable');
  const send = command(shorten(`send-active +5491155551234 ${view.name} ${view.language}`, 300));
  return words.rich('template.how_to_send', { command: send });
}

function manageActions(words: Words, view: TemplateView): readonly Action[] {
  const actions: Action[] = [];
  if (view.drifted) {
    const confirm = {
      title: words.say('notice.accept.title'),
      text: words.say('notice.accept.text'),
      yes: words.say('notice.accept.yes'),
      no: words.say('common.no'),
    };
    actions.push({ id: 'accept_provider_content', label: words.say('notice.accept'), subject: view.id, confirm });
  }
  if (view.enabled) {
    const confirm = {
      title: words.say('template.disable.title'),
      text: words.say('template.disable.text', { name: shorten(view.name, NAME_MAX) }),
      yes: words.say('template.disable.yes'),
      no: words.say('common.no'),
    };
    actions.push({
      id: 'disable_template',
      label: words.say('template.disable'),
      style: 'danger',
      subject: view.id,
      confirm,
    });
  } else if (view.review.state === 'approved') {
    actions.push({ id: 'enable_template', label: words.say('template.enable'), style: 'primary', subject: view.id });
  }
  return actions;
}

const SHOWN = 20;

/** What one sync of every sender changed. */
export function syncResultCard(words: Words, results: readonly SyncResult[]): Card {
  const failed = results.some((result) => result.failure);
  const hasNews = results.some((r) => r.added.length > 0);
  return {
    title: words.say('sync.title'),
    tone: failed ? 'warning' : 'good',
    facts: [],
    sections: results.flatMap((result) => syncSections(words, result)),
    actions: [],
    ...(hasNews && { footer: words.rich('sync.new_hint', { command: command(TEMPLATE_COMMANDS.show) }) }),
    summary: results.map((result) => syncSummary(words, result)).join(' ') || words.say('sync.title'),
  };
}

/** The provider is being read; the result is told later. */
export function syncStartedCard(words: Words): Card {
  const text = words.say('sync.started');
  return {
    title: words.say('sync.title'),
    tone: 'working',
    facts: [],
    sections: [{ kind: 'text', text }],
    actions: [],
    summary: text,
  };
}

function syncSummary(words: Words, result: SyncResult): string {
  return words.say('sync.summary', {
    sender: result.sender,
    added: result.added.length,
    changed: result.changed.length,
    gone: result.gone.length,
  });
}

function syncSections(words: Words, result: SyncResult): readonly Section[] {
  if (result.failure) {
    const { what, next, code } = failureText(words, result.failure);
    const text = joinTexts([
      words.rich('sync.failed', { sender: result.sender, what, next }),
      code === undefined ? '' : words.rich('common.code', { code: { code } }),
    ]);
    return [{ kind: 'text', text }];
  }
  const { sender, total } = result;
  const changes = result.changed.map(({ template, from, to }) =>
    words.say('sync.change', { template, from: reviewWord(words, from), to: reviewWord(words, to) }),
  );
  const lists = [
    { title: words.say('sync.added'), items: result.added },
    { title: words.say('sync.changed'), items: changes },
    { title: words.say('sync.gone'), items: result.gone },
    { title: words.say('sync.drifted'), items: result.drifted },
  ].filter(({ items }) => items.length > 0);
  const intro = words.say(lists.length === 0 ? 'sync.same' : 'sync.total', { sender, total });
  return [
    { kind: 'text', text: intro },
    ...lists.map(({ title, items }): Section => ({ kind: 'list', title, items: firstOf(words, items) })),
  ];
}

function firstOf(words: Words, items: readonly string[]): readonly string[] {
  if (items.length <= SHOWN) return items;
  return [...items.slice(0, SHOWN), words.say('sync.more', { count: items.length - SHOWN })];
}
