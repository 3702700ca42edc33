// Every rule as data: how bad it is, where it comes from, and what right looks like. `error` = WhatsApp refuses it
// mechanically; `warning` = legal but risky, or known only from reports. Sentences are in `views/words/<language>/findings.ts`.

export type RuleInfo = {
  readonly severity: 'error' | 'warning';
  readonly source: string;
  readonly example?: string;
};

const COMPONENTS = 'WhatsApp: template components';
const REVIEW = 'WhatsApp: template review';
const CREATE = 'WhatsApp: create template';
const AUTH = 'WhatsApp: authentication templates';
const SEND = 'WhatsApp: send template, refusals 132012 and 132018';
const REPORTED = 'reported by providers, not documented by WhatsApp';
const POLICY = 'WhatsApp: commerce and messaging policy';
const DIALECT = 'the dialect of the sender’s provider';
const OURS = 'Aval: what reviewers see must be what customers get';

const error = (source: string, example?: string): RuleInfo => ({
  severity: 'error',
  source,
  ...(example === undefined ? {} : { example }),
});
const warning = (source: string, example?: string): RuleInfo => ({
  severity: 'warning',
  source,
  ...(example === undefined ? {} : { example }),
});

const GOOD_BODY = 'Hi {{1}}, your order {{2}} is ready.';
const GOOD_URL = 'https://example.com/orders/{{1}}';

