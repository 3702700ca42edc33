// The console under the contract of all chat platforms, seen through a browser without scripts.
import type { ChatPlatform, MessageRef } from '../../../../src/ports/chat.ts';
import {
  type ChatSubject,
  chatPlatformContract,
  type Person,
  type ShownForm,
  type ShownMessage,
} from '../../../contracts/chat-platform.ts';
import {
  actionForm,
  filled,
  formOn,
  load,
  type Page,
  type RunningDesk,
  startDesk,
  submit,
} from '../../../support/console/desk.ts';
import { all, byClass, byId, byTag, controlValue, type Element, textOf } from '../../../support/console/read-html.ts';

const CHANNEL = 'approvals';
const ana = { id: 'ana', name: 'Ana Souza' };
const ben = { id: 'ben', name: 'Ben Okafor' };

chatPlatformContract({
  name: 'console',
  async start(on) {
    const desk = await startDesk({ on });
    return consoleSubject(desk);
  },
});

/** Pages are read again after every input, because the suite looks without waiting. */
async function consoleSubject(desk: RunningDesk): Promise<ChatSubject> {
  const { origin } = desk;
  const pages = new Map<string, Page>();
  const direct = new Map<string, Page>();
  const posted = new Map<string, readonly ShownMessage[]>();
  const dialogs = new Map<string, string>();

  async function read(): Promise<void> {
    for (const person of [ana, ben]) {
      const form = dialogs.get(person.id);
      pages.set(
        person.id,
        await load(origin, `/?as=${person.id}&in=${CHANNEL}${form === undefined ? '' : `&form=${form}`}`),
      );
      direct.set(person.id, await load(origin, `/?as=${person.id}&in=dm`));
    }
    const roots = shownMessages(pages.get('ana')!, CHANNEL);
    const threads = await Promise.all(
      roots.map(async (root) =>
        shownMessages(
          await load(origin, `/?as=ana&in=${CHANNEL}&thread=${root.ref.message}`),
          CHANNEL,
          root.ref.message,
        ),
      ),
    );
    posted.set(CHANNEL, threads.flat());
  }
  function remember(by: Person, page: Page): void {
    const key = new URL(page.url).searchParams.get('form');
    if (key === null) dialogs.delete(by.id);
    else dialogs.set(by.id, key);
  }
  const pageOf = (by: Person) => pages.get(by.id)!;
  const messageOf = (by: Person, ref: MessageRef) => {
    const article = byId(pageOf(by).root, `m-${ref.message}`);
    if (article === undefined) throw new Error('the message is not on the page');
    return { ...pageOf(by), root: article };
  };
  const watched: ChatPlatform = {
    ...desk.platform,
    async post(...input) {
      const result = await desk.platform.post(...input);
      await read();
      return result;
    },
    async update(...input) {
      const result = await desk.platform.update(...input);
      await read();
      return result;
    },
  };
  await read();

  return {
    platform: watched,
    ana,
    ben,
    channel: CHANNEL,
    async sendCommand(by, command, text) {
      const form = formOn(pageOf(by), 'composer');
      remember(by, await submit(origin, form, filled(form, { text: `/${command} ${text}` })));
      await read();
    },
    formOf: (by) => shownForm(pageOf(by)),
    async submitForm(by, typed, button = 'submit') {
      const form = formOn(pageOf(by), 'open-form');
      remember(by, await submit(origin, form, filled(form, { ...typed, _button: button })));
      await read();
    },
    async searchIn(by, field, text) {
      const form = formOn(pageOf(by), 'open-form');
      const sealed = (name: string) => controlValue(all(form, (one) => one.attributes.name === `_${name}`)[0]!);
      const query = new URLSearchParams({ as: by.id, field, text, proof: sealed('proof') });
      for (const name of ['form', 'context', 'fields', 'buttons', 'key']) query.set(name, sealed(name));
      const options = (await (await fetch(`${origin}/console/search?${query}`)).json()) as { value: string }[];
      return options.map((option) => option.value);
    },
    async clickAction(by, on, action, copies = 1) {
      const form = actionForm(messageOf(by, on), action);
      const answers = await Promise.all(Array.from({ length: copies }, () => submit(origin, form)));
      remember(by, answers[0]!);
      await read();
    },
    messagesIn: (channel) => posted.get(channel) ?? [],
    privateTo: (by) => {
      const { root } = pageOf(by);
      const dialog = byId(root, 'dialog-done') === undefined ? undefined : byId(root, 'dialog');
      const seen = [...byClass(root, 'notice'), ...(dialog === undefined ? [] : [dialog])];
      return seen.map((one) => shown(one, CHANNEL, one.attributes.id ?? ''));
    },
    directTo: (by) => shownMessages(direct.get(by.id)!, `dm:${by.id}`),
    async sayInThread(by, root, text) {
      const page = await load(origin, `/?as=${by.id}&in=${CHANNEL}&thread=${root.message}`);
      const form = formOn(page, 'composer');
      await submit(origin, form, filled(form, { text }));
      await read();
    },
    alarms: () => [...pages.values(), ...direct.values()].flatMap(({ root }) => alarmsOn(root)),
    async forge() {
      const form = formOn(pageOf(ana), 'composer');
      const data = filled(form, { text: '/template propose', _token: 'guessed' });
      return (await submit(origin, form, data)).status;
    },
    stop: () => desk.stop(),
  };
}

