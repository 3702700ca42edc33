// Typing in the search for a template among 10,000: how long each answer takes, letter by letter. Prints; fails only when
// the search finds something else than a plain look through the list.
import { parseArgs } from 'node:util';
import type { Template } from '../../src/domain/templates/template.ts';
import { putTemplate } from '../../src/store/templates.ts';
import { randomFrom } from '../support/random.ts';
import { percentile, table, verdict } from './figures.ts';
import { actor, type InProcess, startInProcess } from './in-process.ts';

const { values: flags } = parseArgs({ options: { short: { type: 'boolean', default: false } } });
const TEMPLATES = 10_000;
const SEARCHES = flags.short ? 500 : 3_000;
const GOAL_P99_MS = 20;
/** As many as the port asks for. */
const OPTIONS = 100;
const TOPICS = [
  'order',
  'invoice',
  'appointment',
  'delivery',
  'refund',
  'password',
  'survey',
  'ticket',
  'pedido',
  'factura',
];
const EVENTS = ['ready', 'late', 'confirmed', 'cancelled', 'reminder', 'shipped', 'paid', 'listo', 'demorado'];
const PLACES = ['Buenos Aires', 'São Paulo', 'Lima', 'Córdoba', 'Montevideo', 'Santiago', 'Quito', 'Rosario'];
const LANGUAGES = ['es_AR', 'pt_BR', 'en_US', 'es_MX'];
type Searched = {
  readonly text: string;
  readonly ms: number /** On a busy machine the truer one. */;
  readonly cpuMs: number;
};

const random = randomFrom(1);
const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';

const aval = await startInProcess(1);
let wrong = 0;
try {
  const texts = await fill(aval);
  const typed = Array.from({ length: SEARCHES }, () => aQuery());
  for (const text of typed.slice(0, 200)) await search(text);
  const rows: Searched[] = [];
  for (const text of typed) {
    const started = performance.now();
    const used = process.cpuUsage();
    const found = await search(text);
    const { user, system } = process.cpuUsage(used);
    rows.push({ text, ms: performance.now() - started, cpuMs: (user + system) / 1000 });
    if (found !== expected(texts, text)) wrong += 1;
  }
  print(rows);
} finally {
  await aval.stop();
}
if (wrong > 0) console.log(`${wrong} searches found something else than a look through the list`);
process.exit(wrong > 0 ? 1 : 0);

/** Every one approved and enabled; gives what each is searched by. */
async function fill({ store, deps }: InProcess): Promise<readonly string[]> {
  const texts: string[] = [];
  const at = new Date().toISOString();
  await store.write(async (tx) => {
    for (let n = 0; n < TEMPLATES; n += 1) {
      const content = template(n);
      texts.push(`${content.name} ${content.language} ${content.body.text}`.toLowerCase());
      await putTemplate(
        tx.db,
        {
          id: deps.newId(),
          senderId: 'main',
          content,
          category: content.category,
          approvedFingerprint: '',
          externalId: String(n),
          proposalId: undefined,
          review: { state: 'approved', raw: 'APPROVED' },
          reviewAt: at,
          quality: 'green',
          submittedAt: at,
        },
        at,
      );
    }
    await tx.db.updateTable('templates').set({ enabled_at: at, enabled_by: 'ann' }).execute();
  });
  return texts;
}

function template(n: number): Template {
  const topic = pick(TOPICS);
  const event = pick(EVENTS);
  return {
    name: `${topic}_${event}_${String(n).padStart(5, '0')}`,
    language: pick(LANGUAGES),
    category: 'UTILITY',
    parameterFormat: 'positional',
    body: {
      text: `Hi {{1}}, your ${topic} at our branch in ${pick(PLACES)} is ${event}. Reply to this message if you need any help from us before {{2}}, or call the main desk during opening hours.`,
      samples: { '1': 'Grace', '2': 'Friday' },
    },
    buttons: [],
  };
}

/** What somebody may have typed so far: parts of names, languages, places and whole phrases; now and then nothing at all. */
function aQuery(): string {
  const whole = [
    () => pick(TOPICS),
    () => `${pick(TOPICS)} ${pick(EVENTS)}`,
    () => `${pick(TOPICS)}_${pick(EVENTS)}_0${Math.floor(random() * 10)}`,
    () => `${pick(PLACES)} ${pick(LANGUAGES)}`,
    () => `${pick(EVENTS)} ${pick(PLACES)} ${pick(LANGUAGES)} ${pick(TOPICS)}`,
    () => 'nothing like this anywhere',
  ][Math.floor(random() * 6)]?.();
  return (whole ?? '').slice(0, Math.floor(random() * ((whole ?? '').length + 1)));
}

async function search(text: string): Promise<number> {
  const query = { actor: actor('agent'), form: 'send', context: 'draft:1', field: 'template', text } as const;
  return (await aval.search(query)).length;
}

function expected(texts: readonly string[], query: string): number {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return Math.min(OPTIONS, texts.filter((text) => words.every((word) => text.includes(word))).length);
}

function print(rows: readonly Searched[]): void {
  const times = rows.map((row) => row.ms);
  const at = (part: number) => percentile(times, part).toFixed(1);
  const p99 = percentile(times, 0.99);
  const cpuP99 = percentile(
    rows.map((row) => row.cpuMs),
    0.99,
  ).toFixed(1);
  console.log(
    table([
      ['templates', 'searches', 'p50 ms', 'p99 ms', 'p99 cpu ms', 'max ms', `p99 ≤ ${GOAL_P99_MS} ms`],
      [String(TEMPLATES), String(rows.length), at(0.5), at(0.99), cpuP99, at(1), verdict(p99 <= GOAL_P99_MS)],
    ]),
  );
  const slowest = rows.toSorted((a, b) => b.ms - a.ms)[0];
  console.log(`slowest: “${slowest?.text}”`);
}