export const RULE_CATALOGUE = {
  // what one sender's provider does not take
  'dialect-category': error(DIALECT),
  'dialect-language': error(DIALECT),
  'dialect-header': error(DIALECT),
  'dialect-named': error(DIALECT, GOOD_BODY),
  'dialect-footer': error(DIALECT),
  'dialect-button': error(DIALECT),
  'dialect-buttons-many': error(DIALECT),
  'dialect-too-long': error(DIALECT),
  'dialect-special': error(DIALECT),
  'name-kept': error(DIALECT, 'order_ready_2'),
  // name, language, category, time to live
  'name-missing': error(CREATE, 'order_ready'),
  'name-characters': error(`${CREATE}, refusal 100`, 'order_ready'),
  'name-too-long': error(CREATE, 'order_ready'),
  'language-missing': error(CREATE, 'es_AR'),
  'language-unknown': error(`${CREATE}, refusal 100`, 'es_AR'),
  'category-missing': error(CREATE, 'UTILITY'),
  'category-unknown': error(`${CREATE}, refusal 100`, 'UTILITY'),
  'category-legacy': error(`${CREATE}, refusal 100`, 'UTILITY'),
  'ttl-range': error('WhatsApp: time to live', '600'),
  // variables, in header and body
  'braces-broken': error(REVIEW, '{{1}}'),
  'placeholder-empty': error(REVIEW, '{{1}}'),
  'placeholder-spaces': error(REVIEW, '{{1}}'),
  'placeholder-number': error(REVIEW, '{{1}}'),
  'placeholder-characters': error(REVIEW, '{{first_name}}'),
  'placeholder-digits': warning(REPORTED, '{{first_name}}'),
  'braces-single': warning(OURS, '{{1}}'),
  'variables-mixed': error(COMPONENTS, GOOD_BODY),
  'variables-format': error(COMPONENTS, GOOD_BODY),
  'variables-gap': error(REVIEW, GOOD_BODY),
  'variables-order': warning(REPORTED, GOOD_BODY),
  'variable-name-repeated': error(COMPONENTS, 'Hi {{first_name}}, your order {{order_code}} is ready.'),
  'variable-number-repeated': warning(REPORTED, GOOD_BODY),
  'variables-adjacent': error(`${REVIEW}, INVALID_FORMAT`, 'Hi {{1}}, order {{2}} is ready.'),
  'variables-touching': warning(REPORTED, 'Hi {{1}}, order {{2}} is ready.'),
  'sample-missing': error(COMPONENTS, 'Ana'),
  'sample-line-break': warning(REPORTED, 'Main Street 1'),
  // header
  'header-empty': error(COMPONENTS, 'Order update'),
  'header-too-long': error(`${COMPONENTS}, refusal 2388040`, 'Order update'),
  'header-too-many-variables': error(`${COMPONENTS}, refusal 2388047`, 'Order {{1}}'),
  'header-formatting': error(`${COMPONENTS}, refusal 2388047`, 'Order update'),
  'header-line-break': error('WhatsApp: refusal 2388047', 'Order update'),
  'header-emoji': error(`${REPORTED}, refusal 2388047`, 'Order update'),
  'header-media-missing': error(COMPONENTS, 'https://example.com/sample.jpg'),
  'header-media-link': error(COMPONENTS, 'https://example.com/sample.jpg'),
  'header-media-private': error(COMPONENTS, 'https://example.com/sample.jpg'),
  'header-media-type': error('WhatsApp: supported media types'),
  'header-location-category': error(COMPONENTS),
  'header-gif': warning(COMPONENTS),
  // body
  'body-missing': error(COMPONENTS, GOOD_BODY),
  'body-too-long': error(`${COMPONENTS}, refusal 2388040`),
  'body-variable-first': error(`${REVIEW}, refusal 2388299`, GOOD_BODY),
  'body-variable-last': error(`${REVIEW}, refusal 2388299`, GOOD_BODY),
  'body-variable-edge-markup': warning(REPORTED, GOOD_BODY),
  'body-variable-edge-sign': warning(`${REPORTED}, refusal 2388299`, GOOD_BODY),
  'body-too-many-variables': error(`${REVIEW}, refusal 2388293`, GOOD_BODY),
  'body-many-variables': warning(`${REVIEW}, refusal 2388293`, GOOD_BODY),
  'body-line-breaks': warning(REPORTED),
  'body-emoji-many': warning(REPORTED),
  'body-spaces': warning(REPORTED),
  'length-emoji': warning('WhatsApp does not say whether an emoji counts once or twice'),
  'wording-duplicate': error(REVIEW),
  // footer
  'footer-empty': error(COMPONENTS, 'Reply STOP to opt out'),
  'footer-too-long': error(`${COMPONENTS}, refusal 2388040`, 'Reply STOP to opt out'),
  'footer-variable': error(`${COMPONENTS}, refusal 2388073`, 'Reply STOP to opt out'),
  'footer-formatting': warning(COMPONENTS, 'Reply STOP to opt out'),
  'footer-line-break': error(`${REPORTED}, refusal 2388073`, 'Reply STOP to opt out'),
  'footer-emoji': error(`${REPORTED}, refusal 2388073`, 'Reply STOP to opt out'),
  // buttons
  'buttons-too-many': error(COMPONENTS),
  'buttons-url-limit': error(COMPONENTS),
  'buttons-phone-limit': error(COMPONENTS),
  'buttons-copy-code-limit': error(COMPONENTS),
  'buttons-interleaved': error(COMPONENTS, 'Yes · No · View order'),
  'buttons-desktop-many': warning(COMPONENTS),
  'buttons-desktop-mixed': warning(COMPONENTS),
  'button-kind-missing': error(OURS),
  'button-label-missing': error(COMPONENTS, 'View order'),
  'button-label-too-long': error(COMPONENTS, 'View order'),
  'button-label-variable': error(COMPONENTS, 'View order'),
  'button-label-line-break': error(COMPONENTS, 'View order'),
  'button-label-emoji': warning(REPORTED, 'View order'),
  'button-label-formatting': warning(REPORTED, 'View order'),
  'button-label-duplicate': warning(REPORTED, 'View order · Help'),
  'quick-reply-duplicate': error(REPORTED, 'View order · Help'),
  'button-url-private': error(REPORTED, GOOD_URL),
  'json-flow': error(COMPONENTS, '{"type": "FLOW", "text": "Book", "flow_id": "1234567890"}'),
  'button-url-encoded-variable': warning(REPORTED, GOOD_URL),
  'button-url-missing': error(COMPONENTS, GOOD_URL),
  'button-url-invalid': error(COMPONENTS, GOOD_URL),
  'button-url-too-long': error(COMPONENTS, GOOD_URL),
  'button-url-variables-many': error(COMPONENTS, GOOD_URL),
  'button-url-variable-place': error(COMPONENTS, GOOD_URL),
  'button-url-variable-name': error(COMPONENTS, GOOD_URL),
  'button-url-sample-missing': error(COMPONENTS, 'A-1042'),
  'button-url-sample-other': warning(OURS, 'https://example.com/orders/A-1042'),
  'button-url-open-host': warning(OURS, GOOD_URL),
  'button-url-http': warning(OURS, GOOD_URL),
  'button-phone-missing': error(COMPONENTS, '+5491155551234'),
  'button-phone-invalid': error(COMPONENTS, '+5491155551234'),
  'button-phone-too-long': error(COMPONENTS, '+5491155551234'),
  'button-phone-zero': warning(COMPONENTS, '+442079460000'),
  'button-copy-code-missing': error(COMPONENTS, 'SPRING25'),
  'button-copy-code-too-long': error(COMPONENTS, 'SPRING25'),
  // authentication
  'otp-category': error(AUTH),
  'auth-otp-missing': error(AUTH),
  'auth-otp-many': error(AUTH),
  'auth-button-kind': error(AUTH),
  'json-otp-app': error(
    AUTH,
    '{"supported_apps": [{"package_name": "com.example.app", "signature_hash": "K8a/AINcGX7"}]}',
  ),
  'json-otp-terms': error(AUTH, '{"zero_tap_terms_accepted": true}'),
  'auth-header': error(AUTH),
  'auth-footer': error(AUTH),
  'auth-body': error(AUTH, '{{1}} is your verification code.'),
  'auth-expiry': error(AUTH, '10'),
  'auth-expiry-number': error(AUTH, '10'),
  'auth-settings-category': warning(AUTH),
  // carousel and limited-time offer
  'carousel-category': error(COMPONENTS),
  'carousel-cards': error(COMPONENTS),
  'carousel-structure': error(COMPONENTS),
  'carousel-header': error(COMPONENTS),
  'carousel-body-too-long': error(COMPONENTS),
  'carousel-buttons': error(COMPONENTS),
  'offer-category': error(COMPONENTS),
  'offer-body-too-long': error(COMPONENTS),
  'offer-footer': error(COMPONENTS),
  'offer-header': error(COMPONENTS),
  'offer-text-missing': error(COMPONENTS, 'Expiring offer!'),
  'offer-text-too-long': error(COMPONENTS, 'Expiring offer!'),
  'offer-code-too-long': error(COMPONENTS, 'SPRING25'),
  // wording that reviewers and customers should look at twice
  'link-whatsapp': warning(REPORTED, 'https://example.com/chat'),
  'link-shortened': warning(REPORTED, 'https://example.com/offers'),
  'link-raw-ip': warning(POLICY, 'https://example.com'),
  'link-misleading': warning(OURS, 'https://example.com'),
  'marketing-wording': warning('WhatsApp: template categories'),
  'sensitive-data': warning(POLICY),
  'characters-invisible': warning(OURS),
  'characters-direction': warning(OURS),
  'characters-lookalike': warning(OURS),
  // values at send time
  'value-missing': error(SEND),
  'value-line-break': error(SEND, 'Main Street 1, Córdoba'),
  'value-spaces': error(SEND, 'Main Street 1'),
  'value-too-long': error(SEND),
  'value-body-too-long': error('WhatsApp: refusal 132005'),
  'value-header-long': warning('WhatsApp: refusal 132005'),
  'value-link': error('WhatsApp: template media', 'https://example.com/invoice.pdf'),
  'value-latitude': error('WhatsApp: location message', '-34.6037'),
  'value-longitude': error('WhatsApp: location message', '-58.3816'),
  'value-changes-host': error(OURS, 'orders/A-1042'),
  'value-url-whole': error(OURS, 'A-1042'),
  'value-url-space': error(SEND, 'A-1042'),
  'value-url-path': error(OURS, 'A-1042'),
  'value-hidden': warning(OURS),
  // templates given as JSON
  'json-not-object': error(CREATE, '{"name": "order_ready", …}'),
  'json-wrong-type': error(CREATE),
  'json-wrong-value': error(CREATE),
  'json-component-repeated': error(COMPONENTS),
  'json-component-unknown': warning(COMPONENTS),
  'json-header-format': warning(COMPONENTS, 'TEXT'),
  'json-sample-flat': error(COMPONENTS, '{"body_text": [["Ana", "A-1042"]]}'),
  'json-sample-style': error(
    COMPONENTS,
    '{"body_text_named_params": [{"param_name": "first_name", "example": "Ana"}]}',
  ),
  'json-sample-extra': warning(COMPONENTS),
  'json-handle-link': warning('WhatsApp: resumable upload', '4::aW1hZ2UvanBlZw=='),
} as const satisfies Record<string, RuleInfo>;

/** The stable ids of all rules. Words are `Record<RuleId, string>`, so a rule without a sentence does not compile. */
export type RuleId = keyof typeof RULE_CATALOGUE;

// `Object.keys` widens to string[]; the object is a literal with exactly these keys.
export const RULES = Object.keys(RULE_CATALOGUE) as readonly RuleId[];

export function isRuleId(text: string): text is RuleId {
  return Object.hasOwn(RULE_CATALOGUE, text);
}

/** Severity, source and example of a rule. */
export function ruleInfo(rule: RuleId): RuleInfo {
  return RULE_CATALOGUE[rule];
}