function shownForm(page: Page): ShownForm | undefined {
  const form = byId(page.root, 'open-form');
  if (form === undefined) return undefined;
  const controls = all(
    form,
    (one) => ['input', 'textarea', 'select'].includes(one.tag) && !(one.attributes.name ?? '_').startsWith('_'),
  );
  const ids = [...new Set(controls.map((one) => one.attributes.name!))];
  const buttons = byTag(form, 'button').map((one) => one.attributes.value!);
  return {
    title: textOf(byId(page.root, 'dialog-title')!),
    fields: ids.map((id) => ({
      id,
      label: labelOf(form, id),
      value: valueIn(controls, id),
      error: textOf(byId(form, `fault-${id}`) ?? empty).replace('✕ ', ''),
    })),
    buttons: buttons.filter((one) => one !== 'submit' && !one.startsWith('search:')),
    text: textOf(form),
  };
}

const empty: Element = { tag: 'p', attributes: {}, children: [] };

function labelOf(form: Element, id: string): string {
  const wrap = byId(form, `wrap-${id}`)!;
  return textOf(byTag(wrap, wrap.tag === 'fieldset' ? 'legend' : 'label')[0]!);
}

function valueIn(controls: readonly Element[], id: string): string {
  const mine = controls.filter((one) => one.attributes.name === id);
  const chosen = mine[0]!.attributes.type === 'radio' ? mine.find((one) => 'checked' in one.attributes) : mine[0];
  return chosen === undefined ? '' : controlValue(chosen);
}

function shownMessages(page: Page, channel: string, thread?: string): readonly ShownMessage[] {
  const articles = byClass(page.root, 'message').filter((one) => !(one.attributes.class ?? '').includes('notice'));
  return articles.map((one) => shown(one, channel, one.attributes.id!.slice(2), thread));
}

function shown(article: Element, channel: string, message: string, thread = message): ShownMessage {
  const forms = byTag(article, 'form').filter((form) => form.attributes.action === '/console/action');
  const hidden = (form: Element, name: string) => controlValue(all(form, (one) => one.attributes.name === name)[0]!);
  return {
    ref: { platform: 'console', channel, message, thread },
    text: textOf(article),
    actions: forms.map((form) => ({
      id: hidden(form, '_action'),
      subject: hidden(form, '_subject'),
      label: textOf(byTag(form, 'button')[0]!),
    })),
  };
}

function alarmsOn(root: Element): readonly string[] {
  const links = byTag(root, 'a').map((one) => one.attributes.href ?? '');
  const scripts = byTag(root, 'script').map((one) => one.attributes.src ?? 'inline');
  const own = (address: string) => address.startsWith('/') || address.startsWith('#');
  return [...links, ...scripts].filter((address) => !own(address));
}
