// Puts the parameters of a send into the stored template: the message as the phone shows it, or Meta's refusal. On
// purpose independent of `src/domain`, so that a wrong preview there is seen here.
import type { PreviewMessage } from '../../../../../src/domain/templates/preview.ts';
import { type GraphError, graphError } from '../errors.ts';
import { type Fields, fields, list, text } from '../json.ts';
import type { StoredTemplate } from '../model.ts';
import { PLACEHOLDER, placeholders } from '../templates/rules.ts';
import { type Filled, fillButtons } from './fill-buttons.ts';

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: GraphError };

const MAX_BODY = 1024;
const MAX_HEADER_TEXT = 60;

function no(code: number, details: string): { readonly ok: false; readonly error: GraphError } {
  return { ok: false, error: graphError(code, details) };
}

/** `sent`: `template.components` of the request. */
export function fillTemplate(template: StoredTemplate, sent: readonly Fields[]): Outcome<Filled> {
  for (const component of sent) {
    const type = (text(component.type) ?? '').toLowerCase();
    if (!['header', 'body', 'button'].includes(type)) return no(131009, `Component type ${type} is not simulated.`);
  }
  const header = fillHeader(template, sent);
  if (!header.ok) return header;
  const body = fillText(template, part(template, 'BODY'), parametersOf(sent, 'body'), 'body', MAX_BODY);
  if (!body.ok) return body;
  const buttons = fillButtons(list(part(template, 'BUTTONS').buttons).map(fields), sent);
  if (!buttons.ok) return buttons;

  const footer = text(part(template, 'FOOTER').text);
  const preview: PreviewMessage = {
    ...(header.value === undefined ? {} : { header: header.value }),
    body: body.value,
    ...(footer === undefined ? {} : { footer }),
    buttons: buttons.value.buttons,
  };
  return { ok: true, value: { preview, payloads: buttons.value.payloads } };
}

function part(template: StoredTemplate, type: string): Fields {
  return template.components.find((component) => component.type === type) ?? {};
}

function parametersOf(sent: readonly Fields[], type: string): readonly Fields[] {
  const component = sent.find((candidate) => (text(candidate.type) ?? '').toLowerCase() === type);
  return list(component?.parameters).map(fields);
}

function fillHeader(template: StoredTemplate, sent: readonly Fields[]): Outcome<PreviewMessage['header'] | undefined> {
  const header = part(template, 'HEADER');
  const format = text(header.format);
  const parameters = parametersOf(sent, 'header');
  if (format === undefined) {
    return parameters.length === 0 ? { ok: true, value: undefined } : no(132000, 'header: this template has no header');
  }
  if (format === 'TEXT') {
    const filled = fillText(template, header, parameters, 'header', MAX_HEADER_TEXT);
    return filled.ok ? { ok: true, value: { kind: 'text', text: filled.value } } : filled;
  }
  const kind = format === 'GIF' ? 'video' : format.toLowerCase();
  const received = text(parameters[0]?.type)?.toLowerCase();
  if (received !== kind) {
    return no(132012, `header: Format mismatch, expected ${format}, received ${received?.toUpperCase() ?? 'UNKNOWN'}`);
  }
  return format === 'LOCATION'
    ? fillLocation(fields(parameters[0]?.location))
    : fillMedia(format, fields(parameters[0]?.[kind]));
}

function fillLocation(place: Fields): Outcome<PreviewMessage['header']> {
  const isCoordinate = (value: unknown): boolean => Number.isFinite(Number.parseFloat(String(value)));
  if (!isCoordinate(place.latitude) || !isCoordinate(place.longitude))
    return no(131008, 'header: latitude and longitude are required');
  return { ok: true, value: { kind: 'location', name: text(place.name) ?? '', address: text(place.address) ?? '' } };
}

function fillMedia(format: string, media: Fields): Outcome<PreviewMessage['header']> {
  const link = text(media.link);
  const id = text(media.id);
  if (link === undefined && id === undefined) return no(131008, 'header: media needs a link or an id');
  if (link !== undefined && !/^https?:\/\/\S+$/.test(link)) return no(131009, 'header: the media link is not valid');
  const formats = { IMAGE: 'image', VIDEO: 'video', DOCUMENT: 'document', GIF: 'gif' } as const;
  const known = Object.entries(formats).find(([key]) => key === format)?.[1] ?? 'image';
  return { ok: true, value: { kind: 'media', format: known, link: link ?? `media:${id}` } };
}

function fillText(
  template: StoredTemplate,
  component: Fields,
  parameters: readonly Fields[],
  where: string,
  max: number,
): Outcome<string> {
  const words = text(component.text) ?? '';
  const keys = placeholders(words) ?? [];
  if (parameters.length !== keys.length) {
    return no(
      132000,
      `${where}: number of localizable_params (${parameters.length}) does not match the expected number of params (${keys.length})`,
    );
  }
  const values = new Map<string, string>();
  for (const [index, parameter] of parameters.entries()) {
    const key = template.parameterFormat === 'NAMED' ? text(parameter.parameter_name) : keys[index];
    if (key === undefined || !keys.includes(key))
      return no(132000, `${where}: parameter_name ${key ?? ''} is not in the template`);
    const value = parameterText(parameter);
    if (value === undefined) return no(132012, `${where}: parameter ${key} is not of type text`);
    const fault = valueFault(value, `${where}: parameter ${key}`);
    if (fault) return fault;
    values.set(key, value);
  }
  const missing = keys.find((key) => !values.has(key));
  if (missing !== undefined) return no(132000, `${where}: parameter ${missing} is missing`);
  const filled = words.replace(PLACEHOLDER, (_, key: string) => values.get(key) ?? '');
  return [...filled].length > max
    ? no(132005, `${where}: text is longer than ${max} characters`)
    : { ok: true, value: filled };
}

function parameterText(parameter: Fields): string | undefined {
  switch (parameter.type) {
    case 'text':
      return text(parameter.text) ?? '';
    case 'currency':
      return text(fields(parameter.currency).fallback_value) ?? '';
    case 'date_time':
      return text(fields(parameter.date_time).fallback_value) ?? '';
    default:
      return undefined;
  }
}

/** Meta's rules for a value. */
function valueFault(value: string, where: string): { readonly ok: false; readonly error: GraphError } | undefined {
  if (value === '') return no(131008, `${where} is empty`);
  if (/[\n\r\t]| {5,}/.test(value)) {
    return no(132018, `${where}: Param text cannot have new-line/tab characters or more than 4 consecutive spaces`);
  }
  return undefined;
}
