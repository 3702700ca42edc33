// The parts of Twilio's answers we read. Only fields that are used are declared; what Twilio adds passes unseen.
import { z } from 'zod';

/** `{code, message, more_info, status}`. */
export const ErrorAnswer = z.object({
  code: z.union([z.int(), z.string().regex(/^\d{1,9}$/)]).transform(String),
  message: z.string().nullish(),
});

const SidText = z.string().regex(/^[A-Z]{2}[0-9a-fA-F]{32}$/);

/** One content, with or without its approvals. What is inside `types` is read by `templates/content-read.ts`. */
export const ContentRow = z.object({
  sid: SidText,
  friendly_name: z.string().nullish(),
  language: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  types: z.record(z.string(), z.unknown()),
  date_created: z.string().nullish(),
  approval_requests: z.unknown().optional(),
});
export type ContentRow = z.infer<typeof ContentRow>;

/** A page of contents. `next_page_url` is absolute. */
export const ContentPage = z.object({
  contents: z.array(z.unknown()),
  meta: z.object({ next_page_url: z.string().nullish() }).nullish(),
});

/** One approval of a content for WhatsApp, in whichever of its forms it came. */
export const Approval = z.object({
  name: z.string().nullish(),
  category: z.string().nullish(),
  content_type: z.string().nullish(),
  status: z.string().min(1),
  rejection_reason: z.string().nullish(),
});
export type Approval = z.infer<typeof Approval>;

export const MessageRow = z.object({
  sid: SidText,
  status: z.string().nullish(),
  to: z.string().nullish(),
  from: z.string().nullish(),
  direction: z.string().nullish(),
  date_created: z.string().nullish(),
  error_code: z.union([z.int(), z.string()]).nullish(),
  error_message: z.string().nullish(),
});
export type MessageRow = z.infer<typeof MessageRow>;

/** A page of messages. `next_page_uri` is relative to the host. */
export const MessagePage = z.object({ messages: z.array(z.unknown()), next_page_uri: z.string().nullish() });

export const SenderPage = z.object({
  senders: z.array(z.unknown()),
  meta: z.object({ next_page_url: z.string().nullish() }).nullish(),
});
/** A WhatsApp sender, e.g. `whatsapp:+541152639999` and `ONLINE`. */
export const Sender = z.object({
  sender_id: z.string(),
  status: z.string().nullish(),
  configuration: z.object({ waba_id: z.string().nullish() }).nullish().catch(undefined),
});
export type Sender = z.infer<typeof Sender>;

/** An item of an Event Streams batch. */
export const CloudEvent = z.object({
  id: z.string().min(1),
  type: z.string(),
  time: z.string().nullish(),
  data: z.unknown(),
});

export const TemplateNews = z.object({
  type: z.string(),
  accountSid: z.string(),
  dateUpdated: z.string().nullish(),
  template: z.object({
    sid: SidText,
    friendlyName: z.string().nullish(),
    externalTemplateName: z.string().nullish(),
    language: z.string().nullish(),
    previousValue: z.string().nullish(),
    currentValue: z.string().nullish(),
  }),
});
export type TemplateNews = z.infer<typeof TemplateNews>;
