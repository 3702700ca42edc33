// The parts of Meta's JSON we read, and no more: a field that is not here may change without us noticing.
import { z } from 'zod';

/** An id, whether Meta writes it as text or as a number (template ids in webhooks are numbers). */
export const Id = z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1).max(512));

const Text = z.string().optional().catch(undefined);
const OptionalId = Id.optional().catch(undefined);
/** A whole number, whether Meta writes it as text or as a number. */
const Whole = z.union([
  z.int(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);
/** Unix seconds; Meta writes a string in messages, a number in entries. */
export const Seconds = Whole.pipe(z.int().positive()).optional().catch(undefined);

// ---------------------------------------------------------------- answers

export const MetaError = z.object({
  code: Whole,
  error_subcode: Whole.optional().catch(undefined),
  message: Text,
  title: Text,
  error_user_title: Text,
  error_user_msg: Text,
  error_data: z.object({ details: Text }).optional().catch(undefined),
  fbtrace_id: Text,
  is_transient: z.boolean().optional().catch(undefined),
});
export type MetaError = z.infer<typeof MetaError>;

export const ErrorAnswer = z.object({ error: MetaError });

export const CreatedTemplate = z.object({ id: Id, status: Text, category: Text });
export const EditedTemplate = z.object({ success: z.literal(true), status: Text, category: Text });

export const SentMessage = z.object({
  contacts: z
    .array(z.object({ wa_id: OptionalId, user_id: OptionalId }))
    .optional()
    .catch(undefined),
  messages: z.array(z.object({ id: Id, message_status: Text })).min(1),
});

/** Rows stay unknown here: one row we cannot read must not hide the others. */
export const Page = z.object({
  data: z.array(z.unknown()),
  paging: z
    .object({ cursors: z.object({ after: Text }).optional(), next: Text })
    .optional()
    .catch(undefined),
});
export type Page = z.infer<typeof Page>;

export const TemplateRow = z.object({
  id: Id,
  name: z.string(),
  language: z.string(),
  status: z.string(),
  correct_category: Text,
  rejected_reason: Text,
  quality_score: z.object({ score: Text }).optional().catch(undefined),
});
export type TemplateRow = z.infer<typeof TemplateRow>;

export const UploadSession = z.object({ id: z.string().regex(/^upload:[\w\-:=?&.%+~]+$/) });
export const UploadedFile = z.object({ h: z.string().min(1) });

export const PhoneNumber = z.object({ id: Id, verified_name: Text, quality_rating: Text, name_status: Text });
export const SubscribedApp = z.object({ whatsapp_business_api_data: z.object({ id: Id }) });

/** What an app is subscribed to; fields come as objects or as bare names. */
export const AppSubscription = z.object({
  object: z.string(),
  fields: z.array(z.union([z.object({ name: z.string() }).transform((field) => field.name), z.string()])),
});

// ---------------------------------------------------------------- webhooks

export const Profile = z.object({
  wa_id: OptionalId,
  user_id: OptionalId,
  profile: z.object({ name: Text }).optional().catch(undefined),
});
export type Profile = z.infer<typeof Profile>;

export const InboundMessage = z.object({
  id: Id,
  from: OptionalId,
  from_user_id: OptionalId,
  timestamp: Seconds,
  type: Text,
  group_id: OptionalId,
  context: z.object({ id: OptionalId }).optional().catch(undefined),
});
export type InboundMessage = z.infer<typeof InboundMessage>;

const Degrees = z.union([z.number(), z.string().regex(/^-?\d{1,3}(\.\d+)?$/)]);
const Named = z.object({ caption: Text, filename: Text });

/** What an inbound message says, by its type. Types that are not here are shown as unsupported. */
export const Contents = {
  text: z.object({ body: z.string() }),
  button: z.object({ text: Text, payload: Text }),
  interactive: z.object({
    button_reply: z.object({ id: Text, title: Text }).optional(),
    list_reply: z.object({ id: Text, title: Text, description: Text }).optional(),
    nfm_reply: z.object({ body: Text, response_json: Text }).optional(),
  }),
  image: Named,
  video: Named,
  audio: Named,
  document: Named,
  sticker: Named,
  location: z.object({ latitude: Degrees, longitude: Degrees, name: Text, address: Text }),
  contacts: z.array(z.object({ name: z.object({ formatted_name: Text }).optional().catch(undefined) })),
  reaction: z.object({ message_id: OptionalId, emoji: Text }),
  order: z.object({
    text: Text,
    product_items: z.array(
      z.object({
        product_retailer_id: OptionalId,
        quantity: OptionalId,
        item_price: OptionalId,
        currency: Text,
      }),
    ),
  }),
} as const;

/** A customer's number or id is another one from now on. */
export const SystemNews = z.object({
  wa_id: OptionalId,
  user_id: OptionalId,
  previous_user_id: OptionalId,
  customer: OptionalId,
});

export const Status = z.object({
  id: Id,
  status: z.string(),
  timestamp: Seconds,
  recipient_id: OptionalId,
  recipient_user_id: OptionalId,
  biz_opaque_callback_data: Text,
  errors: z.array(MetaError).optional().catch(undefined),
});
export type Status = z.infer<typeof Status>;

export const Preference = z.object({
  wa_id: OptionalId,
  user_id: OptionalId,
  category: Text,
  value: z.string(),
  timestamp: Seconds,
});
export type Preference = z.infer<typeof Preference>;

export const TemplateRef = z.object({
  message_template_id: OptionalId,
  message_template_name: Text,
  message_template_language: Text,
});
export type TemplateRef = z.infer<typeof TemplateRef>;

export const TemplateStatus = TemplateRef.extend({
  event: z.string(),
  reason: Text,
  message_template_category: Text,
  disable_info: z
    .object({ disable_date: z.union([z.string(), z.number()]).optional() })
    .optional()
    .catch(undefined),
  other_info: z.object({ title: Text, description: Text }).optional().catch(undefined),
  rejection_info: z.object({ reason: Text, recommendation: Text }).optional().catch(undefined),
});
export type TemplateStatus = z.infer<typeof TemplateStatus>;

export const TemplateQuality = TemplateRef.extend({ previous_quality_score: Text, new_quality_score: z.string() });
export const TemplateCategory = TemplateRef.extend({
  previous_category: Text,
  new_category: Text,
  correct_category: Text,
  category_update_timestamp: Seconds,
});
