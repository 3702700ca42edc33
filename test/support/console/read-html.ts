// A small reader of the HTML our console writes: tags, attributes, text. It knows nothing of our templates, so it sees what
// a browser's parser would see: text that became markup becomes an element here too.

export type Element = {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Element | string)[];
  readonly parent?: Element;
};

const VOID = new Set(['meta', 'link', 'input', 'img', 'br']);
const RAW_TEXT = new Set(['textarea', 'title']);
const TOKEN =
  /<!doctype[^>]*>|<\/([a-z0-9]+)\s*>|<([a-z][a-z0-9]*)((?:\s+[^\s=>/"']+(?:="[^"]*")?)*)\s*\/?>|([^<]+|<)/giy;

export function readHtml(source: string): Element {
  const root: Element = { tag: '#document', attributes: {}, children: [] };
  let current = root;
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(source); found !== null; found = TOKEN.exec(source)) {
    const [, closing, opening, attributes, text] = found;
    if (text !== undefined) current.children.push(decode(text));
    else if (closing !== undefined) current = closeTag(current, closing.toLowerCase());
    else if (opening !== undefined) current = openTag(current, opening.toLowerCase(), attributes ?? '');
  }
  return root;
}

function openTag(parent: Element, tag: string, attributes: string): Element {
  const element: Element = { tag, attributes: readAttributes(attributes), children: [], parent };
  parent.children.push(element);
  return VOID.has(tag) ? parent : element;
}

function closeTag(current: Element, tag: string): Element {
  for (let at: Element | undefined = current; at; at = at.parent) if (at.tag === tag) return at.parent ?? at;
  throw new Error(`</${tag}> closes nothing`);
}

function readAttributes(source: string): Record<string, string> {
  return Object.fromEntries(
    [...source.matchAll(/([^\s=>/"']+)(?:="([^"]*)")?/g)].map((one) => [one[1]!.toLowerCase(), decode(one[2] ?? '')]),
  );
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (_, number, name) =>
    number ? String.fromCodePoint(Number(number)) : (NAMED[name] ?? `&${name};`),
  );
}

export function all(root: Element, matches: (element: Element) => boolean): Element[] {
  return root.children.flatMap((child) =>
    typeof child === 'string' ? [] : [...(matches(child) ? [child] : []), ...all(child, matches)],
  );
}

export const byId = (root: Element, id: string) => all(root, (one) => one.attributes.id === id)[0];
export const byTag = (root: Element, tag: string) => all(root, (one) => one.tag === tag);
export const byClass = (root: Element, name: string) =>
  all(root, (one) => (one.attributes.class ?? '').split(/\s+/).includes(name));

/** Everything readable. The line feed the parser eats after <pre> and <textarea> is eaten here too. */
export function textOf(element: Element): string {
  const text = element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
  return element.tag === 'pre' || RAW_TEXT.has(element.tag) ? text.replace(/^\n/, '') : text;
}

/** Names and values a browser would send for this form, without its buttons. */
export function successfulControls(form: Element): URLSearchParams {
  const data = new URLSearchParams();
  for (const control of all(form, (one) => ['input', 'textarea', 'select'].includes(one.tag))) {
    const { name, type } = control.attributes;
    if (name !== undefined && (type !== 'radio' || 'checked' in control.attributes))
      data.append(name, controlValue(control));
  }
  return data;
}

export function controlValue(control: Element): string {
  if (control.tag === 'textarea') return textOf(control);
  if (control.tag === 'input') return control.attributes.value ?? '';
  const options = byTag(control, 'option');
  return (options.find((one) => 'selected' in one.attributes) ?? options[0])?.attributes.value ?? '';
}
