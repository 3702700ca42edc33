// Which contents and messages Twilio takes, as far as its published schema says: what must be there, what may, of which kind.
// Written from the schema, not from the adapter, so that the two can disagree.

type Kind = 'text' | 'texts' | 'flag' | 'number' | 'actions';
type Shape = { readonly needs: readonly string[]; readonly takes: Readonly<Record<string, Kind>> };
type Actions = {
  readonly types: readonly string[];
  readonly needs: readonly string[];
  readonly takes: readonly string[];
};

const CARD_ACTIONS: Actions = {
  types: ['URL', 'PHONE_NUMBER', 'QUICK_REPLY', 'COPY_CODE', 'VOICE_CALL'],
  needs: ['type', 'title'],
  takes: ['type', 'title', 'url', 'phone', 'id', 'code', 'webview_size'],
};

const TYPES: Readonly<Record<string, Shape>> = {
  'twilio/text': { needs: ['body'], takes: { body: 'text' } },
  'twilio/media': { needs: ['media'], takes: { body: 'text', media: 'texts' } },
  'twilio/quick-reply': { needs: ['body', 'actions'], takes: { body: 'text', actions: 'actions' } },
  'twilio/call-to-action': { needs: ['body', 'actions'], takes: { body: 'text', actions: 'actions' } },
  'twilio/card': { needs: [], takes: { title: 'text', subtitle: 'text', media: 'texts', actions: 'actions' } },
  'whatsapp/card': {
    needs: ['body'],
    takes: { body: 'text', footer: 'text', media: 'texts', header_text: 'text', actions: 'actions' },
  },
  'whatsapp/authentication': {
    needs: ['actions'],
    takes: { add_security_recommendation: 'flag', code_expiration_minutes: 'number', actions: 'actions' },
  },
};

const ACTIONS: Readonly<Record<string, Actions>> = {
  'twilio/quick-reply': { types: ['QUICK_REPLY'], needs: ['title'], takes: ['type', 'title', 'id'] },
  'twilio/call-to-action': {
    types: ['URL', 'PHONE_NUMBER', 'COPY_CODE', 'VOICE_CALL', 'VOICE_CALL_REQUEST'],
    needs: ['type', 'title'],
    takes: ['type', 'title', 'url', 'phone', 'code', 'id'],
  },
  'twilio/card': CARD_ACTIONS,
  'whatsapp/card': CARD_ACTIONS,
  'whatsapp/authentication': {
    types: ['COPY_CODE'],
    needs: ['type', 'copy_code_text'],
    takes: ['type', 'copy_code_text'],
  },
};

type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with the body of `POST /v1/Content`; undefined when nothing is. */
export function faultOfContent(body: unknown): string | undefined {
  if (!isFields(body)) return 'the body is no object';
  const odd = Object.keys(body).find((name) => !['friendly_name', 'language', 'variables', 'types'].includes(name));
  if (odd !== undefined) return `unknown field ${odd}`;
  const { language, variables, types } = body;
  if (typeof language !== 'string' || language === '') return 'language is missing';
  if (!isFields(types) || Object.keys(types).length === 0) return 'types is missing';
  if (variables !== undefined && !isFields(variables)) return 'variables is no object';
  const entries = Object.entries((variables ?? {}) as Fields);
  if (entries.length > 100) return 'more than 100 variables';
  if (entries.some(([key, value]) => key.length > 16 || typeof value !== 'string' || value.length > 1_600))
    return 'a variable is too long, or no text';
  return Object.entries(types)
    .map(([name, type]) => faultOfType(name, type))
    .find((fault) => fault !== undefined);
}

