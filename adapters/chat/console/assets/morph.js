// Turns one piece of the page into a newer copy of it, touching only what differs: focus, scroll position, open lists and
// half-typed text stay. What somebody typed is overwritten only inside the form they have just sent (`fresh`).

const TYPED = new Set(['INPUT', 'TEXTAREA', 'SELECT']);
// Set by scripts or by the browser while in use.
const LIVE_ATTRIBUTES = { DIALOG: ['open'], DETAILS: ['open'] };

/** `fresh`: id of the form whose typed values the newer copy replaces, or undefined. */
export function morph(old, next, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== next.nodeValue) old.nodeValue = next.nodeValue;
    return;
  }
  // What the visitor typed, before a new default value can disturb it.
  const typed = TYPED.has(old.tagName) && !isHidden(old) ? readTyped(old) : undefined;
  morphAttributes(old, next);
  if (old.tagName !== 'TEXTAREA') morphChildren(old, next, fresh);
  if (typed === undefined) return;
  const replace = fresh !== undefined && old.form?.id === fresh;
  writeTyped(old, replace ? readTyped(next) : typed);
}

function morphAttributes(old, next) {
  const kept = LIVE_ATTRIBUTES[old.tagName] ?? [];
  const own = old.dataset?.client?.split(' ') ?? [];
  for (const { name } of [...old.attributes]) {
    if (!next.hasAttribute(name) && !kept.includes(name) && !own.includes(name) && name !== 'data-client')
      old.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (old.getAttribute(name) !== value && !kept.includes(name) && !own.includes(name)) old.setAttribute(name, value);
  }
  if (old.tagName === 'INPUT' && isHidden(old)) old.value = next.getAttribute('value') ?? '';
}

function morphChildren(old, next, fresh) {
  const keyed = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
  let cursor = old.firstChild;
  for (const wanted of [...next.childNodes]) {
    while (cursor?.dataset?.mine !== undefined) cursor = cursor.nextSibling;
    const same = findSame(wanted, cursor, keyed);
    if (same === undefined) {
      old.insertBefore(document.importNode(wanted, true), cursor);
      continue;
    }
    if (same === cursor) cursor = cursor.nextSibling;
    else old.insertBefore(same, cursor);
    morph(same, wanted, fresh);
  }
  while (cursor !== null) {
    const gone = cursor;
    cursor = cursor.nextSibling;
    if (gone.dataset?.mine === undefined) gone.remove();
  }
}

function findSame(wanted, cursor, keyed) {
  if (wanted.id) {
    const found = keyed.get(wanted.id);
    return found && isSameKind(found, wanted) ? found : undefined;
  }
  return cursor && !cursor.id && isSameKind(cursor, wanted) ? cursor : undefined;
}

function isSameKind(a, b) {
  if (a.nodeType !== b.nodeType || a.nodeName !== b.nodeName) return false;
  return a.nodeName !== 'INPUT' || (a.type === b.type && a.name === b.name);
}

function isHidden(input) {
  return input.type === 'hidden';
}

function readTyped(control) {
  return control.type === 'radio' || control.type === 'checkbox' ? control.checked : control.value;
}

function writeTyped(control, typed) {
  if (control.type === 'radio' || control.type === 'checkbox') control.checked = typed;
  else if (control.value !== typed) control.value = typed;
}
