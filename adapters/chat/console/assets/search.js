// Turns a search field (a plain list with a search box) into a combobox: type, see what the server finds, choose with
// arrows or finger. The list underneath stays the value that is sent.

const WAIT_MS = 150;

export function enhanceSearches(root) {
  for (const box of root.querySelectorAll('.search')) {
    if (!box.querySelector('[role=combobox]')) enhance(box);
    else showChosen(box);
  }
}

function enhance(box) {
  const { body } = document;
  const select = box.querySelector('select');
  const name = box.dataset.search;
  const list = Object.assign(document.createElement('ul'), { id: `list-${name}`, hidden: true });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-labelledby', `label-${name}`);
  const input = Object.assign(document.createElement('input'), {
    type: 'text',
    id: `combo-${name}`,
    autocomplete: 'off',
    placeholder: body.dataset.searchTyping,
  });
  const status = Object.assign(document.createElement('p'), { className: 'unseen' });
  status.setAttribute('role', 'status');
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-expanded', 'false');
  input.setAttribute('aria-controls', list.id);
  input.setAttribute('aria-labelledby', `label-${name}`);
  for (const part of [input, list, status]) {
    part.dataset.mine = '';
    box.append(part);
  }
  box.dataset.enhanced = '';
  box.dataset.client = 'data-enhanced';
  document.getElementById(`label-${name}`)?.addEventListener('click', (event) => {
    event.preventDefault();
    input.focus();
  });
  wire({ box, select, input, list, status });
  showChosen(box);
}

function wire(parts) {
  const { input, list } = parts;
  let timer;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => find(parts), WAIT_MS);
  });
  input.addEventListener('focus', () => input.select());
  input.addEventListener('click', () => list.hidden && find(parts, ''));
  input.addEventListener('blur', () => {
    clearTimeout(timer);
    close(parts);
    showChosen(parts.box);
  });
  input.addEventListener('keydown', (event) => onKey(event, parts));
  // Before blur takes the list away.
  list.addEventListener('pointerdown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const option = event.target.closest('[role=option]');
    if (option?.dataset.value !== undefined) choose(parts, option);
  });
}

/** The name of the chosen option in the box, faults and hints tied to it. */
function showChosen(box) {
  const [select, input] = [box.querySelector('select'), box.querySelector('[role=combobox]')];
  if (document.activeElement === input && input.getAttribute('aria-expanded') === 'true') return;
  const chosen = select.selectedOptions[0];
  input.value = select.value === '' ? '' : (chosen?.dataset.label ?? chosen?.textContent ?? '');
  for (const name of ['aria-describedby', 'aria-invalid']) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    else input.removeAttribute(name);
  }
  if (select.required) input.setAttribute('aria-required', 'true');
}

async function find(parts, text = parts.input.value) {
  const { box, select } = parts;
  const form = select.form;
  const sealed = (name) => form.elements.namedItem(`_${name}`)?.value ?? '';
  const query = new URLSearchParams({ as: sealed('as'), field: box.dataset.search, text, proof: sealed('proof') });
  for (const name of ['form', 'context', 'fields', 'buttons', 'key']) query.set(name, sealed(name));
  const response = await fetch(`/console/search?${query}`).catch(() => undefined);
  // Later letters have their own answer.
  if (text !== '' && text !== parts.input.value) return;
  if (document.activeElement === parts.input)
    offer(parts, response?.ok ? await response.json() : ownOptions(select, text), text);
}

/** Without an answer the first options are still better than nothing. */
function ownOptions(select, text) {
  return [...select.options]
    .filter((one) => one.value !== '' && one.text.toLowerCase().includes(text.toLowerCase()))
    .map((one) => ({ value: one.value, label: one.text }));
}

function offer({ input, list, select, status }, options, text) {
  const { dataset } = document.body;
  list.replaceChildren(
    ...options.map(({ value, label, hint }, index) => {
      const item = Object.assign(document.createElement('li'), { id: `${list.id}-${index}`, textContent: label });
      item.setAttribute('role', 'option');
      item.setAttribute('aria-selected', String(value === select.value));
      item.dataset.value = value;
      item.dataset.label = label;
      if (hint) item.append(Object.assign(document.createElement('small'), { textContent: hint }));
      return item;
    }),
  );
  const count = options.length === 1 ? dataset.foundOne : dataset.foundOther;
  const found =
    options.length === 0 ? dataset.searchNone.replace('{text}', text) : count.replace('{count}', options.length);
  status.textContent = found;
  if (options.length === 0) {
    const item = Object.assign(document.createElement('li'), { className: 'none', textContent: found });
    item.setAttribute('role', 'option');
    item.setAttribute('aria-disabled', 'true');
    item.setAttribute('aria-selected', 'false');
    list.append(item);
  }
  list.hidden = false;
  input.setAttribute('aria-expanded', 'true');
  input.removeAttribute('aria-activedescendant');
}

function onKey(event, parts) {
  const { input, list } = parts;
  const options = [...list.querySelectorAll('[data-value]')];
  const active = options.findIndex((one) => one.id === input.getAttribute('aria-activedescendant'));
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    if (list.hidden) return void find(parts, '');
    const step = event.key === 'ArrowDown' ? 1 : -1;
    activate(input, options, (active + step + options.length) % options.length);
  } else if (event.key === 'Enter' && !list.hidden) {
    event.preventDefault();
    if (options[Math.max(active, 0)]) choose(parts, options[Math.max(active, 0)]);
  } else if (event.key === 'Escape' && !list.hidden) {
    // The list closes first, the dialog with the next Escape.
    event.preventDefault();
    event.stopPropagation();
    close(parts);
  }
}

function activate(input, options, index) {
  for (const [at, option] of options.entries()) option.classList.toggle('active', at === index);
  const option = options[index];
  if (!option) return;
  input.setAttribute('aria-activedescendant', option.id);
  option.scrollIntoView({ block: 'nearest' });
}

function choose(parts, option) {
  const { select, input } = parts;
  const known = [...select.options].find((one) => one.value === option.dataset.value);
  const chosen = known ?? select.appendChild(new Option(option.dataset.label, option.dataset.value));
  chosen.dataset.mine = '';
  select.value = option.dataset.value;
  close(parts);
  input.value = option.dataset.label;
  select.dispatchEvent(new Event('change', { bubbles: true }));
}

function close({ input, list }) {
  list.hidden = true;
  input.setAttribute('aria-expanded', 'false');
  input.removeAttribute('aria-activedescendant');
}