function faultOfType(name: string, type: unknown): string | undefined {
  const shape = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  if (shape === undefined) return `unknown type ${name}`;
  if (!isFields(type)) return `${name} is no object`;
  const missing = shape.needs.find((field) => type[field] === undefined);
  if (missing !== undefined) return `${name} needs ${missing}`;
  for (const [field, value] of Object.entries(type)) {
    const kind = Object.hasOwn(shape.takes, field) ? shape.takes[field] : undefined;
    if (kind === undefined) return `${name} takes no ${field}`;
    if (!isOfKind(value, kind)) return `${name}.${field} is no ${kind}`;
    if (kind === 'actions') {
      const fault = faultOfActions(name, value as readonly unknown[]);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

function isOfKind(value: unknown, kind: Kind): boolean {
  if (kind === 'text') return typeof value === 'string';
  if (kind === 'flag') return typeof value === 'boolean';
  if (kind === 'number') return typeof value === 'number';
  if (kind === 'texts') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  return Array.isArray(value);
}

function faultOfActions(name: string, actions: readonly unknown[]): string | undefined {
  const shape = ACTIONS[name];
  if (shape === undefined) return `${name} takes no actions`;
  for (const action of actions) {
    if (!isFields(action)) return `${name} has an action that is no object`;
    const missing = shape.needs.find((field) => typeof action[field] !== 'string' || action[field] === '');
    if (missing !== undefined) return `an action of ${name} needs ${missing}`;
    const odd = Object.keys(action).find((field) => !shape.takes.includes(field));
    if (odd !== undefined) return `an action of ${name} takes no ${odd}`;
    if (action.type !== undefined && !shape.types.includes(`${action.type}`)) return `${name} has no ${action.type}`;
  }
  return undefined;
}

/** What is wrong with the body of an approval request. */
export function faultOfApproval(body: unknown): string | undefined {
  if (!isFields(body)) return 'the body is no object';
  const odd = Object.keys(body).find((name) => !['name', 'category', 'send_ttl_seconds'].includes(name));
  if (odd !== undefined) return `unknown field ${odd}`;
  if (typeof body.name !== 'string' || !/^[a-z0-9_]{1,512}$/.test(body.name)) return 'name is small letters and digits';
  if (!['UTILITY', 'MARKETING', 'AUTHENTICATION'].includes(`${body.category}`)) return 'category is unknown';
  return undefined;
}

const MESSAGE_FIELDS = [
  'To',
  'From',
  'MessagingServiceSid',
  'ContentSid',
  'ContentVariables',
  'StatusCallback',
  'Body',
  'MediaUrl',
];

/** What is wrong with the fields of a message, and Twilio's code for it. */
export function faultOfMessage(form: URLSearchParams): { readonly code: number; readonly message: string } | undefined {
  const odd = [...form.keys()].find((name) => !MESSAGE_FIELDS.includes(name));
  if (odd !== undefined) return { code: 20001, message: `unknown field ${odd}` };
  const to = form.get('To') ?? '';
  if (!/^whatsapp:(?:\+\d{6,15}|[A-Z]{2}\.[A-Za-z0-9.]+)$/.test(to))
    return { code: 21211, message: `The 'To' number ${to} is not a valid phone number.` };
  if (!form.has('From') && !form.has('MessagingServiceSid')) return { code: 21603, message: "A 'From' is required." };
  if (form.has('Body') && form.has('ContentSid')) return { code: 20001, message: 'Body together with ContentSid' };
  if (form.has('ContentVariables') && !form.has('ContentSid'))
    return { code: 21654, message: 'The ContentSid is missing.' };
  const callback = form.get('StatusCallback');
  if (callback !== null && !URL.canParse(callback)) return { code: 21609, message: "Invalid 'StatusCallback' URL" };
  return undefined;
}

/** The values of a message: texts under keys, none empty, none with what WhatsApp refuses. Undefined: 21656. */
export function readVariables(text: string | null): Readonly<Record<string, string>> | undefined {
  if (text === null) return {};
  try {
    const read: unknown = JSON.parse(text);
    if (!isFields(read)) return undefined;
    const isGood = Object.values(read).every(
      (value) => typeof value === 'string' && value.trim() !== '' && !/[\n\r\t]| {5}/.test(value),
    );
    return isGood ? (read as Readonly<Record<string, string>>) : undefined;
  } catch {
    // Not JSON: Twilio's 21656, said by the caller.
    return undefined;
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
