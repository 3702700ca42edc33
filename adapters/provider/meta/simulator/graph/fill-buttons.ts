// The buttons of a send: which of them need a parameter, which may have one, and what a tap then does. Surprise: `index`
// is the place among all buttons, and static link buttons must not be mentioned at all.
import type { PreviewButton, PreviewMessage } from '../../../../../src/domain/templates/preview.ts';
import { type GraphError, graphError } from '../errors.ts';
import { type Fields, fields, list, text } from '../json.ts';

/** A message ready for the phone. `payloads`: button index → what a quick reply sends back. */
export type Filled = { readonly preview: PreviewMessage; readonly payloads: Readonly<Record<string, string>> };

type FilledButtons = {
  readonly buttons: readonly PreviewButton[];
  readonly payloads: Readonly<Record<string, string>>;
};
type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: GraphError };

/** `buttons`: stored ones, in order. `sent`: all components of the request. */
export function fillButtons(buttons: readonly Fields[], sent: readonly Fields[]): Outcome<FilledButtons> {
  const given = sent.filter((component) => (text(component.type) ?? '').toLowerCase() === 'button');
  const known = new Set(buttons.keys());
  for (const component of given) {
    if (!known.delete(Number(component.index ?? Number.NaN))) {
      return no(132000, `buttons: there is no button at index ${String(component.index)}, or it is named twice`);
    }
  }
  const filled: PreviewButton[] = [];
  const payloads: Record<string, string> = {};
  for (const [index, button] of buttons.entries()) {
    const component = given.find((candidate) => Number(candidate.index) === index);
    const one = fillButton(button, component, index);
    if (!one.ok) return one;
    filled.push(one.value.button);
    if (one.value.payload !== undefined) payloads[String(index)] = one.value.payload;
  }
  return { ok: true, value: { buttons: filled, payloads } };
}

type One = { readonly button: PreviewButton; readonly payload?: string };

function fillButton(button: Fields, component: Fields | undefined, index: number): Outcome<One> {
  const label = text(button.text) ?? '';
  const parameter = fields(list(component?.parameters)[0]);
  const subType = text(component?.sub_type)?.toLowerCase();
  const where = `buttons: Button at index ${index} of type ${String(button.type)}`;
  const wanted = { URL: 'url', QUICK_REPLY: 'quick_reply', COPY_CODE: 'copy_code' }[text(button.type) ?? ''];
  if (component && subType !== wanted) return no(132012, `${where} does not take sub_type ${subType ?? ''}`);

  switch (button.type) {
    case 'QUICK_REPLY':
      return ok({ kind: 'quick_reply', label, detail: '' }, text(parameter.payload) ?? label);
    case 'URL':
      return fillUrl(button, component === undefined ? undefined : (text(parameter.text) ?? ''), where);
    case 'PHONE_NUMBER':
      return ok({ kind: 'phone', label, detail: text(button.phone_number) ?? '' });
    case 'COPY_CODE': {
      const code = text(parameter.coupon_code) ?? '';
      if (code === '') return no(131008, `${where} requires a coupon_code`);
      return code.length > 20
        ? no(131009, `${where}: the code is too long`)
        : ok({ kind: 'copy_code', label, detail: code });
    }
    default:
      return ok({ kind: 'other', label, detail: '' });
  }
}

function fillUrl(button: Fields, value: string | undefined, where: string): Outcome<One> {
  const url = text(button.url) ?? '';
  const label = text(button.text) ?? '';
  if (!url.includes('{{1}}')) {
    return value === undefined
      ? ok({ kind: 'url', label, detail: url })
      : no(132018, `${where} does not require parameters`);
  }
  if (value === undefined || value === '') return no(131008, `${where} requires a parameter`);
  if (/\s/.test(value)) return no(132018, `${where}: the value may not have white space`);
  if (url.startsWith('https://www.whatsapp.com/otp/code/')) return ok({ kind: 'copy_code', label, detail: value });
  return ok({ kind: 'url', label, detail: url.replace('{{1}}', value) });
}

function ok(button: PreviewButton, payload?: string): Outcome<One> {
  return { ok: true, value: { button, ...(payload === undefined ? {} : { payload }) } };
}

function no(code: number, details: string): { readonly ok: false; readonly error: GraphError } {
  return { ok: false, error: graphError(code, details) };
}
