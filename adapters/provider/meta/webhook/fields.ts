// The webhook fields this adapter reads: what the app has to subscribe to. The set-up page lists them (a test compares both) and
// `aval doctor` says which are missing.
import { ACCOUNT_FIELDS } from './account-events.ts';

/** Of one number. While an assistant of Meta's holds a chat, what customers write comes by the second and third only. */
const NUMBER_FIELDS = ['messages', 'standby', 'messaging_handovers', 'user_preferences'] as const;

export const TEMPLATE_FIELDS: readonly string[] = [
  'message_template_status_update',
  'message_template_quality_update',
  'message_template_components_update',
  'template_category_update',
];

export const WEBHOOK_FIELDS: readonly string[] = [...NUMBER_FIELDS, ...TEMPLATE_FIELDS, ...ACCOUNT_FIELDS];
