// What Slack would refuse in a view or a message, as sentences; empty when it would be accepted. Written from Slack's
// reference apart from the renderers, so that it can prove them wrong.

type Json = Readonly<Record<string, unknown>>;

/** Every fault of a modal as `views.open` and `views.update` would see it. */
export function viewFaults(view: Json): string[] {
  const blocks = view.blocks as Json[];
  const faults = [
    ...textFaults(view.title, 24, 'title'),
    ...textFaults(view.close, 24, 'close'),
    ...(view.submit === undefined ? [] : textFaults(view.submit, 24, 'submit')),
    ...over(String(view.private_metadata ?? ''), 3000, 'private_metadata'),
    ...over(String(view.callback_id ?? ''), 255, 'callback_id'),
    ...over(JSON.stringify(view), 250_000, 'view'),
    ...blockFaults(blocks, 100),
  ];
  if (view.submit === undefined && blocks.some((block) => block.type === 'input'))
    faults.push('an input without submit');
  return faults;
}

/** Every fault of a message; `update` has the smaller limit for `text`. */
export function messageFaults(message: Json): string[] {
  const text = String(message.text ?? '');
  return [
    ...(text === '' ? ['text is missing'] : []),
    ...over(text, 4000, 'text'),
    ...blockFaults((message.blocks ?? []) as Json[], 50),
  ];
}

function blockFaults(blocks: readonly Json[], max: number): string[] {
  const ids = blocks.map((block) => block.block_id);
  const faults = blocks.length > max ? [`${blocks.length} blocks`] : [];
  if (new Set(ids).size !== ids.length)
    faults.push(`a block_id twice: ${ids.filter((id, i) => ids.indexOf(id) !== i).join()}`);
  return [...faults, ...blocks.flatMap(oneBlock)];
}

function oneBlock(block: Json): string[] {
  const id = String(block.block_id ?? '');
  const faults = [...(id === '' ? ['no block_id'] : []), ...over(id, 255, 'block_id')];
  switch (block.type) {
    case 'header':
      return [...faults, ...textFaults(block.text, 150, 'header')];
    case 'context':
      return [...faults, ...(block.elements as Json[]).flatMap((element) => textFaults(element, 3000, 'context'))];
    case 'rich_text':
      return [...faults, ...richFaults(block)];
    case 'actions':
      return [...faults, ...actionsFaults(block)];
    case 'input':
      return [
        ...faults,
        ...textFaults(block.label, 2000, 'label'),
        ...(block.hint === undefined ? [] : textFaults(block.hint, 2000, 'hint')),
        ...inputFaults(block.element as Json),
      ];
    default:
      return [...faults, `unknown block ${String(block.type)}`];
  }
}

function richFaults(block: Json): string[] {
  const faults: string[] = [];
  let total = 0;
  const runs = (element: Json): Json[] =>
    element.type === 'rich_text_list' ? (element.elements as Json[]).flatMap(runs) : (element.elements as Json[]);
  for (const element of block.elements as Json[]) {
    const own = runs(element);
    if (own.length === 0) faults.push(`empty ${String(element.type)}`);
    for (const run of own) {
      if (run.type === 'text' && run.text === '') faults.push('empty text run');
      if (run.type === 'text' && hasBrokenCharacter(String(run.text))) faults.push('half a character');
      total += run.type === 'text' ? String(run.text).length : 0;
    }
  }
  if (total > 3000) faults.push(`rich_text of ${total} characters`);
  return faults;
}

function hasBrokenCharacter(text: string): boolean {
  return !text.isWellFormed();
}

function actionsFaults(block: Json): string[] {
  const elements = block.elements as Json[];
  const ids = elements.map((element) => element.action_id);
  const faults = elements.length > 25 || elements.length === 0 ? [`${elements.length} buttons`] : [];
  if (new Set(ids).size !== ids.length) faults.push('an action_id twice');
  return [
    ...faults,
    ...elements.flatMap((button) => [
      ...over(String(button.action_id), 255, 'action_id'),
      ...textFaults(button.text, 75, 'button'),
      ...over(String(button.value), 2000, 'button value'),
      ...confirmFaults(button.confirm as Json | undefined),
    ]),
  ];
}

function confirmFaults(confirm: Json | undefined): string[] {
  if (!confirm) return [];
  return [
    ...textFaults(confirm.title, 100, 'confirm title'),
    ...textFaults(confirm.text, 300, 'confirm text'),
    ...textFaults(confirm.confirm, 30, 'confirm yes'),
    ...textFaults(confirm.deny, 30, 'confirm no'),
  ];
}

function inputFaults(element: Json): string[] {
  const faults = [
    ...over(String(element.action_id), 255, 'action_id'),
    ...(element.placeholder === undefined ? [] : textFaults(element.placeholder, 150, 'placeholder')),
  ];
  if (element.type === 'plain_text_input') {
    const max = Number(element.max_length);
    const initial = String(element.initial_value ?? '');
    if (max < 1 || max > 3000) faults.push(`max_length ${max}`);
    if (initial.length > max) faults.push('initial value longer than max_length');
    return faults;
  }
  const groups = element.option_groups as Json[] | undefined;
  const lists = groups
    ? groups.map((group) => group.options as Json[])
    : element.options
      ? [element.options as Json[]]
      : [];
  if (element.type !== 'external_select' && lists.length === 0) faults.push('a select without options');
  if (groups && groups.length > 100) faults.push('too many groups');
  for (const group of groups ?? []) faults.push(...textFaults(group.label, 75, 'group'));
  for (const options of lists) {
    if (options.length === 0 || options.length > (element.type === 'radio_buttons' ? 10 : 100))
      faults.push(`${options.length} options`);
    faults.push(...options.flatMap(optionFaults));
  }
  const initial = element.initial_option as Json | undefined;
  if (initial) {
    faults.push(...optionFaults(initial));
    if (lists.length > 0 && !lists.flat().some((option) => JSON.stringify(option) === JSON.stringify(initial)))
      faults.push('initial option is not offered');
  }
  return faults;
}

/** Also for the options of an answer to typing. */
export function optionFaults(option: Json): string[] {
  return [
    ...textFaults(option.text, 75, 'option'),
    ...over(String(option.value), 75, 'option value'),
    ...(option.description === undefined ? [] : textFaults(option.description, 75, 'option description')),
  ];
}

function textFaults(text: unknown, max: number, what: string): string[] {
  const { type, text: words, emoji } = (text ?? {}) as Json;
  if (type !== 'plain_text') return [`${what} is not plain text`];
  const faults = over(String(words), max, what);
  if (words === '') faults.push(`${what} is empty`);
  if (emoji !== false) faults.push(`${what} would turn :names: into emoji`);
  return faults;
}

function over(text: string, max: number, what: string): string[] {
  return text.length > max ? [`${what} has ${text.length} of ${max} characters`] : [];
}
